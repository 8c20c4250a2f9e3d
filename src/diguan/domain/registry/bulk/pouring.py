"""Into the database: DuckDB writes the lines of COPY itself, Python hands over blocks of bytes, and the next block is made meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa
from django.db import connection as database

from diguan.domain.registry.bulk.ahead import ahead
from diguan.domain.registry.bulk.values import copied, on_postgresql
from diguan.engine.snapshot.database import Connection, quoted

BATCH = 50_000


def pour(duck: Connection, query: str, table: str, columns: Sequence[str]) -> int:
    """Insert the rows of a DuckDB query, whose columns are those of `columns` in order, into a table; returns how many."""
    return _copy_in(duck, query, table, columns) if on_postgresql() else _insert(duck, query, table, columns)


def pour_blocks(duck: Connection, blocks: Iterable[pa.Table], table: str, columns: Sequence[str]) -> int:
    """Insert blocks of rows of one shape in a single statement: what the database checks by the statement, it checks once.

    `duck` is used by this alone until the last block came.
    """
    if not on_postgresql():
        return sum(_insert(duck, _registered(duck, block), table, columns) for block in ahead(iter(blocks)))
    lines = (_lines(duck, _registered(duck, block)) for block in blocks)
    return _write(chain.from_iterable(lines), table, columns)


def _registered(duck: Connection, block: pa.Table) -> str:
    duck.register("block", block)
    return "SELECT * FROM block"


def _copy_in(duck: Connection, query: str, table: str, columns: Sequence[str]) -> int:
    return _write(_lines(duck, query), table, columns)


def _lines(duck: Connection, query: str) -> Iterator[pa.RecordBatch]:
    """The rows of a query as lines of COPY."""
    values = [copied(quoted(name), str(kind)) for name, kind in _described(duck, query)]
    lines = f"SELECT concat_ws(chr(9), {', '.join(values)}) || chr(10) AS line FROM ({query})"
    return iter(duck.sql(lines).to_arrow_reader(BATCH))


def _write(lines: Iterator[pa.RecordBatch], table: str, columns: Sequence[str]) -> int:
    count = 0
    with database.cursor() as cursor, cursor.copy(_copy_statement(table, columns)) as copy:
        for batch in ahead(lines):
            copy.write(_bytes_of(batch.column(0)))
            count += batch.num_rows
    return count


def _described(duck: Connection, query: str) -> list[tuple[str, object]]:
    relation = duck.sql(query)
    return list(zip(relation.columns, relation.types, strict=True))


def _bytes_of(lines: pa.Array) -> memoryview:
    """The texts of an array one behind the other, as they lie in memory."""
    offsets = pa.Array.from_buffers(pa.int32(), len(lines) + 1, [None, lines.buffers()[1]], offset=lines.offset)
    first, last = offsets[0].as_py(), offsets[len(lines)].as_py()
    return memoryview(lines.buffers()[2])[first:last]


def _copy_statement(table: str, columns: Sequence[str]) -> str:
    return f"COPY {quoted(table)} ({', '.join(map(quoted, columns))}) FROM STDIN"


def _insert(duck: Connection, query: str, table: str, columns: Sequence[str]) -> int:
    values = [
        f"{quoted(name)}::VARCHAR" if str(kind) in ("DATE", "JSON") else quoted(name)
        for name, kind in _described(duck, query)
    ]
    count = 0
    with database.cursor() as cursor:
        for rows in _fetched(duck, f"SELECT {', '.join(values)} FROM ({query})"):
            cursor.executemany(_insert_statement(table, columns), rows)
            count += len(rows)
    return count


def _fetched(duck: Connection, query: str) -> Iterator[list[tuple[Any, ...]]]:
    found = duck.execute(query)
    while rows := found.fetchmany(BATCH):
        yield rows


def _insert_statement(table: str, columns: Sequence[str]) -> str:
    holes = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))}) VALUES ({holes})"
