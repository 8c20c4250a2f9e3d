"""What was found in the workbooks that came back."""

from dataclasses import dataclass, field

from diguan.engine.documents import Label
from diguan.exchange.roundtrip.values import Value


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something stood, and who filled in the workbook."""

    file: str
    sheet: str
    cell: str
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell that somebody filled in, changed, or emptied (`value` None). `row` of the ledger; `sent`: what it held when it went out."""

    row: int
    column: str
    value: Value | None
    sent: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Locked:
    """A computed cell that is not as the ledger has it; it is told and never taken."""

    row: int
    column: str
    base: str
    found: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Rejected:
    """A filled-in cell that cannot be taken. `row`: of the ledger when it is known; `number`: the row it probably belongs to."""

    spot: Spot
    row: int | None
    number: str
    about: tuple[str, ...]
    column: str
    value: str
    reason: Label
    expected: Label


@dataclass(slots=True)
class FileReport:
    """One workbook: how many rows came back in it, what of it was used. `refused`: why nothing of it was."""

    label: str
    sha256: str
    by: str = ""
    rows: int = 0
    answers: int = 0
    locked: int = 0
    rejected: int = 0
    refused: Label | None = None
    notes: list[Label] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Collected:
    """Everything from all workbooks, in order of file, sheet and row."""

    answers: list[Answer] = field(default_factory=list)
    locked: list[Locked] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)

    def counts(self) -> tuple[int, int, int]:
        """How many answers, locked cells and rejected cells there are so far."""
        return len(self.answers), len(self.locked), len(self.rejected)
