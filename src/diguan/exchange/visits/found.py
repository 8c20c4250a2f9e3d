"""The sheets of a filled-in workbook found again, whatever they are called by now, and their columns, wherever they stand by now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Cell, Grid
from diguan.exchange.grids.errors import UnableToReadInput, refuse
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.spelling import fold_header
from diguan.exchange.visits.columns import FORMAT, KEY, SHEETS
from diguan.locale import LANGUAGES, texts

LOOKED_AT = 30  # rows from the top in which headings are looked for
TELLING = {"questions": "answer", "households": "visited"}


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet of questions or of households. `places`: column of the grid by name; `first`: its first row of data (0-based)."""

    kind: str
    grid: Grid
    places: Mapping[str, int]
    first: int
    list_id: str

    def rows(self) -> Iterator["Row"]:
        """The rows of data that hold anything."""
        numbers = range(self.first, self.grid.rows)
        columns = {name: self.grid.columns[place].cells(numbers) for name, place in self.places.items()}
        for index, number in enumerate(numbers):
            cells = {name: found[index] for name, found in columns.items()}
            if any(cell is not None for cell in cells.values()):
                yield Row(self, number, cells)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a found sheet (0-based number) with its cells by name of column."""

    sheet: FoundSheet
    number: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """A cell as text; empty when it is empty or the column is gone."""
        return shown(self.cells.get(name)).strip()

    def place(self, name: str) -> str:
        """A1 notation of a cell; of the row's first cell when the column is gone."""
        return self.sheet.grid.place(self.sheet.places.get(name, 0), self.number)


def find_sheets(file: str, grids: list[Grid]) -> list[FoundSheet]:
    """The sheets of a visit workbook. UnableToReadInput when there is none, or where one lost its key column or its answers."""
    found = [sheet for grid in grids if (sheet := _find(file, grid)) is not None]
    if not found:
        raise _no_list(file)
    ids = [sheet.list_id for sheet in found if sheet.list_id]
    known = ids[0] if ids else ""
    return [FoundSheet(s.kind, s.grid, s.places, s.first, s.list_id or known) for s in found]


def _find(file: str, grid: Grid) -> FoundSheet | None:
    """The sheet by the hidden row of names, else by its headings."""
    head = [[shown(cell) for cell in row] for row in grid.head(LOOKED_AT)]
    for number, row in enumerate(head):
        key = next((cell for cell in row if cell.startswith(FORMAT)), None)
        places = {cell.removeprefix("#"): place for place, cell in enumerate(row) if cell.startswith("#")}
        if key is not None:
            places[KEY] = row.index(key)
            return _sheet(file, grid, places, number + 2, key.removeprefix(FORMAT).strip())
        if _filled_in(places):
            raise _lost(file, grid, number + 1, KEY)
    for number, row in enumerate(head):
        named = [(_headings().get(fold_header(cell)), place) for place, cell in enumerate(row)]
        places = {name: place for name, place in reversed(named) if name is not None}
        if _filled_in(places):
            if KEY not in places:
                raise _lost(file, grid, number, KEY)
            return _sheet(file, grid, places, number + 1, "")
    return None


def _filled_in(places: Mapping[str, int]) -> bool:
    """Whether columns are those of a sheet that people fill in."""
    return "household" in places and not places.keys().isdisjoint((KEY, *TELLING.values()))


def _sheet(file: str, grid: Grid, places: Mapping[str, int], first: int, list_id: str) -> FoundSheet:
    kind = next((kind for kind, column in TELLING.items() if column in places), None)
    if kind is None:
        raise _lost(file, grid, first - 1, TELLING["questions" if "question" in places else "households"])
    return FoundSheet(kind, grid, places, first, list_id)


def _lost(file: str, grid: Grid, row: int, column: str) -> UnableToReadInput:
    """A sheet without the column that says what its rows are about, or what was answered: taking nothing from it would lose answers."""
    heading = texts("visits")[f"column.{column}"]
    return refuse(
        file,
        Label(f"走访表没有“{heading.zh}”列", f"the sheet of the visit list has no column '{heading.en}'"),
        Label(f"“{heading.zh}”列，可在任何位置", f"the column '{heading.en}', wherever it stands"),
        Label(
            "请从发出的工作簿恢复这一列再读",
            "bring the column back from the workbook that was handed out, and read it again",
        ),
        sheet=grid.sheet,
        cell=grid.place(0, row),
    )


@cache
def _headings() -> Mapping[str, str]:
    """Names of columns by their headings in both languages."""
    said = texts("visits")
    names = {column.name for columns in SHEETS.values() for column in columns}
    return {fold_header(said[f"column.{name}"][language]): name for name in sorted(names) for language in LANGUAGES}


def _no_list(file: str) -> UnableToReadInput:
    return refuse(
        file,
        Label("没有走访表的工作表", "no sheet of a visit list"),
        Label("diguan visits 写出、填好的工作簿", "a filled-in workbook that diguan visits has written"),
        Label("请给出带隐藏键列的原工作簿", "give the workbook itself, with its hidden key column"),
    )
