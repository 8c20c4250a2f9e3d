"""Observations back to typed columns: blocks of rows from the database, JSON and sealed identifiers taken apart set-based."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from diguan.domain.registry.bulk import flow, on_postgresql
from diguan.domain.registry.models import Sheet
from diguan.domain.registry.queries.extraction.blocks import BELONGS, KEYS, ROW, identifiers_of, read_blocks, types_of
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.sealed_columns import open_column
from diguan.domain.sealing import seals
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.database import Connection, quoted, text
from diguan.engine.snapshot.model import ROW_BITS
from diguan.engine.verdicts import Subject

SEALED = ("key_id", "sealed")


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the tables of one extraction. `moved`: whether the table `moved` of the connection has something to say."""

    connection: Connection
    catalogue: Catalogue
    extent: Extent
    moved: bool

    def read_sheet(self, subject: Subject, sheet: Sheet, place: int, ids: Sequence[int] | None = None) -> pa.Table:
        """A table of a file; `place`: of its sheet in the inputs, which its rows carry above their number. `ids`: of it these rows only."""
        whole = self._whole(subject, sheet, place) if ids is None else None
        if whole is not None:
            return whole
        low, high = sheet.pk << ROW_BITS, (sheet.pk + 1) << ROW_BITS
        rows = f"{place << ROW_BITS} + (id::BIGINT - {low})"
        where = f"o.id >= {low} AND o.id < {high}"
        if ids is not None:
            where = f"o.id IN ({', '.join(map(str, ids))})" if ids else ""
        return self._table(subject, sheet.columns, where, rows)

    def _whole(self, subject: Subject, sheet: Sheet, place: int) -> pa.Table | None:
        """A table by its blocks, where it has any."""
        types = types_of(self.catalogue, subject, sheet.columns)
        found = read_blocks(sheet.pk, sheet.rows, types)
        if found is None:
            return None
        self.connection.register("block", found)
        columns = ", ".join([f"{place << ROW_BITS} + {ROW} AS row_ref", *map(quoted, types)])
        query = f"SELECT {columns} FROM block WHERE {self.extent.condition(BELONGS)}"
        return self.connection.sql(self.renumbered(query)).to_arrow_table()

    def read_records(self, subject: Subject, columns: Sequence[str], sheets: Sequence[int], place: int) -> pa.Table:
        """What was recorded by hand about one kind of subject, one row an act: the first row of each sheet."""
        ids = ", ".join(str((sheet << ROW_BITS) + 1) for sheet in sheets)
        return self._table(subject, columns, f"o.id IN ({ids})", f"{place << ROW_BITS} + (id::BIGINT >> {ROW_BITS})")

    def identifiers(self, subject: Subject, columns: Sequence[str]) -> list[str]:
        """Which columns of a table hold identifiers."""
        return identifiers_of(self.catalogue, subject, columns)

    def _table(self, subject: Subject, columns: Sequence[str], where: str, rows: str) -> pa.Table:
        keys = [name for name in columns if name in KEYS]
        sealed = self.identifiers(subject, columns)
        facts = [name for name in columns if name not in KEYS and name not in sealed]
        shape = _Shape(self._select(subject, keys, sealed, facts), sorted(sealed))
        blocks = self._blocks(keys, facts, shape, where) if where else ()
        parts = [self._typed(block, shape, rows) for block in blocks]
        return pa.concat_tables(parts) if parts else self._typed(self._nothing(keys, facts, shape), shape, rows)

    def _blocks(self, keys: Sequence[str], facts: Sequence[str], shape: "_Shape", where: str) -> Iterator[pa.Table]:
        columns = _stored(keys, facts, shape)
        held = {name: f"o.{name}" for name in columns} | {"key_id": "i.key_id", "sealed": "i.sealed"}
        if on_postgresql():
            held |= {"facts": "o.facts::text", "sealed": "encode(i.sealed, 'hex')"}
        shown = [held[name] for name in columns]
        join = "LEFT JOIN registry_identifiers i ON i.observation_id = o.id" if shape.sealed else ""
        query = f"""SELECT {", ".join(shown)} FROM registry_observation o {join}
            WHERE {where} AND {self.extent.condition("o.region_code")} ORDER BY o.id"""
        for block in flow(query, columns):
            yield _unsealed(block) if shape.sealed else block

    def _nothing(self, keys: Sequence[str], facts: Sequence[str], shape: "_Shape") -> pa.Table:
        names = [n for n in _stored(keys, facts, shape) if n not in SEALED] + (["opened"] if shape.sealed else [])
        return pa.table({name: pa.nulls(0, pa.string()) for name in names})

    def _select(self, subject: Subject, keys: Sequence[str], sealed: Sequence[str], facts: Sequence[str]) -> str:
        """Columns of the fact table from those of a block."""
        parts = [_cast(KEYS[name], "DATE" if name == "data_on" else "VARCHAR", name) for name in keys]
        if sealed:
            shape = json.dumps(dict.fromkeys(sealed, "VARCHAR"), ensure_ascii=False)
            parts.append(f"unnest(json_transform(opened, {text(shape)}))")
        if facts:
            fields = self.catalogue.fields(subject)
            types = {name: fields[name].type.column_type if name in fields else "VARCHAR" for name in facts}
            parts.append(f"unnest(json_transform(facts, {text(json.dumps(types, ensure_ascii=False))}))")
        return ", ".join(parts)

    def _typed(self, block: pa.Table, shape: "_Shape", rows: str) -> pa.Table:
        self.connection.register("block", block)
        query = f"SELECT {rows} AS row_ref, {shape.select} FROM block"
        return self.connection.sql(self.renumbered(query)).to_arrow_table()

    def renumbered(self, query: str) -> str:
        """Rows under the numbers that life events gave their subjects."""
        names = self.connection.sql(query).columns
        if not self.moved or "household_id" not in names:
            return query
        whole = "LEFT JOIN moved w ON w.h = t.household_id AND w.p IS NULL"
        if "person_id" not in names:
            return f"SELECT t.* REPLACE (coalesce(w.new_h, t.household_id) AS household_id) FROM ({query}) t {whole}"
        return f"""SELECT t.* REPLACE (coalesce(m.new_h, w.new_h, t.household_id) AS household_id,
            coalesce(m.new_p, t.person_id) AS person_id)
            FROM ({query}) t LEFT JOIN moved m ON m.h = t.household_id AND m.p = t.person_id {whole}"""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a block becomes a fact table: the SELECT over it, and which columns come from sealed identifiers."""

    select: str
    sealed: Sequence[str]


def _stored(keys: Sequence[str], facts: Sequence[str], shape: _Shape) -> list[str]:
    return ["id", *(KEYS[name] for name in keys), *(["facts"] if facts else []), *(SEALED if shape.sealed else ())]


def _cast(column: str, kind: str, name: str) -> str:
    return f"{column}::{kind} AS {quoted(name)}"


def _unsealed(block: pa.Table) -> pa.Table:
    """A block with the opened identifiers in place of the sealed ones."""
    opened = open_column(seals(), *(block[name].combine_chunks() for name in ("id", *SEALED)))
    return block.drop_columns(list(SEALED)).append_column("opened", opened)
