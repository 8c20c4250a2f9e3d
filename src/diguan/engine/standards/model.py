"""The parts of a standard pack, as loaded: plain values with the file and line they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.verdicts import Subject

ParameterValue = float | int | str | date


@dataclass(frozen=True, slots=True)
class Where:
    """File (relative to the pack) and line (1-based) of a piece of text."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on, with its citation."""

    since: date
    value: ParameterValue
    status: Literal["verified", "unverified"]
    source: str
    checked_on: date | None
    authority: str
    where: Where


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the law. `values` ascending by `since`; each holds until the next."""

    name: str
    label: Label
    unit: str | None
    type: Literal["number", "integer", "date", "text"]
    optional: bool
    values: tuple[DatedValue, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule is written."""

    document: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Route:
    """The measure that fits when `when` holds; routes are tried in order, unknown sends a visit first."""

    when: str
    measure: str
    where: Where


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example. Facts by name; a name given None is unknown, a name left out is presumed or unknown."""

    name: str
    as_of: date
    subject: Mapping[str, object]
    household: Mapping[str, object] | None
    members: tuple[Mapping[str, object], ...] | None
    village: Mapping[str, object] | None
    roster_complete: bool
    parameters: Mapping[str, ParameterValue]
    expect: str
    where: Where


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rule of the standard."""

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


@dataclass(frozen=True, slots=True)
class FindingRule:
    """What verdicts mean for a status. `alternatives` are tried one by one; rows are the union.

    `kind` (the id unless the file says otherwise) is what is counted and shown: several rules may find the same kind.
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
    subject: Literal["household", "unlisted_member"]
    unknown_because: Literal["conflict", "missing"] | None
    department: str | None
    deadline_days: int | None
    routes: tuple[Route, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """Households that come first in every list; `when` is an expression on the household."""

    id: str
    label: Label
    when: str
    where: Where


@dataclass(frozen=True, slots=True)
class Pack:
    """A standard, complete with the packs it extends (already merged, this pack's entries last)."""

    id: str
    version: str
    label: Label
    in_force: tuple[date, date | None]
    extends: tuple[str, ...]
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
    folders: tuple[Path, ...]
    sha256: str
    notes: tuple[Label, ...] = field(default=())

    def named(self, name: str) -> tuple[Indicator, ...]:
        """Indicators that a name in any_unmet(...) means: the indicator of that id, else all of that guarantee."""
        if name in self.indicators:
            return (self.indicators[name],)
        return tuple(i for i in self.indicators.values() if i.guarantee == name)
