"""The parts of a standard pack, as loaded: plain values with the file and line they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.catalogue.facts import Fact
from diguan.engine.documents import Where
from diguan.engine.expressions import Checked
from diguan.engine.standards.terms import Terms
from diguan.engine.verdicts import Subject, Verdict

ParameterValue = float | int | str | date
About = Literal["household", "unlisted_member", "village", "facility"]
ParameterKind = Literal["number", "integer", "date", "text"]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on, with its citation, the authority that set it, and the pack (id@version)."""

    since: date
    value: ParameterValue
    status: Literal["verified", "unverified"]
    source: str
    checked_on: date | None
    authority: str
    where: Where
    pack: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the law. `values` by authority (highest first), then by day.

    A value holds until the next of its authority; of several authorities the lowest that may set it and did decides.
    """

    name: str
    label: Label
    unit: str | None
    type: ParameterKind
    optional: bool
    values: tuple[DatedValue, ...]
    where: Where
    issued_by: str = "national"
    range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule is written."""

    document: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Route:
    """The measure that fits when `when` holds (None: always); tried in order, unknown sends a visit first."""

    when: str | None
    measure: str
    where: Where


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example. Facts by name; a name given None is unknown, a name left out is presumed or unknown."""

    name: str
    as_of: date
    facts: Mapping[Subject, Mapping[str, Fact | None]]
    members: tuple[Mapping[str, Fact | None], ...] | None
    roster_complete: bool
    parameters: Mapping[str, ParameterValue]
    expect: Verdict
    where: Where


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rule of the standard. `weight` counts in the deprivation score when the pack has a cutoff; 0 takes no part in it."""

    id: str
    label: Label
    subject: Subject
    guarantee: str
    when: str | None
    met: str
    department: str
    deadline_days: int
    routes: tuple[Route, ...]
    cites: tuple[Cite, ...]
    cases: tuple[Case, ...]
    weight: float | None
    when_at: Where | None
    met_at: Where
    where: Where
    explain: Label | None = None
    issued_by: str = "national"


@dataclass(frozen=True, slots=True)
class FindingRule:
    """What verdicts mean for a status. `alternatives` are tried one by one; rows are the union.

    A finding about a village or a facility asks of that place alone, by its own indicators, and stands apart from those about households.
    `kind` (the id unless the file says otherwise) is what is counted and shown: several rules may find the same kind.
    `unless` by indicator, guarantee or "any": an expression that, known to be true, takes the finding back.
    """

    id: str
    kind: str
    label: Label
    alternatives: tuple[tuple[str, Where], ...]
    facts_as_of: str | None
    met_as_of: str | None
    unknown_as_of: str | None
    unless: Mapping[str, tuple[str, Where]]
    per: Literal["indicator", "household"]
    subject: About
    unknown_because: Literal["conflict", "missing"] | None
    department: str | None
    deadline_days: int | None
    routes: tuple[Route, ...]
    where: Where
    issued_by: str = "national"

    @property
    def place(self) -> Subject | None:
        """Village or facility where the finding is about one; None where it is about a household or who belongs to it."""
        return {"village": Subject.VILLAGE, "facility": Subject.FACILITY}.get(self.subject)

    @property
    def reads(self) -> Subject:
        """The subject whose fields its conditions name."""
        return self.place or (Subject.PERSON if self.subject == "unlisted_member" else Subject.HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """Households that come first in every list; `when` is an expression on the household."""

    id: str
    label: Label
    when: str
    where: Where


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """Checked expressions of an indicator; `routes` in the order of the file, None where a route always fits."""

    when: Checked | None
    met: Checked
    routes: tuple[Checked | None, ...]


@dataclass(frozen=True, slots=True)
class FindingRules:
    """Checked expressions of a finding."""

    alternatives: tuple[Checked, ...]
    unless: Mapping[str, Checked]
    routes: tuple[Checked | None, ...]

    def all(self) -> tuple[Checked, ...]:
        """Every expression of the finding."""
        return (*self.alternatives, *self.unless.values(), *(r for r in self.routes if r))


@dataclass(frozen=True, slots=True)
class Rules:
    """Every expression of a pack, parsed and checked."""

    indicators: Mapping[str, IndicatorRules] = field(default_factory=dict)
    findings: Mapping[str, FindingRules] = field(default_factory=dict)
    focus_groups: Mapping[str, Checked] = field(default_factory=dict)

    def of_indicators(self) -> tuple[Checked, ...]:
        """Every expression of the indicators."""
        return tuple(c for r in self.indicators.values() for c in (r.when, r.met, *r.routes) if c)

    def all(self) -> tuple[Checked, ...]:
        """Every expression of the pack."""
        findings = (c for rules in self.findings.values() for c in rules.all())
        return (*self.of_indicators(), *findings, *self.focus_groups.values())

    @property
    def facts(self) -> frozenset[tuple[Subject, str]]:
        """Every field that any rule reads."""
        return frozenset(fact for checked in self.all() for fact in checked.facts)

    @property
    def parameters(self) -> frozenset[str]:
        """Every parameter that any rule reads."""
        return frozenset(name for checked in self.all() for name in checked.parameters)


@dataclass(frozen=True, slots=True)
class PackHeader:
    """What a pack calls itself, and the folder it lies in."""

    id: str
    version: str
    label: Label
    folder: Path

    @property
    def reference(self) -> str:
        """id@version."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Pack:
    """A standard, complete with the packs it extends (already merged, this pack's entries last).

    `chain`: the packs it is made of, its own last. `in_force`: from, to (exclusive, None = open), of all of them.
    `terms`: how long people have, where the packs say so. `sha256` over the names and bytes of all their files.
    """

    id: str
    version: str
    label: Label
    in_force: tuple[date, date | None]
    issued_by: str
    authority: Mapping[str, str]
    floors: Mapping[str, str]
    ceilings: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    findings: tuple[FindingRule, ...]
    focus_groups: tuple[FocusGroup, ...]
    departments: Mapping[str, Label]
    measures: Mapping[str, Label]
    cutoff: float | None
    weighting_field: str | None
    catalogue: Catalogue
    chain: tuple[PackHeader, ...]
    sha256: str
    notes: tuple[Label, ...] = ()
    rules: Rules = field(default_factory=Rules)
    terms: Terms = field(default_factory=Terms)

    @property
    def reference(self) -> str:
        """id@version."""
        return f"{self.id}@{self.version}"

    @property
    def extends(self) -> tuple[str, ...]:
        """The packs it is built on, id@version each, the deepest first."""
        return tuple(header.reference for header in self.chain[:-1])

    @property
    def folder(self) -> Path:
        """The folder of the pack itself."""
        return self.chain[-1].folder

    @property
    def weights(self) -> Mapping[str, float]:
        """Weights of the indicators that count in the deprivation score, all above 0; empty when the pack has no cutoff."""
        return {i.id: i.weight for i in self.indicators.values() if i.weight}

    def named(self, name: str) -> tuple[Indicator, ...]:
        """Indicators that a name in any_unmet(...) means: all of that guarantee, else the indicator of that id."""
        group = tuple(i for i in self.indicators.values() if i.guarantee == name)
        return group or tuple(i for i in self.indicators.values() if i.id == name)
