"""Fact tables written as rows of words: what reading would have handed over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from diguan.engine.catalogue import Catalogue, FieldType, load_catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import open_connection, run
from diguan.engine.snapshot.model import (
    BadCell,
    CellConflict,
    CellPlace,
    FactTable,
    ReadInputs,
    RejectedRow,
    Source,
)
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

AS_OF = date(2019, 6, 30)
KEY_TYPES = {"row_ref": pa.int64(), "data_on": pa.date32()}
FIELD_TYPES = {
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.DATE: pa.date32(),
}
Row = Mapping[str, Any]


def source(source_id: int, kind: str = "export", data_on: date | None = None) -> Source:
    return Source(source_id, kind, f"{kind.replace(':', '-')}-{source_id}.xlsx", f"{source_id:064x}", data_on)


def facts(subject: Subject, origin: Source, rows: Sequence[Row], catalogue: Catalogue | None = None) -> FactTable:
    """A table with the columns that any row has; a row without `row_ref` gets its place in the list."""
    known = (catalogue or load_catalogue()).fields(subject)
    names = dict.fromkeys(name for row in rows for name in row)
    numbered = [{"row_ref": (origin.source_id << 32) + n, **row} for n, row in enumerate(rows)]
    fields = [pa.field("row_ref", pa.int64())]
    for name in names:
        if name != "row_ref":
            kind = FIELD_TYPES.get(known[name].type, pa.string()) if name in known else KEY_TYPES.get(name, pa.string())
            fields.append(pa.field(name, kind))
    return FactTable(subject, origin, pa.Table.from_pylist(numbered, schema=pa.schema(fields)))


def export(origin: Source, rows: Sequence[Row], household: Sequence[str] = ()) -> list[FactTable]:
    """Person rows as an export has them: household columns repeat on every row and become a table of their own."""
    persons = [{k: v for k, v in row.items() if k not in household} for row in rows]
    keys = ("household_id", "region_code", "data_on", *household)
    homes = [{k: row[k] for k in keys if k in row} for row in rows]
    return [facts(Subject.PERSON, origin, persons), facts(Subject.HOUSEHOLD, origin, homes)]


def inputs(*tables: FactTable | Sequence[FactTable]) -> ReadInputs:
    flat: list[FactTable] = []
    for table in tables:
        flat.extend([table] if isinstance(table, FactTable) else table)
    return ReadInputs(tables=flat)


def bad_cell(origin: Source, row: int, subject: Subject, field: str, value: str = "??") -> BadCell:
    place = CellPlace(origin.label, "Sheet1", f"C{row + 2}")
    reason = Label("无法读取", "cannot be read")
    return BadCell(origin.source_id, (origin.source_id << 32) + row, subject, field, place, value, reason, reason)


def split_cell(origin: Source, row: int, subject: Subject, field: str) -> CellConflict:
    detail = Label("两栏矛盾", "two columns contradict")
    return CellConflict(origin.source_id, (origin.source_id << 32) + row, subject, field, detail)


def rejected(origin: Source, household_id: str | None) -> RejectedRow:
    place, reason = CellPlace(origin.label, "Sheet1", "A2"), Label("无法读取", "cannot be read")
    return RejectedRow(origin.source_id, place, "person_id", "?", reason, reason, household_id, {})


def taken(
    read: ReadInputs,
    fields: str,
    *,
    catalogue: Catalogue | None = None,
    as_of: date = AS_OF,
    date_fields: tuple[str, ...] = (),
    retrospective: bool = False,
    region: str | None = None,
    threads: int | None = None,
) -> Snapshot:
    """The snapshot of the facts named "household.x person.y"."""
    wanted = frozenset((Subject(s), n) for s, n in (f.split(".") for f in fields.split()))
    question = Question(as_of, wanted, wanted, date_fields, retrospective, region)
    return assemble(read, catalogue or load_catalogue(), question, open_connection(threads))


def rows(snapshot: Snapshot, relation: str, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of a relation in its order."""
    chosen = ", ".join(f'"{c}"' for c in columns)
    return run(snapshot.connection, f'SELECT {chosen} FROM "{relation}"')


def states(snapshot: Snapshot, prefix: str = "") -> list[tuple[Any, ...]]:
    """Subject, field, state and what was said, of every value that is not simply known."""
    return run(snapshot.connection, f'SELECT subject_id, field, state, said FROM "{prefix}cell_states" ORDER BY ALL')
