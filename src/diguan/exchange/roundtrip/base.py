"""The ledger that everything is compared with: its rows as they stand, and what is already filled in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from diguan.exchange.figures.identity import RowKey, parse_key
from diguan.exchange.grids import Cell, Grid
from diguan.exchange.ledger.stamp import Stamp
from diguan.exchange.reading.cells.outcome import Bad, shown
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.forms import FormFile, open_form
from diguan.exchange.roundtrip.shapes import KEY, NUMBER, NUMBERS, Shape
from diguan.exchange.roundtrip.values import EntryReader, Value
from diguan.locale import Language, texts

Content = str | int | date | None
FILES = {"ledger": "ledger.xlsx", "corrections": "corrections.xlsx"}


@dataclass(frozen=True)
class Base:
    """A whole ledger by column. `cells`: computed columns as they stand; `entries`: what people filled in; both by name and row."""

    file: str
    path: Path
    stamp: Stamp
    shape: Shape
    keys: list[RowKey | None]
    cells: Mapping[str, list[Content]]
    entries: Mapping[str, list[Value | None]]
    others: list[Grid]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def language(self) -> Language:
        """The language of the ledger."""
        return self.stamp.language

    @property
    def mark(self) -> str:
        """The mark of the round it belongs to."""
        return self.stamp.cover.round_mark

    @cached_property
    def rows_by_key(self) -> dict[RowKey, int]:
        """Row of each key; keys that stand twice are nobody's."""
        counts = Counter(key for key in self.keys if key)
        return {key: row for row, key in enumerate(self.keys) if key and counts[key] == 1}

    @cached_property
    def rows_by_number(self) -> dict[str, int]:
        """Row of each running number, as text."""
        return {str(number): row for row, number in enumerate(self.cells[NUMBER])}

    def text(self, name: str, row: int) -> str:
        """A computed cell as text."""
        value = self.cells[name][row]
        return "" if value is None else str(value)

    def group(self, by: str, row: int) -> tuple[str, ...]:
        """Where a row belongs: (county, township, village), (county, township) or (department,); texts as they stand."""
        names = {"village": ("county", "township", "village"), "township": ("county", "township")}.get(by, (by,))
        return tuple(self.text(name, row) for name in names if name in self.cells)

    def groups(self, by: str) -> Mapping[str, list[int]]:
        """Rows by village, township or department, in the order of the ledger."""
        if by not in self._groups:
            found: dict[str, list[int]] = {}
            for row in range(len(self)):
                found.setdefault(self._group_name(by, row), []).append(row)
            self._groups[by] = found
        return self._groups[by]

    @cached_property
    def _groups(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def _group_name(self, by: str, row: int) -> str:
        """Where a row belongs as one text; the county is left out where there is only one."""
        parts = self.group(by, row)
        if by != "department" and len(self._counties) == 1:
            parts = parts[1:] if len(parts) > 1 and "county" in self.cells else parts
        return (
            " ".join(part for part in parts if part)
            or texts("words")["no_region" if by != "department" else "not_stated"][self.language]
        )

    @cached_property
    def _counties(self) -> set[str]:
        return {str(value) for value in self.cells.get("county", ["?"])}

    def values(self, row: int, changed: Mapping[str, Value | None] | None = None) -> dict[str, Value | None]:
        """What the entry cells of a row hold, with some of them changed."""
        return {name: column[row] for name, column in self.entries.items()} | dict(changed or {})


def open_base(path: Path) -> Base:
    """The ledger in a file, or in the folder of a round. UnableToReadInput, UnableToUseLedger."""
    file = path
    if path.is_dir():
        file = next((path / name for name in FILES.values() if (path / name).is_file()), path / FILES["ledger"])
    return base_of(open_form(file), file)


def base_of(form: FormFile, path: Path) -> Base:
    """A workbook as the ledger to compare with; it must be as Diguan wrote it, but for what is filled in."""
    if form.stamp is None or form.shape is None or not form.stamp.cover.round_mark:
        raise UnableToUseLedger(form.label, "no_ledger")
    missing = [c.name for c in form.shape.columns if c.name not in form.sheets[0].columns and c.name != "sent"]
    if missing:
        names = "、".join(form.shape.headings[name][form.stamp.language] for name in missing)
        raise UnableToUseLedger(form.label, "columns_missing", names=names)
    reader = EntryReader(form.shape, form.stamp.language, form.stamp.cover.as_of, epoch_1904=form.epoch_1904)
    cells: dict[str, list[Content]] = {}
    for column in form.shape.columns:
        if not column.entry and column.name not in (KEY, "sent"):
            cells[column.name] = [_content(column.name, cell) for cell in _whole(form, column.name)]
    entries = {c.name: [_kept(reader.read(c, cell), cell) for cell in _whole(form, c.name)] for c in form.shape.entries}
    keys = [parse_key(shown(cell)) for cell in _whole(form, KEY)]
    filled = [row for row, number in enumerate(cells[NUMBER]) if isinstance(number, int) or keys[row] is not None]
    if len(filled) < len(keys):
        keys = [keys[row] for row in filled]
        cells = {name: [column[row] for row in filled] for name, column in cells.items()}
        entries = {name: [column[row] for row in filled] for name, column in entries.items()}
    return Base(form.label, path, form.stamp, form.shape, keys, cells, entries, form.others)


def _whole(form: FormFile, name: str) -> list[Cell]:
    return [cell for sheet in form.sheets for cell in sheet.column(name)]


def _content(name: str, cell: Cell) -> Content:
    if isinstance(cell, float) and name in NUMBERS and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else shown(cell) or None


def _kept(value: Value | Bad | None, cell: Cell) -> Value | None:
    """What the ledger itself holds stays, readable or not."""
    return shown(cell) if isinstance(value, Bad) else value
