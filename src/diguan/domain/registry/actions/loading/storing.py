"""Fact tables into observations: DuckDB makes the JSON and the keys of all rows at once; identifiers go sealed into their own table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from diguan.domain.registry.actions.loading.readings import table_name
from diguan.domain.registry.blinds import Blinds
from diguan.domain.registry.bulk import BATCH, json_of, pour, pour_blocks
from diguan.domain.registry.models import Block, Sheet, Source
from diguan.domain.registry.queries.extraction.blocks import (
    ALWAYS_IDENTIFIERS,
    BELONGS,
    KEYS,
    ROW,
    sealed_blocks,
    selected,
    types_of,
)
from diguan.domain.registry.sealed_columns import seal_column
from diguan.domain.sealing import seals
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.snapshot.database import Connection, quoted, text
from diguan.engine.snapshot.model import ROW_BITS, FactTable, ReadInputs

OBSERVATION = (
    "id",
    "sheet_id",
    "household_number",
    "person_number",
    "facility_number",
    "place",
    "region_code",
    "data_on",
    "facts",
)
SEALED = ("observation_id", "blind", "key_id", "sealed")
BELOW = (1 << ROW_BITS) - 1


@dataclass(frozen=True, slots=True)
class Store:
    """Stores the tables of one load. `blinds`: digests of the identity numbers met, for whoever needs them next."""

    connection: Connection
    catalogue: Catalogue
    region_code: str
    actor: int | None
    at: datetime
    blinds: Blinds = field(default_factory=Blinds)
    _waiting: list[tuple[FactTable, int, Sheet]] = field(default_factory=list)

    def store(self, read: ReadInputs, index: int, source: Source) -> Sheet:
        """One fact table of the inputs; returns its sheet."""
        table = read.tables[index]
        names = [name for name in table.table.column_names if name != "row_ref"]
        place = self._place(read, table)
        sheet = Sheet.objects.create(
            source=source,
            ordinal=index,
            subject=str(table.subject),
            columns=names,
            file=read.sheets[place].file if place is not None else table.source.label,
            name=read.sheets[place].sheet if place is not None else "",
            rows=table.table.num_rows,
            recorded_by=self.actor,
            recorded_at=self.at,
        )
        pour(self.connection, self._observations(table, index, sheet.id), "registry_observation", OBSERVATION)
        self._seal(table, index, sheet.id)
        if not sheet.answers:
            self._waiting.append((table, index, sheet))
        return sheet

    def keep_whole(self) -> None:
        """Keep what was stored by the column as well, for whoever reads all of it."""
        save_blocks(self.blocks())

    def blocks(self) -> Iterator[Block]:
        """What was stored, by the column, unsaved. Asks the database nothing; until the last one came, `connection` belongs to this."""
        for table, index, sheet in self._waiting:
            yield from self._whole(table, index, sheet)

    def _place(self, read: ReadInputs, table: FactTable) -> int | None:
        """Where the sheet of a table stands in the list of sheets."""
        if "row_ref" not in table.table.column_names or not table.table.num_rows:
            return None
        place = table.table["row_ref"][0].as_py() >> ROW_BITS
        return place if place < len(read.sheets) else None

    def _observations(self, table: FactTable, index: int, sheet: int) -> str:
        names = table.table.column_names
        columns = [f"{_row(names, sheet)} AS id", f"{sheet} AS sheet_id"]
        columns += [f"{_stored(key, names)} AS {column}" for key, column in KEYS.items() if key != "data_on"]
        region, homes = self._belongs(names)
        columns.append(f"{region} AS region_code")
        columns.append(("t.data_on" if "data_on" in names else "NULL::DATE") + " AS data_on")
        columns.append(f"{json_of(self._fields(table, sealed=False))} AS facts")
        return f"SELECT {', '.join(columns)} FROM {table_name(index)} t {homes}"

    def _belongs(self, names: Sequence[str]) -> tuple[str, str]:
        """The region where a row t belongs, and the JOIN that tells."""
        homes = "LEFT JOIN homes h ON h.household_id = t.household_id" if "household_id" in names else ""
        own = ["t.region_code"] if "region_code" in names else []
        own += ["h.region_code"] if homes else []
        return f"coalesce({', '.join([*own, text(self.region_code)])})", homes

    def _whole(self, table: FactTable, index: int, sheet: Sheet) -> Iterator[Block]:
        types = types_of(self.catalogue, table.subject, sheet.columns)
        read = self.connection.sql(f"SELECT * FROM {table_name(index)}")
        columns = selected(types, {name: str(kind) for name, kind in zip(read.columns, read.types, strict=True)})
        if columns is None:
            return
        region, homes = self._belongs(table.table.column_names)
        row = f"{_row(table.table.column_names, 0)} AS {ROW}"
        query = f"SELECT {', '.join([row, f'{region} AS {BELONGS}', *columns])} FROM {table_name(index)} t {homes} ORDER BY {ROW}"
        yield from sealed_blocks(self.connection, query, sheet, BATCH)

    def _fields(self, table: FactTable, *, sealed: bool) -> list[tuple[str, FieldType]]:
        known = self.catalogue.fields(table.subject)
        types = {name: known[name].type if name in known else FieldType.TEXT for name in table.table.column_names}
        return [
            (name, kind)
            for name, kind in types.items()
            if name not in KEYS
            and name != "row_ref"
            and sealed == (kind is FieldType.IDENTIFIER or name in ALWAYS_IDENTIFIERS)
        ]

    def _seal(self, table: FactTable, index: int, sheet: int) -> None:
        """Identifiers of the rows that have any."""
        fields = self._fields(table, sealed=True)
        if not fields:
            return
        names = table.table.column_names
        identity = "t.identity" if "identity" in names else "NULL::VARCHAR"
        anything = " OR ".join(f"t.{quoted(name)} IS NOT NULL" for name, _ in fields)
        query = f"""SELECT {_row(names, sheet)} AS id, {identity} AS identity, {json_of(fields)} AS plain
            FROM {table_name(index)} t WHERE {anything}"""
        with self.connection.cursor() as writer:  # the other one is being read
            pour_blocks(writer, self._sealed(query), "registry_identifiers", SEALED)

    def _sealed(self, query: str) -> Iterator[pa.Table]:
        """Blocks of the rows of `registry_identifiers` for rows (id, identity, plain)."""
        keys = seals()
        for batch in self.connection.sql(query).to_arrow_reader(BATCH):
            ids, identities, plain = batch.columns
            blinds = [self.blinds.of(keys, identity) for identity in identities.to_pylist()]
            key_ids = pa.repeat(pa.scalar(keys.current, pa.int16()), len(ids))
            sealed = seal_column(keys, ids.to_pylist(), plain)
            yield pa.table([ids, pa.array(blinds, pa.binary()), key_ids, sealed], names=SEALED)


def save_blocks(blocks: Iterable[Block]) -> None:
    """Put blocks into the database, one by one: each takes megabytes."""
    for block in blocks:
        block.save(force_insert=True)


def _row(names: Sequence[str], sheet: int) -> str:
    """Number of the observation: its sheet above its row."""
    row = f"(t.row_ref & {BELOW})" if "row_ref" in names else "row_number() OVER ()"
    return f"{sheet << ROW_BITS} + {row}"


def _stored(key: str, names: Sequence[str]) -> str:
    return f"t.{key}" if key in names else "NULL::VARCHAR"
