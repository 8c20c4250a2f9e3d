"""A workbook that came back, found again by its headings: sheets may be renamed, columns moved, added or doubled, rows in any order."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from diguan.exchange.grids import Cell, Grid, UnableToReadInput, open_grids
from diguan.exchange.ledger.stamp import Stamp, is_stamp, read_stamp
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.spelling import fold, fold_header
from diguan.exchange.reading.visit_books import is_visit_book, no_place_for_visits
from diguan.exchange.roundtrip.shapes import KEY, SHAPES, Shape, shape_of
from diguan.locale import texts

HEADING_WITHIN = 15  # rows from the top that the headings are looked for in
LEAST_HEADINGS = 4
READERS = 2


@dataclass(slots=True)
class FormSheet:
    """One sheet with the table. `columns`: places of each known column in the grid (more than one where it was doubled)."""

    grid: Grid
    first: int
    columns: Mapping[str, Sequence[int]]
    extras: Sequence[tuple[str, int]]
    filled_by: str

    def cells(self, place: int) -> list[Cell]:
        """A column below the headings."""
        return self.grid.columns[place].cells(range(self.first, self.grid.rows))

    def column(self, name: str) -> list[Cell]:
        """A column by name; its first place where it is doubled, nothing where it is missing."""
        places = self.columns.get(name)
        return self.cells(places[0]) if places else [None] * (self.grid.rows - self.first)

    def at(self, place: int, row: int) -> str:
        """A1 of a cell, `row` counted below the headings."""
        return self.grid.place(place, self.first + row)


@dataclass(slots=True)
class FormFile:
    """A workbook. `label`: its name, with its folder where two have one name; `others`: sheets that hold no such table."""

    label: str
    sha256: str
    stamp: Stamp | None
    shape: Shape | None
    sheets: list[FormSheet]
    others: list[Grid]

    @property
    def by(self) -> str:
        """Who filled it in: what is written above the table, otherwise whom it was sent to."""
        named = next((sheet.filled_by for sheet in self.sheets if sheet.filled_by), "")
        return named or (self.stamp.group if self.stamp else "")

    @property
    def epoch_1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        return any(sheet.grid.epoch_1904 for sheet in self.sheets)


def open_forms(paths: Sequence[Path]) -> list[FormFile | UnableToReadInput]:
    """Each workbook, or why it cannot be read, in order of name and content; the same bytes under two names count once."""
    hashes = {path: _hash(path) for path in paths}
    in_order = sorted(paths, key=lambda path: (path.name, hashes[path], str(path)))
    distinct: dict[str, Path] = {}
    for path in in_order:
        distinct.setdefault(hashes[path] or str(path), path)
    ordered = list(distinct.values())
    labels = _labels(ordered)
    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(lambda path: _open(path, labels[path], hashes[path]), ordered))


def open_form(path: Path) -> FormFile:
    """One workbook; UnableToReadInput when it cannot be read."""
    return form_of(open_grids([path])[0], path.name, _hash(path))


def _open(path: Path, label: str, sha256: str) -> FormFile | UnableToReadInput:
    try:
        return form_of(open_grids([path])[0], label, sha256)
    except UnableToReadInput as refusal:
        return refusal


def _hash(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _labels(paths: Sequence[Path]) -> dict[Path, str]:
    names = [path.name for path in paths]
    return {path: path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in paths}


def form_of(grids: Sequence[Grid], label: str, sha256: str) -> FormFile:
    """The tables among the sheets of a workbook. UnableToReadInput when it is one of visits, which some headings of a ledger fit."""
    if is_visit_book(grids):
        raise no_place_for_visits(label, texts("roundtrip")["file.expected"])
    stamp = read_stamp(grids)
    known = shape_of(stamp.shape) if stamp else None
    shapes = [known] if known else [shape for name in SHAPES if (shape := shape_of(name)) and not stamp]
    for shape in shapes:
        found = {number: sheet for number, grid in enumerate(grids) if (sheet := find_table(grid, shape))}
        if found:
            others = [grid for number, grid in enumerate(grids) if number not in found and not is_stamp(grid)]
            return FormFile(label, sha256, stamp, shape, list(found.values()), others)
    return FormFile(label, sha256, stamp, None, [], [grid for grid in grids if not is_stamp(grid)])


def find_table(grid: Grid, shape: Shape) -> FormSheet | None:
    """The table on a sheet: the first row with most of the headings in either language, the key or an entry column among them."""
    if grid.names is not None:
        return None
    spellings = {fold_header(label[x]): name for name, label in shape.headings.items() for x in ("zh", "en")}
    head = grid.head(HEADING_WITHIN)
    best: tuple[int, int, dict[str, list[int]]] = (LEAST_HEADINGS - 1, -1, {})
    for number, row in enumerate(head):
        columns: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            if name := spellings.get(fold_header(shown(cell))):
                columns.setdefault(name, []).append(place)
        if len(columns) > best[0]:
            best = (len(columns), number, columns)
    _, at, columns = best
    if at < 0 or not ({KEY, *(column.name for column in shape.entries)} & columns.keys()):
        return None
    known = {place for places in columns.values() for place in places}
    extras = [(shown(cell), place) for place, cell in enumerate(head[at]) if place not in known]
    return FormSheet(grid, at + 1, columns, _filled(grid, extras, at + 1), _filled_by(head[:at]))


def _filled(grid: Grid, extras: Sequence[tuple[str, int]], first: int) -> list[tuple[str, int]]:
    """Unknown columns that hold anything below the headings."""
    count = grid.rows - first
    return [
        (name, place) for name, place in extras if grid.columns[place].sliced(first).filled().true_count > 0 and count
    ]


def _filled_by(rows: Sequence[Sequence[Cell]]) -> str:
    """The name behind 填写人, in the same cell or in the next one that holds anything."""
    label = texts("roundtrip")["filled_by"]
    words = [fold(label[x]).rstrip(":") for x in ("zh", "en")]
    for row in rows:
        filled = [shown(cell).strip() for cell in row if cell is not None]
        for place, text in enumerate(filled):
            word = next((w for w in words if fold(text).startswith(w)), None)
            if word is None:
                continue
            behind = text.replace("：", ":").partition(":")[2].strip()
            return behind or (filled[place + 1] if place + 1 < len(filled) else "")
    return ""
