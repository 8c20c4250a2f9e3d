"""What comes back from visits, before it is judged: one answer a fact, and why an answer cannot be taken."""

from dataclasses import dataclass
from datetime import date

from diguan.engine.catalogue import Label
from diguan.engine.expressions.tree import Value
from diguan.engine.snapshot.model import CellPlace
from diguan.engine.verdicts import Grade, Subject

Key = tuple[Subject, str, str | None, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `seen`: on paper or on the spot, else only said; `list_id`: of the visit list that asked.

    `sha256`: of the workbook that `place` lies in.
    """

    subject: Subject
    household_id: str
    person_id: str | None
    field: str
    value: Value
    seen: bool
    visited_on: date
    visitor: str
    list_id: str
    place: CellPlace
    sha256: str

    @property
    def key(self) -> Key:
        """Whose fact it is."""
        return (self.subject, self.household_id, self.person_id, self.field)

    @property
    def grade(self) -> Grade:
        """How well it is evidenced."""
        return Grade.SEEN if self.seen else Grade.DECLARED

    @property
    def content(self) -> tuple[Key, Value, bool, date, str, str]:
        """What makes two answers one: everything but the cell they stand in."""
        return (self.key, self.value, self.seen, self.visited_on, self.visitor, self.list_id)


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell of a filled-in workbook that cannot be taken: where, what stands there, why, and what was expected."""

    place: CellPlace
    household_id: str
    person_id: str
    asked: Label
    value: str
    reason: Label
    expected: Label
