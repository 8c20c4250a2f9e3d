"""What reading hands over to the snapshot: typed tables of facts with their sources, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pyarrow as pa

from diguan.engine.catalogue import Label
from diguan.engine.verdicts import Grade, Subject

VISIT, DECLARED_VISIT = "visit", "visit:declared"  # seen at a visit, or only said there
SOURCE_GRADES = {
    "export": Grade.DECLARED,
    "tables": Grade.DECLARED,
    "residents": Grade.ROSTER,
    VISIT: Grade.SEEN,
    DECLARED_VISIT: Grade.DECLARED,
}


def grade_of_kind(kind: str) -> Grade:
    """Evidence grade of a kind of source; every `roster:<name>` is a department's list."""
    return Grade.ROSTER if kind.startswith("roster:") else SOURCE_GRADES[kind]


@dataclass(frozen=True, slots=True)
class Source:
    """One input file in one role. `source_id` 1..254 in order of input; `data_on` None: see the tables' own `data_on` column.

    `known_by`: of a file that names no day, the day by which it was there; nothing in it is newer, and it counts as of that day.
    """

    source_id: int
    kind: str
    label: str
    sha256: str
    data_on: date | None
    synthetic: bool = False
    known_by: date | None = None

    def day(self, as_of: date) -> date:
        """The day by which facts count whose row has none of its own, judged as of a day."""
        return self.data_on or self.known_by or as_of

    @property
    def grade(self) -> Grade:
        """Grade of every fact this source gives."""
        return grade_of_kind(self.kind)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a value stood: file name, sheet, cell in A1 notation (sheet and cell empty for Parquet)."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that could not be read: its fact is unknown, its row stays. `row_ref` joins it to the row of a FactTable."""

    source_id: int
    row_ref: int
    subject: Subject
    field: str
    place: CellPlace
    value: str
    reason: Label
    expected: Label


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row whose key is damaged. `household_id` when it could still be read: the household is then roster_incomplete.

    `cells` is the whole row as read (header -> text), so that it can be mended and read again.
    """

    source_id: int
    place: CellPlace
    key: str
    value: str
    reason: Label
    expected: Label
    household_id: str | None
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class CellConflict:
    """Two columns of one row that contradict each other (a grade of a house and a tick): the fact is unknown, its row stays.

    The value is null in the FactTable; `row_ref` leads to the subject. There is one entry for each of the fields.
    """

    source_id: int
    row_ref: int
    subject: Subject
    field: str
    detail: Label


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its letters in A1 notation (empty for Parquet) and its header as written."""

    letters: str
    header: str


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet that rows came from; `sheet` is empty for CSV and Parquet. `columns`: where facts stand, identifiers too."""

    source_id: int
    file: str
    sheet: str
    columns: Mapping[tuple[Subject, str], tuple[SheetColumn, ...]] = field(default_factory=dict)


ROW_BITS = 32


@dataclass(slots=True)
class FactTable:
    """Facts of one source about one kind of subject: key columns, `row_ref` (int64), optional `data_on`, one typed column a field.

    `by_hand`: each row was recorded by itself and says only what it holds. Its empty cells say nothing and replace nothing, and it
    does not tell who the members of a household are. `counts_as`: the kind of source by which its rows count against others where that
    is another than its own: answers of one talk count as the best evidenced of them, and by its day, which is then that of the rows.
    `settles`: its rows are dated states of who the members of a household are, put together from lists and events, and nothing else
    says who they are; a row without a person says that nobody is.
    """

    subject: Subject
    source: Source
    table: pa.Table
    by_hand: bool = False
    counts_as: str = ""
    settles: bool = False


@dataclass(frozen=True, slots=True)
class KinTie:
    """Somebody of one household is a child of somebody of another, from a day until another, where they are known.

    Persons are (household number, person number); `source_id`: of an input, who says so.
    """

    child: tuple[str, str]
    parent: tuple[str, str]
    source_id: int
    since_on: date | None = None
    ended_on: date | None = None


@dataclass(slots=True)
class ReadInputs:
    """Everything that reading found, in the order of the inputs."""

    tables: list[FactTable] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    unknown_headers: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Label] = field(default_factory=list)
    sheets: list[SheetRef] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    kin: list[KinTie] = field(default_factory=list)

    def sheet_of(self, row_ref: int) -> tuple[SheetRef, int]:
        """Sheet and row (from 1) of a `row_ref`, which is the index of the sheet above 32 bits of row number."""
        return self.sheets[row_ref >> ROW_BITS], row_ref & ((1 << ROW_BITS) - 1)

    @property
    def sources(self) -> list[Source]:
        """Distinct sources by id."""
        return [s for _, s in sorted({t.source.source_id: t.source for t in self.tables}.items())]


@dataclass(frozen=True, slots=True)
class CellState:
    """Why a value is unknown although its column is carried: the cell was damaged, or sources of equal rank contradict."""

    subject: Subject
    subject_id: str
    field: str
    state: Literal["damaged", "conflict"]
    detail: Label
