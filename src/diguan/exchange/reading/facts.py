"""The facts of a sheet: every column of a field converted, cells that contradict inside a row found, bad cells listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.snapshot.model import BadCell, CellConflict, CellPlace
from diguan.engine.verdicts import Subject
from diguan.exchange.grids.errors import refuse
from diguan.exchange.reading.cells.codes import CodeConverter
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.cells.numbers import NumberConverter
from diguan.exchange.reading.cells.outcome import Bad, Converter, shown
from diguan.exchange.reading.cells.texts import TextConverter
from diguan.exchange.reading.cells.truths import TruthConverter
from diguan.exchange.reading.headers import HeaderColumn
from diguan.exchange.reading.keys import KeyReader
from diguan.exchange.reading.sheet import Converted, Sheet, convert, mask_of
from diguan.exchange.reading.spelling import fold

ARROW_TYPES = {
    FieldType.CODE: pa.string(),
    FieldType.TEXT: pa.string(),
    FieldType.IDENTIFIER: pa.string(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.DATE: pa.date32(),
}


@dataclass(slots=True)
class FactColumn:
    """The values of one field by row; `closed` are rows where nothing else may fill the field: the cell is damaged or contradicted."""

    field: Field
    array: pa.Array
    closed: pa.Array
    headers: tuple[HeaderColumn, ...] = ()


@dataclass(slots=True)
class Facts:
    """Columns of one subject's fields in one sheet, and what went wrong in them."""

    subject: Subject
    columns: dict[str, FactColumn] = field(default_factory=dict)
    bad_cells: list[BadCell] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads the fields of one sheet, whose rows have been settled by their keys."""

    sheet: Sheet
    keys: KeyReader
    row_refs: Sequence[int]

    @property
    def source_id(self) -> int:
        """The source the sheet belongs to."""
        return self.keys.source_id

    def read(self, subject: Subject, carried: Mapping[str, list[HeaderColumn]]) -> Facts:
        """The facts of one subject; `carried` are the columns of each field."""
        facts = Facts(subject)
        for name, columns in carried.items():
            targets = [t.field for t in columns[0].targets if t.field and t.field.subject is subject and t.name == name]
            facts.columns[name] = self._field(targets[0], columns, facts)
        return facts

    def _field(self, field: Field, columns: Sequence[HeaderColumn], facts: Facts) -> FactColumn:
        kept = self._without_twins(columns)
        found = [self._column(field, column, facts) for column in kept]
        array, closed = found[0].array, found[0].damaged()
        for other, column in zip(found[1:], kept[1:], strict=True):
            closed = pc.or_(closed, other.damaged())
            array, contradicted = self._joined(field, (array, other.array), (kept[0], column), facts)
            closed = pc.or_(closed, contradicted)
        return FactColumn(field, array, closed, tuple(columns))

    def _without_twins(self, columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
        """The columns without those that repeat another, header and cells; one header over different cells is refused."""
        kept = [columns[0]]
        for column in columns[1:]:
            twin = next((k for k in kept if fold(k.header) == fold(column.header)), None)
            if twin is None:
                kept.append(column)
            elif not self._equal(twin, column):
                raise self._duplicate(twin, column)
        return kept

    def _equal(self, one: HeaderColumn, other: HeaderColumn) -> bool:
        rows = list(range(len(self.sheet)))
        return self.sheet.cells(one, rows) == self.sheet.cells(other, rows)

    def _duplicate(self, one: HeaderColumn, other: HeaderColumn) -> Exception:
        grid = self.sheet.grid
        first, second = (grid.place(c.index, max(self.sheet.header.last, 0)) for c in (one, other))
        return refuse(
            grid.file,
            Label(
                f"两列的表头都是“{one.header}”，内容不同（{first}、{second}）",
                f"two columns are headed '{one.header}' and differ ({first}, {second})",
            ),
            Label("每个表头只出现一次", "every header once"),
            Label("请改名或删去其中一列", "rename or delete one of them"),
            sheet=grid.sheet,
            cell=second,
        )

    def _column(self, field: Field, column: HeaderColumn, facts: Facts) -> Converted:
        converter = self._converter(field, column)
        typed = self.sheet.plain(column)
        if typed is not None and isinstance(converter, NumberConverter) and is_number(typed.type) and converter.plain:
            found = numbers_as_they_are(typed, converter, ARROW_TYPES[field.type])
        else:
            found = convert(self.sheet.column(column), converter, ARROW_TYPES[field.type])
        facts.bad_cells += self.bad_cells(facts.subject, field.name, column, found.bad)
        return found

    def _converter(self, field: Field, column: HeaderColumn) -> Converter:
        words = self.keys.layout.words
        if field.type in (FieldType.INTEGER, FieldType.NUMBER):
            return NumberConverter(field, words, column.scale)
        if field.type is FieldType.DATE:
            years = any(label in fold(column.header) for label in words.year_labels)
            return DateConverter(words, self.keys.latest_year, years=years, epoch_1904=self.sheet.grid.epoch_1904)
        if field.type is FieldType.BOOLEAN:
            return TruthConverter(field, column.header, words)
        if field.type is FieldType.CODE:
            return CodeConverter(field, words)
        if field.type is FieldType.IDENTIFIER and field.name.endswith("identity"):
            return self.keys.identity_converter()
        return TextConverter(words)

    def bad_cells(self, subject: Subject, name: str, column: HeaderColumn, bad: Mapping[int, Bad]) -> list[BadCell]:
        """The list of bad cells of a column."""
        rows = sorted(bad)
        grid = self.sheet.grid
        return [
            BadCell(
                source_id=self.source_id,
                row_ref=self.row_refs[row],
                subject=subject,
                field=name,
                place=CellPlace(grid.file, grid.sheet, self.sheet.place(column, row)),
                value=shown(cell),
                reason=bad[row].reason,
                expected=bad[row].expected,
            )
            for row, cell in zip(rows, self.sheet.cells(column, rows), strict=True)
        ]

    def _joined(
        self, field: Field, arrays: tuple[pa.Array, pa.Array], columns: tuple[HeaderColumn, HeaderColumn], facts: Facts
    ) -> tuple[pa.Array, pa.Array]:
        """Two columns of one field as one: an empty cell takes the other's value, two different values are a conflict."""
        one, other = arrays
        contradicted = pc.not_equal(one, other).fill_null(fill_value=False)
        headers = [column.header for column in columns]
        for row in pc.indices_nonzero(contradicted).to_pylist():
            detail = contradiction((headers[0], one[row].as_py()), (headers[1], other[row].as_py()))
            facts.conflicts.append(CellConflict(self.source_id, self.row_refs[row], facts.subject, field.name, detail))
        return nulled(pc.coalesce(one, other), contradicted), contradicted


def contradiction(one: tuple[str, object], other: tuple[str, object]) -> Label:
    """The words for two cells of a row that contradict each other."""
    (a, x), (b, y) = one, other
    return Label(
        f"“{a}”为 {spoken(x)}，“{b}”为 {spoken(y)}，互相矛盾",
        f"'{a}' is {spoken(x)} and '{b}' is {spoken(y)}: they contradict each other",
    )


def spoken(value: object) -> str:
    """A value in words of a cell."""
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def nulled(array: pa.Array, mask: pa.Array) -> pa.Array:
    """The array with null in the rows of a mask."""
    return pc.if_else(mask, pa.scalar(None, array.type), array)


def is_number(kind: pa.DataType) -> bool:
    """Whether a typed column holds numbers."""
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind))


def numbers_as_they_are(values: pa.Array, converter: NumberConverter, kind: pa.DataType) -> Converted:
    """Typed numbers, taken over in one go; only those that are no finite number of the range are looked at. NaN is unknown."""
    if pa.types.is_floating(values.type):
        values = nulled(values, pc.is_nan(values).fill_null(fill_value=False))
    low, high = converter.bounds
    sizes = values.cast(pa.float64(), safe=False)  # whole numbers beyond the exact ones stay beyond them when rounded
    fits = pc.and_(pc.greater_equal(sizes, low), pc.less_equal(sizes, high))
    if pa.types.is_floating(values.type):
        fits = pc.and_(fits, pc.is_finite(values))
        if pa.types.is_integer(kind):
            fits = pc.and_(fits, pc.equal(values, pc.round(values)))
    strange = pc.invert(fits).fill_null(fill_value=False)
    rows = pc.indices_nonzero(strange).to_pylist()
    outcomes = {row: converter(values[row].as_py()) for row in rows}
    bad = {row: outcome for row, outcome in outcomes.items() if isinstance(outcome, Bad)}
    return Converted(nulled(values, strange).cast(kind, safe=False), bad)


def closed_rows(columns: Iterable[FactColumn], length: int) -> pa.Array:
    """Rows where any of the columns is closed."""
    closed = mask_of((), length)
    for column in columns:
        closed = pc.or_(closed, column.closed)
    return closed
