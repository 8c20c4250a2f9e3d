"""The hash of a table's content: the same on every machine, for every number of threads and for every version of DuckDB.

Definition. A table is hashed column by column over its rows in order. Of each column three byte streams are hashed with SHA-256: one
byte a row, 1 where there is a value; then the values, with zero (or no bytes) where there is none: integers, dates (days since
1970-01-01) and Booleans (one byte) little-endian in the width of their type, floats as IEEE 754 doubles, texts as UTF-8; then,
of texts, each length in bytes as a 64-bit integer. The hash of the table is the SHA-256 over one line a column:
name, TAB, type, TAB and the hexadecimal digests separated by TAB, LF.
"""

from collections.abc import Iterable
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.snapshot.database import Connection

BATCH_ROWS = 65_536
BITS_OF_A_BYTE = 8


class _Column:
    """The running digests of one column; rows may come in batches of any size."""

    def __init__(self, field: pa.Field) -> None:
        self.type = _storable(field.type)
        self.name = field.name
        self.streams = [sha256(), sha256()]
        if pa.types.is_string(self.type):
            self.streams.append(sha256())

    def update(self, values: pa.Array) -> None:
        """Take the next rows."""
        values = values.cast(self.type)
        self.streams[0].update(_bytes(values.is_valid().cast(pa.uint8())))
        if pa.types.is_string(self.type):
            filled = values.fill_null("")
            self.streams[1].update(_text_bytes(filled))
            self.streams[2].update(_bytes(pc.binary_length(filled).cast(pa.int64())))
        else:
            self.streams[1].update(_bytes(_without_null(values)))

    def line(self) -> str:
        """What the column adds to the hash of its table."""
        return "\t".join([self.name, str(self.type), *(s.hexdigest() for s in self.streams)]) + "\n"


def content_hash(connection: Connection, query: str) -> tuple[str, int]:
    """Hash and number of rows of a query's result, which must be ordered."""
    reader: pa.RecordBatchReader = connection.sql(query).to_arrow_reader(BATCH_ROWS)
    columns = [_Column(field) for field in reader.schema]
    rows = 0
    for batch in reader:
        rows += batch.num_rows
        for column, values in zip(columns, batch.columns, strict=True):
            column.update(values)
    return sha256("".join(c.line() for c in columns).encode()).hexdigest(), rows


def combined_hash(parts: Iterable[tuple[str, int, str]]) -> str:
    """Hash over the hashes of several tables: one line each of name, rows and hash, in order of name."""
    lines = (f"{name}\t{rows}\t{digest}\n" for name, rows, digest in sorted(parts))
    return sha256("".join(lines).encode()).hexdigest()


def _storable(kind: pa.DataType) -> pa.DataType:
    """Lists are hashed as their text; every text as plain UTF-8."""
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    return kind


def _without_null(values: pa.Array) -> pa.Array:
    if pa.types.is_boolean(values.type):
        return values.fill_null(False).cast(pa.uint8())  # noqa: FBT003 - the value of an absent Boolean
    if pa.types.is_date(values.type):
        return values.cast(pa.int32()).fill_null(0)
    return values.fill_null(0)


def _bytes(values: pa.Array) -> memoryview:
    """The values of an array of fixed width, without padding or offset."""
    width = values.type.bit_width // BITS_OF_A_BYTE
    buffer = memoryview(values.buffers()[1] or b"")
    return buffer[values.offset * width : (values.offset + len(values)) * width]


def _text_bytes(values: pa.Array) -> memoryview:
    """All texts of an array one after another."""
    offsets = memoryview(values.buffers()[1] or bytes(4)).cast("i")
    data = memoryview(values.buffers()[2] or b"")
    return data[offsets[values.offset] : offsets[values.offset + len(values)]]
