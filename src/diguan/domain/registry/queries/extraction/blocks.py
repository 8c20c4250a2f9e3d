"""Tables of files by the column: made when a file is stored, read back whole without an object of Python a row.

A block holds what the way by the rows gives, in its types and its order, with the row's number within the sheet and the region where it
belongs. Where the catalogue calls for other columns or types than a block has, the rows are read.
"""

import io
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from diguan.domain.registry.models import Block, Sheet
from diguan.domain.sealing import Seals, about, seals
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.snapshot.database import Connection, quoted
from diguan.engine.snapshot.model import ROW_BITS
from diguan.engine.verdicts import Subject

# Columns of a fact table that are keys, and the columns in which the registry keeps them.
KEYS = {
    "household_id": "household_number",
    "person_id": "person_number",
    "facility_id": "facility_number",
    "region_code": "place",
    "data_on": "data_on",
}
ALWAYS_IDENTIFIERS = frozenset({"identity", "name"})
ROW, BELONGS = "row", "belongs"  # beside the columns of the table
ARROW = {
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
}
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
AS_THEY_ARE: Mapping[str, Sequence[str]] = {"BIGINT": WHOLE, "DOUBLE": (*WHOLE, "FLOAT", "DOUBLE")}
COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")


def identifiers_of(catalogue: Catalogue, subject: Subject, columns: Sequence[str]) -> list[str]:
    """Which columns of a table hold identifiers."""
    fields = catalogue.fields(subject)

    def sealed(name: str) -> bool:
        return name in ALWAYS_IDENTIFIERS or (name in fields and fields[name].type is FieldType.IDENTIFIER)

    return [name for name in columns if name not in KEYS and sealed(name)]


def types_of(catalogue: Catalogue, subject: Subject, columns: Sequence[str]) -> dict[str, str]:
    """Columns of an extracted table behind the number of its rows, in their order, with their types: keys, identifiers, facts."""
    fields, sealed = catalogue.fields(subject), identifiers_of(catalogue, subject, columns)
    keys = {name: "DATE" if name == "data_on" else "VARCHAR" for name in columns if name in KEYS}
    facts = [name for name in columns if name not in KEYS and name not in sealed]
    return {
        **keys,
        **dict.fromkeys(sorted(sealed), "VARCHAR"),
        **{name: fields[name].type.column_type if name in fields else "VARCHAR" for name in facts},
    }


def selected(types: Mapping[str, str], found: Mapping[str, str]) -> list[str] | None:
    """The columns from a table t as rows give them back; `found`: their types there. None where rows would change them in another way."""
    if not all(_is_kept(wanted, found[name]) for name, wanted in types.items()):
        return None
    return [f"{_kept(f't.{quoted(name)}', wanted)} AS {quoted(name)}" for name, wanted in types.items()]


def _is_kept(wanted: str, found: str) -> bool:
    return (
        found in AS_THEY_ARE.get(wanted, (wanted,))
        or found == '"NULL"'
        or (wanted == "VARCHAR" and found.startswith("ENUM"))
    )


def _kept(column: str, wanted: str) -> str:
    """As JSON keeps it: without NUL characters, infinities and the sign of zero."""
    if wanted == "VARCHAR":
        return f"replace({column}::VARCHAR, chr(0), '')"
    if wanted == "DOUBLE":
        return f"CASE WHEN isfinite({column}::DOUBLE) THEN {column}::DOUBLE + 0.0::DOUBLE END"
    return f"{column}::{wanted}"


def sealed_blocks(connection: Connection, query: str, sheet: Sheet, rows: int) -> Iterator[Block]:
    """Blocks of so many rows of a query (row, belongs, the columns of the table), unsaved."""
    keys = seals()
    for batch in connection.sql(query).to_arrow_reader(rows):
        first = (sheet.pk << ROW_BITS) + batch.column(0)[0].as_py()
        stream = io.BytesIO()
        with pa.ipc.new_stream(stream, batch.schema, options=COMPRESSED) as writer:
            writer.write_batch(batch)
        sealed = keys.seal(stream.getvalue(), about(first, "b"))
        yield Block(first=first, sheet=sheet, rows=batch.num_rows, key_id=keys.current, sealed=sealed)


def read_blocks(sheet: int, rows: int, types: Mapping[str, str]) -> pa.Table | None:
    """All rows of a sheet by its blocks; None where not all of them are there, in these types. UnableToUnseal: no key, or changed bytes."""
    keys, wanted = (
        seals(),
        [(ROW, pa.int64()), (BELONGS, pa.string()), *((name, ARROW[kind]) for name, kind in types.items())],
    )
    found = Block.objects.filter(sheet=sheet).order_by("first")
    if not rows or sum(found.values_list("rows", flat=True)) != rows:
        return None
    parts = []
    for first, key_id, sealed in found.values_list("first", "key_id", "sealed").iterator(chunk_size=1):
        part = _opened(keys, first, key_id, bytes(sealed))
        if [(field.name, field.type) for field in part.schema] != wanted:
            return None
        parts.append(part)
    return pa.concat_tables(parts)


def _opened(keys: Seals, first: int, key_id: int, sealed: bytes) -> pa.Table:
    return pa.ipc.open_stream(keys.unseal(sealed, key_id, about(first, "b"))).read_all()
