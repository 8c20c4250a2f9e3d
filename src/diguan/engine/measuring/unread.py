"""What the inputs hold and no figure rests on: rows and cells that could not be read, households told twice."""

from collections.abc import Iterator
from itertools import chain, islice

import pyarrow as pa

from diguan.engine.catalogue import Catalogue
from diguan.engine.measuring.model import Flaw, Unread
from diguan.engine.snapshot.model import BadCell, FactTable, ReadInputs, RejectedRow
from diguan.engine.verdicts import Subject

SHOWN = 5
TABLES = "tables"  # the kind of source of plain tables, where a household has one row a day
KEY, DAY = "household_id", "data_on"
PLACE = "village"  # the one key that is no number or name of anybody


def unread_of(inputs: ReadInputs, catalogue: Catalogue) -> Unread:
    """Counts over everything that was read, and the first flaws; values of identifiers are not repeated."""
    rows = (_of_row(row) for row in inputs.rejected)
    cells = (_of_cell(cell, catalogue) for cell in inputs.bad_cells)
    return Unread(
        rejected=len(inputs.rejected),
        bad_cells=len(inputs.bad_cells),
        conflicts=len(inputs.conflicts),
        repeated=sum(_repeated(table) for table in _plain(inputs)),
        columns=tuple(dict.fromkeys(chain.from_iterable(inputs.unknown_headers.values()))),
        first=tuple(islice(chain(rows, cells), SHOWN)),
    )


def _plain(inputs: ReadInputs) -> Iterator[FactTable]:
    for table in inputs.tables:
        if table.subject is Subject.HOUSEHOLD and table.source.kind == TABLES and not table.by_hand:
            yield table


def _repeated(facts: FactTable) -> int:
    """Rows beyond the first of a household and day."""
    keys = [name for name in (KEY, DAY) if name in facts.table.column_names]
    distinct: pa.Table = facts.table.select(keys).group_by(keys).aggregate([])
    return int(facts.table.num_rows - distinct.num_rows)


def _of_row(row: RejectedRow) -> Flaw:
    place = row.place
    return Flaw(
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        field=row.key,
        value=row.value if row.key == PLACE else "",
        zh=f"{row.reason.zh}；应为：{row.expected.zh}",
        en=f"{row.reason.en}; expected: {row.expected.en}",
    )


def _of_cell(cell: BadCell, catalogue: Catalogue) -> Flaw:
    place, field = cell.place, catalogue.fields(cell.subject).get(cell.field)
    hidden = field is None or field.sensitivity == "identifier"
    return Flaw(
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        field=cell.field,
        value="" if hidden else cell.value,
        zh=f"{cell.reason.zh}；应为：{cell.expected.zh}",
        en=f"{cell.reason.en}; expected: {cell.expected.en}",
    )
