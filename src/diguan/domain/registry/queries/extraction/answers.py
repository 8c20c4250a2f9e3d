"""Answers at visits back to fact tables: each counts by its own grade and day, but those of one talk as the best evidenced of them.

As the file path folds them (`engine.visiting.settling`): two people who were sent to find out the same thing and differ contradict each
other, whatever their days and grades.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from diguan.domain.registry.bulk import flow, on_postgresql
from diguan.domain.registry.choices import VISIT_LIST
from diguan.domain.registry.models import Source
from diguan.domain.registry.queries.extraction.tables import TableReader
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.database import Connection, run, text
from diguan.engine.snapshot.model import ROW_BITS, VISIT
from diguan.engine.snapshot.model import Source as EngineSource
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.sourcing import as_one

COLUMNS = ("id", "household_number", "person_number", "place", "data_on", "facts")
Table = tuple[Subject, str, pa.Table]  # about whom, as which kind of source it counts, the rows
Tables = Callable[[int], Iterator[Table]]  # given the place of the sheet that the rows refer to
Told = tuple[int | None, str, date | None]  # source of the registry, kind, day: what is one source of the inputs


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads the answers of some sources, known on a day."""

    reader: TableReader
    sources: Sequence[Source]
    as_of: date

    def found(self, first: int, room: int) -> Iterator[tuple[EngineSource, Tables]]:
        """Sources numbered from `first`, each with its tables: one a workbook, grade and day; without room one for several workbooks."""
        if not self._read():
            return
        connection = self.reader.connection
        for number, told in enumerate(self._told(room), first):
            yield self._origin(number, told), _Tables(connection, self.reader.catalogue, _condition(told)).of

    def _read(self) -> bool:
        """Make answer_parts: a row with the facts that count alike; whether there are any."""
        blocks = [block for low, high in self._runs() for block in flow(self._query(low, high), COLUMNS)]
        if not blocks:
            return False
        connection = self.reader.connection
        connection.register("answer_block", pa.concat_tables(blocks))
        sheets = [(sheet.id, source.id, source.kind) for source in self.sources for sheet in source.tables.all()]
        sheet, source, kind = zip(*sheets, strict=True)
        connection.register(
            "answer_sheets", pa.table({"sheet": list(sheet), "source": list(source), "kind": list(kind)})
        )
        rows = """SELECT id::BIGINT AS id, household_number AS household_id, person_number AS person_id, place AS region_code,
            data_on::DATE AS data_on, facts::JSON AS facts FROM answer_block"""
        run(connection, f"CREATE TEMP TABLE answer_rows AS {self.reader.renumbered(rows)}")
        run(connection, PARTS.format(until=self.as_of.isoformat(), bits=ROW_BITS, list=VISIT_LIST, seen=VISIT))
        return True

    def _runs(self) -> Iterator[tuple[int, int]]:
        """First and last of sheets that follow each other: their rows lie together."""
        ids = sorted(sheet.id for source in self.sources for sheet in source.tables.all())
        begins = [number for number in ids if number - 1 not in ids]
        ends = [number for number in ids if number + 1 not in ids]
        yield from zip(begins, ends, strict=True)

    def _query(self, low: int, high: int) -> str:
        columns = ", ".join(COLUMNS[:-1])
        facts = "facts::text" if on_postgresql() else "facts"
        return f"""SELECT {columns}, {facts} FROM registry_observation WHERE id >= {low << ROW_BITS}
            AND id < {(high + 1) << ROW_BITS} AND {self.reader.extent.condition()} ORDER BY id"""

    def _told(self, room: int) -> list[Told]:
        """The sources in their order, as fine as there is room for."""
        order: dict[int | None, int] = {source.id: place for place, source in enumerate(self.sources)}
        finest = run(self.reader.connection, "SELECT DISTINCT source, kind, data_on FROM answer_parts")
        fine: list[Told] = sorted(finest, key=lambda t: (order[t[0]], t[2]))
        by_day: list[Told] = sorted({(None, kind, day) for _, kind, day in fine}, key=lambda t: (t[2], t[1]))
        by_grade: list[Told] = [(None, kind, None) for kind in sorted({kind for _, kind, _ in fine})]
        return next((told for told in (fine, by_day) if len(told) <= room), by_grade)

    def _origin(self, number: int, told: Told) -> EngineSource:
        source, kind, day = told
        own = [each for each in self.sources if source in (None, each.id) and each.kind == kind]
        label, digest = (own[0].label, own[0].sha256) if source else as_one((each.label, each.sha256) for each in own)
        return EngineSource(number, kind, label, digest, day, any(each.synthetic for each in own))


PARTS = """
CREATE TEMP TABLE answer_parts AS
WITH cells AS (
    SELECT r.* EXCLUDE (facts), s.source, s.kind, field, json_extract(facts, '$."' || field || '"') AS value,
        json_extract_string(facts, '$."{list}"') AS list_id
    FROM (SELECT *, unnest(json_keys(facts)) AS field FROM answer_rows) r JOIN answer_sheets s ON s.sheet = r.id >> {bits}
), weighed AS (
    SELECT *, first_value(kind) OVER talk AS counts_as, first_value(data_on) OVER talk AS counts_on
    FROM cells WHERE field NOT LIKE '@%' WINDOW talk AS (
        PARTITION BY region_code[1:6], household_id, person_id, list_id, field, data_on <= DATE '{until}'
        ORDER BY kind <> '{seen}', data_on DESC)
)
SELECT id, household_id, person_id, region_code, data_on, source, kind, counts_as, counts_on, json_group_object(field, value) AS facts
FROM weighed GROUP BY ALL
"""


def _condition(told: Told) -> str:
    source, kind, day = told
    parts = [f"kind = {text(kind)}"]
    parts += [f"source = {source}"] if source is not None else []
    parts += [f"data_on = DATE '{day}'"] if day is not None else []
    return " AND ".join(parts)


@dataclass(frozen=True, slots=True)
class _Tables:
    connection: Connection
    catalogue: Catalogue
    where: str

    def of(self, place: int) -> Iterator[Table]:
        """One table a kind of subject and a kind of source by which its rows count."""
        groups = f"SELECT DISTINCT person_id IS NOT NULL, counts_as FROM answer_parts WHERE {self.where} ORDER BY ALL"
        for personal, counts_as in run(self.connection, groups):
            subject = Subject.PERSON if personal else Subject.HOUSEHOLD
            yield subject, counts_as, self._table(subject, counts_as, place)

    def _table(self, subject: Subject, counts_as: str, place: int) -> pa.Table:
        personal = subject is Subject.PERSON
        where = f"{self.where} AND counts_as = {text(counts_as)} AND person_id IS {'NOT ' if personal else ''}NULL"
        named = run(
            self.connection, f"SELECT DISTINCT unnest(json_keys(facts)) FROM answer_parts WHERE {where} ORDER BY 1"
        )
        types = json.dumps(self._types(subject, [name for (name,) in named]), ensure_ascii=False)
        keys = ["household_id", *(["person_id"] if personal else []), "region_code", "counts_on AS data_on"]
        return self.connection.sql(
            f"""SELECT {place << ROW_BITS} + row_number() OVER (ORDER BY id) AS row_ref, {", ".join(keys)},
            unnest(json_transform(facts, {text(types)})) FROM answer_parts WHERE {where} ORDER BY id"""
        ).to_arrow_table()

    def _types(self, subject: Subject, names: Sequence[str]) -> Mapping[str, str]:
        fields = self.catalogue.fields(subject)
        return {name: fields[name].type.column_type if name in fields else "VARCHAR" for name in names}
