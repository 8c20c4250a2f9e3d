"""Facts of a row that are older than the row: the export says in another column of which day they are (`dated_by` of the catalogue)."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from diguan.exchange.reading.facts import FactColumn, Facts
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.speech import STATUS

DATA_ON = "data_on"


def dated_tables(facts: Facts, keys: pa.Table, layout: Layout) -> Iterator[pa.Table]:
    """A table for each date that dates others: the rows with that date and any fact dated by it, as facts of that day.

    With them stands the status that the row has from that day on. `keys` are the key columns of all rows, `row_ref` included.
    """
    by_date: dict[str, list[FactColumn]] = {}
    for column in facts.columns.values():
        if column.field.dated_by in facts.columns:
            by_date.setdefault(column.field.dated_by, []).append(column)
    for name, columns in by_date.items():
        days = facts.columns[name].array
        rows = pc.and_(days.is_valid(), _any_valid(columns))
        if pc.any(rows).as_py():
            said = {c.field.name: c.array for c in columns} | _status(facts, layout, name)
            yield pa.table({**_columns(keys), name: days, DATA_ON: days, **said}).filter(rows)


def _any_valid(columns: Sequence[FactColumn]) -> pa.Array:
    valid = columns[0].array.is_valid()
    for column in columns[1:]:
        valid = pc.or_(valid, column.array.is_valid())
    return valid


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {name: table[name] for name in table.column_names if name != DATA_ON}


def _status(facts: Facts, layout: Layout, date_field: str) -> dict[str, pa.Array]:
    status = facts.columns.get(STATUS)
    since = sorted({rule.status for rule in layout.status_rules if rule.since == date_field})
    if status is None or not since:
        return {}
    begun = pc.is_in(status.array, pa.array(since, pa.string()))
    return {STATUS: pc.if_else(begun, status.array, pa.scalar(None, pa.string()))}
