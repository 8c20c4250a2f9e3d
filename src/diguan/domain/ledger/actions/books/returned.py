"""What came back in a workbook: what it asks for, and everything else it says, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from diguan.domain.ledger.choices import Closing
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.locale import texts

Kind = Literal["ready", "submitted", "refused", "unread", "noted", "locked", "note"]


class UnableToUseBook(UnableToAct):
    """A workbook that cannot go out or come in; `key` names the text, below `refusal` in books.yaml."""

    def __init__(self, key: str, field: str = "", **values: object) -> None:
        said = texts("books")
        super().__init__(said.both(f"refusal.{key}", **values), said[f"refusal.{key}_hint"], field)


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of a row or a cell. `number`: of its item, where known; `where`: sheet and cell; `said`: what it holds."""

    kind: Kind
    number: str
    where: str
    said: str
    why: Label

    def plain(self) -> list[str]:
        """As texts alone, to travel through a page."""
        return [self.kind, self.number, self.where, self.said, self.why.zh, self.why.en]

    @classmethod
    def of(cls, plain: list[Any]) -> "Line":
        """From what `plain` gave."""
        kind, number, where, said, zh, en = plain
        return cls(kind, number, where, said, Label(zh, en))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that asks for a closing. `version`: of its item when the workbook left; `files`: numbers of evidence that the row names."""

    item_id: int
    version: int
    closing: Closing
    reason: str
    number: str
    where: str
    files: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As plain values, to travel through a page."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"closing": str(self.closing), "files": list(self.files)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Proposal":
        """From what `plain` gave."""
        return cls(**{**plain, "closing": Closing(plain["closing"]), "files": tuple(plain["files"])})


@dataclass(frozen=True, slots=True)
class Returned:
    """Everything of a workbook that came back."""

    proposals: tuple[Proposal, ...]
    lines: tuple[Line, ...]
