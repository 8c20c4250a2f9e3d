"""Plain values that the papers of a round are written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from diguan.engine.documents import Label
from diguan.engine.verdicts import Grade, Subject, Verdict

MET_BY_GRADE = {Grade.SEEN: "met_seen", Grade.ROSTER: "met_roster", Grade.DECLARED: "met_declared"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many subjects have which verdict of one indicator; "met" is split by its evidence grade."""

    met_seen: int = 0
    met_roster: int = 0
    met_declared: int = 0
    unmet: int = 0
    unknown: int = 0
    not_applicable: int = 0

    @classmethod
    def of(cls, counts: Mapping[tuple[int, int], int]) -> "Tally":
        """A tally of (verdict code, grade) -> number of subjects. Met without any fact (a rule of constants) counts as seen."""
        sums = dict.fromkeys(cls.__slots__, 0)
        for (code, grade), number in counts.items():
            sums[tally_name(code, grade)] += number
        return cls(**sums)

    @property
    def met(self) -> int:
        """Met, whatever the grade."""
        return self.met_seen + self.met_roster + self.met_declared

    @property
    def total(self) -> int:
        """All subjects that the indicator speaks of."""
        return self.met + self.unmet + self.unknown + self.not_applicable

    def parts(self) -> dict[str, int]:
        """The six numbers by name, in the order in which they are shown."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            *(mine + theirs for mine, theirs in zip(self.parts().values(), other.parts().values(), strict=True))
        )


def tally_name(code: int, grade: int) -> str:
    """Name of the part of a tally that a verdict belongs to."""
    if code == Verdict.MET:
        return MET_BY_GRADE.get(Grade(grade), "met_seen")
    return Verdict(code).name.lower()


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """One indicator over the whole round: verdicts of its own subjects, and of households where these have a column of it."""

    id: str
    label: Label
    guarantee: str
    subject: Subject
    own: Tally
    households: Tally | None
    findings: int
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind of finding: rows, and the distinct households they are about."""

    kind: str
    label: Label
    findings: int
    households: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """Findings of one kind about one indicator of villages or facilities: rows, distinct places, the first deadline."""

    kind: Label
    indicator: Label
    department: Label | None
    findings: int
    places: int
    first_deadline: date | None


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area (a township; where codes have no such level, each region code): households and what was found there."""

    code: str
    path: tuple[str, ...]
    households: int
    households_with_findings: int
    findings: int
    kinds: Mapping[str, int]
    indicators: Mapping[str, Tally]
    findings_by_indicator: Mapping[str, int]

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path[-1] if self.path else self.code


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One focus group."""

    id: str
    label: Label
    households: int | None
    households_with_findings: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One input file."""

    label: str
    role: Label
    grade: Grade
    data_on: date | None
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """One value of the standard that the round used. `confirmed`: the operator answered for it, `source` says by what."""

    name: str
    label: Label
    value: Label
    since: date | None
    status: Label
    source: str
    confirmed: bool


CoverageGroup = Literal["standard", "missing", "presumed", "notes"]
COVERAGE_GROUPS: tuple[CoverageGroup, ...] = get_args(CoverageGroup)


@dataclass(frozen=True, slots=True)
class CoverageNote:
    """One line of coverage: a word of the standard about itself, a fact missing, presumed or computed, or a note about the data."""

    group: CoverageGroup
    text: Label


@dataclass(frozen=True, slots=True)
class ContradictionLine:
    """A value with a different one of another source. `decided`: the first was used, by precedence; otherwise neither was."""

    subject: Subject
    household: str
    person: str
    field: Label
    value: str
    source: str
    other_value: str
    other_source: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on every paper: what it is, for whom, what of it is masked, and the mark of its round (see `identity`)."""

    pack: Label
    pack_id: str
    pack_version: str
    as_of: date
    region: str
    recipient: str | None
    reveal_reason: str | None
    synthetic: bool
    retrospective: bool
    engine_version: str
    round_mark: str = ""

    @property
    def masked(self) -> bool:
        """Names are masked unless a reason to show them was given."""
        return self.reveal_reason is None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted over one round. `rejected_rows`, `bad_cells`: None of a round made of others, which read no file."""

    subjects: Mapping[Subject, int]
    unlisted_members: int
    households_with_findings: int
    findings: int
    rejected_rows: int | None
    bad_cells: int | None
    incomplete_rosters: int
    statuses: tuple[tuple[Label, int], ...]
    indicators: tuple[IndicatorFigures, ...]
    kinds: tuple[KindFigures, ...]
    groups: tuple[GroupFigures, ...]
    areas: tuple[AreaFigures, ...]
    coverage: tuple[CoverageNote, ...]
    sources: tuple[SourceLine, ...]
    parameters: tuple[ParameterLine, ...]
    contradictions_by_field: tuple[tuple[Label, int], ...]
    hashes: Mapping[str, str]
    places: tuple[PlaceFigures, ...] = ()
    places_alone: bool = False  # the standard finds something about places and nothing about households
    poverty: Mapping[str, float] = field(default_factory=dict)
    unseen: Label | None = None

    def foremost(self, most: int) -> tuple[IndicatorFigures, ...]:
        """The indicators in their order; of more than `most` only those with the most unmet verdicts."""
        if len(self.indicators) <= most:
            return self.indicators
        ranked = sorted(range(len(self.indicators)), key=lambda place: -self.indicators[place].own.unmet)
        return tuple(self.indicators[place] for place in sorted(ranked[:most]))

    def coverage_of(self, group: CoverageGroup) -> tuple[Label, ...]:
        """Texts of one group of coverage lines."""
        return tuple(note.text for note in self.coverage if note.group == group)
