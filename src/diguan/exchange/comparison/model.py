"""Plain values that the papers and tables of a comparison are written from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.comparison.findings import FindingTotals
from diguan.engine.comparison.place_findings import PlaceTotals
from diguan.engine.comparison.progress import CAME, CLOSED, MEASURES, WENT
from diguan.engine.comparison.totals import Attendance, Cell
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject, Verdict
from diguan.exchange.figures.model import Cover

__all__ = [
    "CAME",
    "CLOSED",
    "LEVELS",
    "MEASURES",
    "PLACE_MEASURES",
    "WENT",
    "AreaLine",
    "ComparisonFigures",
    "FindingLine",
    "IndicatorLine",
    "PlaceChange",
    "PlaceKindLine",
    "PlaceLines",
    "Progress",
    "RoundLine",
    "StandardLine",
    "StepFigures",
]
LEVELS = ("county", "township", "village")
# a row of totals about places, in the order in which it adds up: what was, where it went, what stayed, what came, what is
PLACE_MEASURES = (
    "before",
    "went",
    "mended",
    "left",
    "outside_before",
    "stayed",
    "came",
    "entered",
    "outside_after",
    "after",
    "places_out",
    "places_in",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of unmet verdicts by measure (see engine.comparison.progress); what is absent is 0."""

    numbers: Mapping[str, int]

    def __getitem__(self, measure: str) -> int:
        return self.numbers.get(measure, 0)

    @property
    def closed_by_facts(self) -> int:
        """Met now because facts changed, whatever their evidence."""
        return self["closed_seen"] + self["closed_roster"] + self["closed_declared"]

    @property
    def closes_nothing(self) -> int:
        """No longer unmet although no fact mended it: another standard or day, not applicable, undecided, gone, not looked at."""
        return sum(self[m] for m in WENT) - self.closed_by_facts

    @property
    def came(self) -> int:
        """Unmet now and not before, less what came back."""
        return sum(self[m] for m in CAME) - self["came_back"]

    @classmethod
    def total(cls, every: "Iterable[Progress]") -> "Progress":
        """The sum of several."""
        sums: dict[str, int] = {}
        for each in every:
            for measure, number in each.numbers.items():
                sums[measure] = sums.get(measure, 0) + number
        return cls(sums)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round as papers name it."""

    name: str
    pack: Label
    pack_id: str
    version: str
    as_of: date
    region: str | None
    masked: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One shared indicator: progress, and how many went from which verdict and grade to which."""

    id: str
    label: Label
    guarantee: str
    subject: Subject
    progress: Progress
    matrix: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One county, township or village with the progress of every indicator that has any."""

    code: str
    path: tuple[str, ...]
    indicators: Mapping[str, Progress]


@dataclass(frozen=True, slots=True)
class StandardLine:
    """How the rule of an indicator differs: parameters by name, before and after; whether its text does."""

    id: str
    label: Label
    parameters: tuple[tuple[Label, Label, Label], ...]
    text_changed: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One kind of finding."""

    kind: str
    label: Label
    totals: FindingTotals


@dataclass(frozen=True, slots=True)
class PlaceKindLine:
    """One kind of finding about villages or facilities, and the same by indicator. `asked_...`: whether that standard looks for it."""

    kind: str
    label: Label
    asked_before: bool
    asked_after: bool
    totals: PlaceTotals
    indicators: tuple[tuple[str, Label, PlaceTotals], ...]


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What became of one finding about one place. `id`: number of a facility, code of a village; `name`: None where nobody told one.

    `path`: names of county, township and village where it is now (a code that is not known stands in its place); `moved_from`: the code
    where it was, if another. Verdicts: where they differ between the rounds, None: not in that round. `because`, `movement`: see
    engine.comparison.place_findings; `why`: the same in words, with the facts. Texts: what either round says.
    """

    subject: Subject
    id: str
    name: str | None
    path: tuple[str, str, str]
    region_code: str | None
    moved_from: str | None
    kind: str
    kind_label: Label
    indicator: str
    indicator_label: Label
    movement: str
    because: tuple[str, ...]
    before: Verdict | None
    after: Verdict | None
    mended: bool
    department: Label | None
    deadline_on: date | None
    why: Label
    before_text: Label | None
    after_text: Label | None


@dataclass(frozen=True, slots=True)
class PlaceLines:
    """Findings about villages and facilities, which stand apart from households. `changes`: those that came and went, one by one.

    `asked_before`, `asked_after`: whether the standard of either round has rules about places at all.
    """

    asked_before: bool
    asked_after: bool
    kinds: tuple[PlaceKindLine, ...]
    changes: tuple[PlaceChange, ...]

    @property
    def asked(self) -> bool:
        """Whether there is anything to say of places."""
        return self.asked_before or self.asked_after


NO_PLACES = PlaceLines(asked_before=False, asked_after=False, kinds=(), changes=())


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One round against the one before. `areas` by level; `statuses`: from, to, households; `coverage`: what the later round lacks.

    `findings`: of households and persons; `places`: of villages and facilities, never added to them.
    """

    before: RoundLine
    after: RoundLine
    indicators: tuple[IndicatorLine, ...]
    areas: Mapping[str, tuple[AreaLine, ...]]
    attendance: Mapping[Subject, Attendance]
    differences: int
    reasons: Mapping[str, int]
    together: int
    unexplained: int
    standards: tuple[StandardLine, ...]
    only_before: tuple[Label, ...]
    only_after: tuple[Label, ...]
    statuses: tuple[tuple[Label, Label, int], ...]
    findings: tuple[FindingLine, ...]
    coverage_before: tuple[Label, ...]
    coverage_after: tuple[Label, ...]
    places: PlaceLines = NO_PLACES

    @property
    def summed(self) -> frozenset[str]:
        """Indicators that totals are of: those of households and persons; of villages and facilities where there are no others."""
        own = frozenset(each.id for each in self.indicators if each.subject in (Subject.HOUSEHOLD, Subject.PERSON))
        return own or frozenset(each.id for each in self.indicators)

    @property
    def apart(self) -> bool:
        """Whether indicators of villages and facilities stand beside others, so that they are in no total."""
        return len(self.summed) < len(self.indicators)

    @property
    def whole(self) -> Progress:
        """The indicators that totals are of, together."""
        return Progress.total(each.progress for each in self.indicators if each.id in self.summed)

    def whole_of(self, area: AreaLine) -> Progress:
        """The same of one county, township or village."""
        return Progress.total(progress for id, progress in area.indicators.items() if id in self.summed)


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """Everything that is counted over a comparison. `health`: indicators whose small numbers a page does not show."""

    cover: Cover
    rounds: tuple[RoundLine, ...]
    steps: tuple[StepFigures, ...]
