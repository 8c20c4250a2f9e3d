"""Out of the database: each block of what COPY sends becomes a table of texts while the one before is used."""

import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing

import pyarrow as pa
from django.db import connection as database
from django.db.backends.utils import CursorWrapper
from pyarrow import csv

from diguan.domain.registry.bulk.ahead import ahead
from diguan.domain.registry.bulk.pouring import BATCH
from diguan.domain.registry.bulk.values import on_postgresql

BLOCK_BYTES = 1 << 22
# Between values and around them: bytes that JSON, numbers and names never hold, so that COPY has nothing to quote.
DELIMITER, QUOTE = "\x01", "\x02"
PARSING = csv.ParseOptions(delimiter=DELIMITER, quote_char=QUOTE, newlines_in_values=False)


def flow(query: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of a query of the registry's database, block by block, every value a text or null. Bytes are hexadecimal.

    Until the last block came, the connection to the database belongs to this.
    """
    if not on_postgresql():
        yield from _fetch(query, columns)
        return
    # the cursor is opened here: another thread would get another connection
    with database.cursor() as cursor, closing(_copied_out(cursor, query, columns)) as blocks:
        yield from ahead(blocks)


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


def _copied_out(cursor: CursorWrapper, query: str, columns: Sequence[str]) -> Generator[pa.Table]:
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', NULL '')"
    converting = csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()),
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    reading = csv.ReadOptions(column_names=list(columns), block_size=BLOCK_BYTES)
    with cursor.copy(statement) as copy:
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
