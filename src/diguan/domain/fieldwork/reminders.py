"""When somebody is told of a deadline: working days before and after it, as data with a source each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from diguan.domain.ledger.terms import Deadlines
from diguan.engine.documents import Label, Node, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.access import entries_of, items_of, number_of
from diguan.engine.documents.shapes import Choice, Items, Number, Record, Text

FILE = Path(__file__).resolve().parents[2] / "data" / "deadlines" / "reminders.yaml"
_DAYS = Record(
    {"days": Items(Number()), "status": Choice(("verified", "unverified")), "source": Text()},
    ("days", "status", "source"),
)
SHAPE = Record({"before": _DAYS, "late": _DAYS, "singly": _DAYS}, ("before", "late", "singly"))


class UnableToLoadReminders(UnableToReadDocument):
    """The file of reminders is not right; `problems` names file, line, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A point on the way of a deadline. `rank`: 1 for the first; `days` to go, below zero after it; `up`: steps above the owner."""

    name: str
    rank: int
    days: int
    up: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """Stages in the order in which they pass; `singly`: messages of one item that an account gets on a day."""

    stages: tuple[Stage, ...]
    singly: int

    def passed(self, to_go: int) -> Stage | None:
        """The last stage that a deadline with so many working days to go (below zero: overdue) has come to."""
        return next((stage for stage in reversed(self.stages) if to_go <= stage.days), None)


@cache
def load_reminders(path: Path | None = None) -> Reminders:
    """The stages in a file (None: the project's own). UnableToLoadReminders with every problem found."""
    try:
        root = read_document(path or FILE)
    except UnableToReadDocument as error:
        raise UnableToLoadReminders(error.problems) from error
    problems: list[Problem] = []
    SHAPE.check(root, problems)
    if problems:
        raise UnableToLoadReminders(problems)
    days = {key.raw: tuple(_days(value)) for key, value in entries_of(root)}
    going = [*days["before"], *(-late for late in days["late"])]
    if not going or any(after >= before for before, after in pairwise(going)) or len(days["singly"]) != 1:
        message = Label("天数不是由远到近、由早到晚", "the days do not run from far before to long after")
        raise UnableToLoadReminders(
            [
                Problem.at(
                    root.where, message, Label("例如 before [5, 1], late [1, 6]", "such as before [5, 1], late [1, 6]")
                )
            ]
        )
    return Reminders(_stages(days["before"], days["late"]), days["singly"][0])


def reminders_of(deadlines: Deadlines) -> Reminders:
    """The stages of a standard's own where it has them, the project's where it says nothing."""
    project = load_reminders()
    own = {name: deadlines.terms.on(name, deadlines.day) for name in ("before", "late", "singly")}
    if own["before"] is None and own["late"] is None and own["singly"] is None:
        return project
    before = own["before"].days if own["before"] else tuple(s.days for s in project.stages if s.days >= 0)
    late = own["late"].days if own["late"] else tuple(-s.days for s in project.stages if s.days < 0)
    return Reminders(_stages(before, late), own["singly"].days[0] if own["singly"] else project.singly)


def _stages(before: Sequence[int], late: Sequence[int]) -> tuple[Stage, ...]:
    first = [Stage(f"before_{day}", rank, day, 0) for rank, day in enumerate(before, start=1)]
    then = [Stage(f"late_{day}", len(first) + up + 1, -day, up) for up, day in enumerate(late)]
    return (*first, *then)


def _days(node: Node) -> list[int]:
    listed = next(value for key, value in entries_of(node) if key.raw == "days")
    found = [number_of(item) for item in items_of(listed)]
    return [int(number) for number in found if number is not None]
