"""The cells that findings rest on, as lines of the list of corrections: what stands there, and in which row of which sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import duckdb

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.screening import Round
from diguan.engine.screening.stakes import STAKES, lay_stakes
from diguan.engine.snapshot.assembly import END_OF_TIME
from diguan.engine.snapshot.locating import LOCATED, locate
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.scope import Scope
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.record import value_label
from diguan.exchange.figures.tables import RoundTables, quoted

# Stands for several columns of an export and is nobody's cell; what became of a person gates many checks and is seldom what is wrong.
NO_CELL = ("status",)
GATES = ("person_state",)
TOLD = "told_values"


class About(NamedTuple):
    """The finding that a cell belongs to, and whose cell it is; names in full."""

    finding_id: int
    region_code: str | None
    household_id: str
    person_id: str | None
    name: str | None
    head_name: str | None
    birth_date: date | None
    indicator: str | None
    kind: str
    route: str | None


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of one finding. `rows`: rows of that input about the household or person.

    `cell`: in A1 notation, several where several columns say the fact, empty where no column of the sheet does; `header` as written there.
    `told`: what derived facts say of a cell, whose own value may be one never shown; `damaged`: its unreadable text.
    """

    about: About
    field: Field
    value: Label | None
    told: tuple[Label, ...]
    damaged: str | None
    file: str
    sheet: str
    row: int
    cell: str
    header: str
    rows: int


def scope_of(round_: Round) -> Scope:
    """Up to which day the facts of a round count."""
    return Scope("", END_OF_TIME if round_.snapshot.retrospective else round_.snapshot.as_of)


def find_cells(round_: Round, read: ReadInputs) -> None:
    """Make the table of located cells in the memory of a round."""
    snapshot, pack = round_.snapshot, round_.ruling.pack
    lay_stakes(snapshot, round_.ruling.bound)
    locate(snapshot.connection, STAKES, read, pack.catalogue, scope_of(round_))
    _tell(snapshot.connection)


def _tell(connection: duckdb.DuckDBPyConnection) -> None:
    """Make told_values(finding_id, household_id, person_id, told_by, said): what derived facts say."""
    tables = RoundTables(connection)
    columns = "finding_id BIGINT, household_id VARCHAR, person_id VARCHAR, told_by VARCHAR, said VARCHAR"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {TOLD} ({columns})")
    for subject, name in tables.rows(f"SELECT DISTINCT subject, told_by FROM {LOCATED} WHERE told_by IS NOT NULL"):
        relation = "persons" if subject == Subject.PERSON else "households"
        if name in tables.columns(relation):
            same = "r.household_id = l.household_id" + (
                " AND r.person_id = l.person_id" if relation == "persons" else ""
            )
            connection.execute(
                f"INSERT INTO {TOLD} SELECT DISTINCT l.finding_id, l.household_id, l.person_id, l.told_by, r.{quoted(name)}::VARCHAR "
                f"FROM {LOCATED} l JOIN {relation} r ON {same} WHERE l.told_by = '{name}' AND l.subject = '{subject}'"
            )


def cell_lines(tables: RoundTables, read: ReadInputs, pack: Pack) -> Iterator[CellLine]:
    """Every cell, sheet by sheet and row by row, so that a workbook is gone through once."""
    damaged = {(c.row_ref, c.field): c.value for c in read.bad_cells}
    birth = "m.birth_date" if "birth_date" in tables.columns("persons") else "NULL::DATE"
    gates = ", ".join(f"'{name}'" for name in GATES)
    sql = f"""WITH cells AS (
            SELECT l.finding_id, l.subject, l.household_id, l.person_id, l.field, l.row_ref, max(l.rows) AS rows, max(l.value) AS value,
                   list({{'by': l.told_by, 'said': t.said}} ORDER BY l.told_by) FILTER (l.told_by IS NOT NULL) AS told
            FROM {LOCATED} l LEFT JOIN {TOLD} t ON t.finding_id = l.finding_id AND t.told_by = l.told_by
                AND t.household_id = l.household_id AND t.person_id IS NOT DISTINCT FROM l.person_id
            WHERE l.field NOT IN ({", ".join(f"'{name}'" for name in NO_CELL)}) GROUP BY 1, 2, 3, 4, 5, 6),
        own AS (SELECT *, count(*) FILTER (field NOT IN ({gates})) OVER (PARTITION BY finding_id) AS others FROM cells)
        SELECT f.finding_id, f.region_code, f.household_id, l.person_id, p.name, hp.head_name, {birth}, f.indicator, f.kind, f.route,
               l.subject, l.field, l.value, l.told, l.row_ref, l.rows
        FROM own l JOIN findings f USING (finding_id)
        LEFT JOIN people p ON p.household_id = l.household_id AND p.person_id = l.person_id
        LEFT JOIN household_people hp ON hp.household_id = l.household_id
        LEFT JOIN {_members(tables)} m ON m.household_id = l.household_id AND m.person_id = l.person_id
        WHERE (l.field NOT IN ({gates}) OR others = 0) AND l.row_ref IS NOT NULL
        ORDER BY l.row_ref, f.finding_id, l.person_id NULLS FIRST, l.field"""
    for *about, subject, name, value, told, row_ref, rows in tables.batches(sql, 10_000):
        fields = pack.catalogue.fields(Subject(subject))
        field, (sheet, row) = fields[name], read.sheet_of(row_ref)
        columns = sheet.columns.get((Subject(subject), name), ())
        secret = field.type is FieldType.IDENTIFIER
        yield CellLine(
            About(*about),
            field=field,
            value=None if value is None or secret else value_label(field, value),
            told=tuple(_told(fields, each["by"], each["said"]) for each in told or ()),
            damaged=None if secret else damaged.get((row_ref, name)),
            file=sheet.file,
            sheet=sheet.sheet,
            row=row,
            cell="、".join(f"{c.letters}{row}" for c in columns if c.letters),
            header="、".join(c.header for c in columns),
            rows=rows,
        )


def _members(tables: RoundTables) -> str:
    if tables.columns("persons"):
        return "persons"
    return "(SELECT NULL AS household_id, NULL AS person_id, NULL::DATE AS birth_date WHERE false)"


def _told(fields: Mapping[str, Field], name: str, said: str | None) -> Label:
    """A derived fact in words."""
    field = fields.get(name)
    label = field.label if field else Label(name, name)
    if said is None:
        return label
    value = value_label(field, said)
    return Label(f"{label.zh}：{value.zh}", f"{label.en}: {value.en}")
