"""What a paper of rectification is made of: its cover, a row a problem, a row a task. Whoever calls has masked what must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diguan.locale import Language


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above every table. `region`: whose rectification it is; `masked`: whether names are hidden."""

    title: str
    paper: str
    region: str
    recipient: str
    as_of: date
    masked: bool
    synthetic: bool
    language: Language


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task. `stages`: goals with their days, one text each; `progress`: what was reported of them last."""

    measure: str
    lead_unit: str
    unit: str
    responsible: str
    due: date
    stages: Sequence[str]
    progress: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem with its tasks; everything in the words of the paper's language."""

    number: int
    category: str
    problem: str
    root_cause: str
    goal: str
    horizon: str
    closes: str
    unit: str
    leader: str
    due: date
    state: str
    tasks: Sequence[TaskRow]
