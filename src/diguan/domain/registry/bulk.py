"""Rows by the hundred thousand between DuckDB and the database: COPY on PostgreSQL, executemany on SQLite, never one by one through models.

On the way in DuckDB writes the lines of COPY itself; Python hands over blocks of bytes. On the way out each block becomes a table of texts.
"""

import io
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
from django.db import connection as database
from pyarrow import csv

from diguan.engine.catalogue import FieldType
from diguan.engine.snapshot.database import Connection, quoted, text

BATCH = 50_000
BLOCK_BYTES = 1 << 23
# Between values and around them: bytes that JSON, numbers and names never hold, so that COPY has nothing to quote.
DELIMITER, QUOTE = "\x01", "\x02"
PARSING = csv.ParseOptions(delimiter=DELIMITER, quote_char=QUOTE, newlines_in_values=False)


def on_postgresql() -> bool:
    """Whether the registry lies in PostgreSQL, else in SQLite."""
    return database.vendor == "postgresql"


def pour(duck: Connection, query: str, table: str, columns: Sequence[str]) -> int:
    """Insert the rows of a DuckDB query, whose columns are those of `columns` in order, into a table; returns how many."""
    return _copy_in(duck, query, table, columns) if on_postgresql() else _insert(duck, query, table, columns)


def _copy_in(duck: Connection, query: str, table: str, columns: Sequence[str]) -> int:
    values = [_copied(quoted(name), str(kind)) for name, kind in _described(duck, query)]
    lines = f"SELECT concat_ws(chr(9), {', '.join(values)}) || chr(10) AS line FROM ({query})"
    count = 0
    with database.cursor() as cursor, cursor.copy(_copy_statement(table, columns)) as copy:
        for batch in duck.sql(lines).to_arrow_reader(BATCH):
            copy.write(_bytes_of(batch.column(0)))
            count += batch.num_rows
    return count


def _described(duck: Connection, query: str) -> list[tuple[str, object]]:
    relation = duck.sql(query)
    return list(zip(relation.columns, relation.types, strict=True))


def _copied(value: str, kind: str) -> str:
    """A value as COPY reads it; NULL is backslash N."""
    if kind in ("VARCHAR", "JSON"):
        value = f"replace({value}::VARCHAR, chr(92), chr(92) || chr(92))"
        for character, letter in ((9, "t"), (10, "n"), (13, "r")):
            value = f"replace({value}, chr({character}), chr(92) || '{letter}')"
        return f"coalesce({value}, chr(92) || 'N')"
    if kind == "BLOB":
        return f"coalesce(chr(92) || chr(92) || 'x' || hex({value}), chr(92) || 'N')"
    return f"coalesce({value}::VARCHAR, chr(92) || 'N')"


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
    found = duck.execute(f"SELECT {', '.join(values)} FROM ({query})")
    count = 0
    with database.cursor() as cursor:
        while rows := found.fetchmany(BATCH):
            cursor.executemany(_insert_statement(table, columns), rows)
            count += len(rows)
    return count


def _insert_statement(table: str, columns: Sequence[str]) -> str:
    holes = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))}) VALUES ({holes})"


def pour_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[int | str | bytes | None]]) -> None:
    """Insert rows of Python values (numbers, short texts without control characters, bytes, None)."""
    if not rows:
        return
    with database.cursor() as cursor:
        if on_postgresql():
            with cursor.copy(_copy_statement(table, columns)) as copy:
                copy.write("".join("\t".join(map(_written, row)) + "\n" for row in rows))
        else:
            cursor.executemany(_insert_statement(table, columns), rows)


def _written(value: object) -> str:
    if value is None:
        return "\\N"
    return f"\\\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def flow(query: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of a query of the registry's database, block by block, every value a text or null. Bytes are hexadecimal."""
    return _copy_out(query, columns) if on_postgresql() else _fetch(query, columns)


class _Stream(io.RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, blocks: Iterable[memoryview | bytes]) -> None:
        self._blocks = iter(blocks)
        self._kept = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]
        room = len(target)
        parts, size = [self._kept], len(self._kept)
        while size < room and (block := next(self._blocks, None)) is not None:
            parts.append(bytes(block))
            size += len(block)
        whole = b"".join(parts)
        given, self._kept = whole[:room], whole[room:]
        target[: len(given)] = given
        return len(given)


def _copy_out(query: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', NULL '')"
    converting = csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()),
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    reading = csv.ReadOptions(column_names=list(columns), block_size=BLOCK_BYTES)
    with database.cursor() as cursor, cursor.copy(statement) as copy:
        blocks = iter(copy)
        first = next(blocks, None)
        if first is None:
            return
        stream = pa.PythonFile(_Stream(_chained(first, blocks)), mode="r")
        for batch in csv.open_csv(stream, reading, PARSING, converting):
            yield pa.Table.from_batches([batch])


def _chained(first: memoryview | bytes, others: Iterator[memoryview | bytes]) -> Iterator[memoryview | bytes]:
    yield first
    yield from others


def _fetch(query: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    with database.cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(BATCH):
            held = zip(*rows, strict=True)
            yield pa.table(
                {name: pa.array(map(_as_text, values), pa.string()) for name, values in zip(columns, held, strict=True)}
            )


def _as_text(value: object) -> str | None:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return None if value is None else str(value)


def json_of(fields: Iterable[tuple[str, FieldType]], prefix: str = "t.") -> str:
    """An object of the values that there are, as text. A number that is no number is no value; PostgreSQL stores no NUL character."""
    parts = []
    for name, kind in fields:
        column = f"{prefix}{quoted(name)}"
        value = column
        if kind in (FieldType.CODE, FieldType.TEXT, FieldType.IDENTIFIER):
            value = f"replace({column}, chr(0), '')"
        elif kind is FieldType.NUMBER:
            value = f"CASE WHEN isfinite({column}::DOUBLE) THEN {column}::DOUBLE END"
        parts.append(f"{text(chr(34) + name + chr(34) + ':')} || to_json({value})")
    return f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'" if parts else "'{}'"
