"""Plain values that the papers and tables of a comparison are written from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.comparison.findings import FindingTotals
from diguan.engine.comparison.progress import CAME, CLOSED, MEASURES, WENT
from diguan.engine.comparison.totals import Attendance, Cell
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.model import Cover

__all__ = [
    "CAME",
    "CLOSED",
    "LEVELS",
    "MEASURES",
    "WENT",
    "AreaLine",
    "ComparisonFigures",
    "FindingLine",
    "IndicatorLine",
    "Progress",
    "RoundLine",
    "StandardLine",
    "StepFigures",
]
LEVELS = ("county", "township", "village")


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
class StepFigures:
    """One round against the one before. `areas` by level; `statuses`: from, to, households; `coverage`: what the later round lacks."""

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

    @property
    def whole(self) -> Progress:
        """All indicators together."""
        return Progress.total(each.progress for each in self.indicators)


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """Everything that is counted over a comparison. `health`: indicators whose small numbers a page does not show."""

    cover: Cover
    rounds: tuple[RoundLine, ...]
    steps: tuple[StepFigures, ...]
