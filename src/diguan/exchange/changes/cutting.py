"""Cuts plain tables to the villages that have changed, and to those that a change of theirs touches: whole villages, always.

A household that stands in two places, moved, came or went pulls in every village it stands in, now or in the earlier round. A table of
which no row would be left pulls in the village of its first row: a round without a table is another than one whose table says nothing
of the villages at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import run, scalar, text
from diguan.exchange.changes.differing import Found, note_found, require_listed
from diguan.exchange.changes.keyed import KeyedTable, open_table
from diguan.exchange.changes.listing import Changed, UnableToRescreen


@dataclass(frozen=True, slots=True)
class Before:
    """Where the earlier round has its households, villages and facilities; empty where it has none."""

    households: tuple[Path, ...]
    villages: tuple[Path, ...] = ()
    facilities: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """The villages to be judged anew, '' for rows of none; rows of every whole table by the name of its file."""

    villages: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)


def cut_changed(
    tables: Mapping[str, Path], into: Path, before: Before, changed: Changed | None, found: Found | None = None
) -> Cut:
    """Write <into>/<table>.parquet with the rows of every village to be judged anew, in their order.

    `changed`: the list of what has changed; None where `found`, which holding tables against earlier ones has brought, is the list.
    UnableToRescreen when the list leaves off what was found or names what is nowhere, or the keys of a table are not such that nothing
    can be overlooked.
    """
    into.mkdir()
    with duckdb.connect(config={"temp_directory": ""}) as db:
        read = {name: open_table(db, name, path) for name, path in tables.items()}
        _keep_places(db, read, before)
        run(db, "CREATE TEMP TABLE anew (code VARCHAR)")
        if changed is not None:
            _begin(db, changed)
        if found is not None:
            note_found(db, found)
            if changed is None:
                run(db, "INSERT INTO anew SELECT DISTINCT code FROM found_changed")
        _widen(db, read)
        if found is not None and changed is not None:
            require_listed(db, changed)
        for table in read.values():
            rows = (
                f"SELECT * EXCLUDE (file_row_number) FROM {table.rows} WHERE {_wanted(table)} ORDER BY file_row_number"
            )
            run(db, f"COPY ({rows}) TO {text(str(into / table.path.name))} (FORMAT parquet)")
        villages = tuple(row[0] for row in run(db, "SELECT code FROM anew ORDER BY code"))
        return Cut(villages, {t.path.name: scalar(db, f"SELECT count(*) FROM {t.rows}") for t in read.values()})


def _keep_places(db: duckdb.DuckDBPyConnection, tables: Mapping[str, KeyedTable], before: Before) -> None:
    """homes(id, code) and facilities(id, code): where everybody stands, now and in the earlier round; places(code): every village."""
    here = tables["households"]
    now = f"SELECT {here.key('household_id')} AS id, {here.key('village_code')} AS code FROM {here.rows}"
    run(db, f"CREATE TEMP TABLE homes AS SELECT * FROM ({now}) WHERE id <> ''")
    if (people := tables.get("persons")) is not None:
        run(db, f"INSERT INTO homes {_only_of(people)}")
    run(db, f"INSERT INTO homes SELECT household_id, coalesce(region_code, '') FROM {_files(before.households)}")
    facilities = ["SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS code WHERE false"]
    if (table := tables.get("facilities")) is not None:
        facilities += [f"SELECT {table.key('facility_id')}, {table.key('village_code')} FROM {table.rows}"]
    if before.facilities:
        facilities += [f"SELECT facility_id, coalesce(region_code, '') FROM {_files(before.facilities)}"]
    run(db, f"CREATE TEMP TABLE facilities AS SELECT DISTINCT * FROM ({' UNION ALL '.join(facilities)})")
    places = ["SELECT code FROM homes", "SELECT code FROM facilities"]
    if (table := tables.get("villages")) is not None:
        places += [f"SELECT {table.key('village_code')} FROM {table.rows}"]
    if before.villages:
        places += [f"SELECT region_code FROM {_files(before.villages)}"]
    run(db, f"CREATE TEMP TABLE places AS SELECT DISTINCT code FROM ({' UNION ALL '.join(places)})")


def _only_of(people: KeyedTable) -> str:
    """Where persons alone say that a household stands; of a household that no other row tells of, no village unless theirs.

    Of members that stand one after another the first is looked up.
    """
    placed = "village_code" in people.columns
    same = "h.id = p.id AND h.code = p.code" if placed else "h.id = p.id"
    rows = f"SELECT {people.key('household_id')} AS id, {people.key('village_code')} AS code FROM {people.rows}"
    told = f"SELECT id, code, lag(id) OVER () AS last, lag(code) OVER () AS place FROM ({rows})"
    first = f"SELECT id, code FROM ({told}) WHERE last IS DISTINCT FROM id OR place IS DISTINCT FROM code"
    return f"SELECT DISTINCT p.id, p.code FROM ({first}) p ANTI JOIN homes h ON {same} WHERE p.id <> ''"


def _files(paths: tuple[Path, ...]) -> str:
    return f"read_parquet([{', '.join(text(str(path)) for path in paths)}])"


def _begin(db: duckdb.DuckDBPyConnection, changed: Changed) -> None:
    """anew(code): the villages of the list, and those of its households."""
    for what, table, column in (("villages", "places", "code"), ("households", "homes", "id")):
        named: dict[str, int] = getattr(changed, what)
        if not named:
            continue
        run(db, "CREATE OR REPLACE TEMP TABLE named AS SELECT unnest(?) AS key", [list(named)])
        missing = run(db, f"SELECT key FROM named ANTI JOIN {table} ON {column} = key ORDER BY key")
        if missing:
            first = missing[0][0]
            raise UnableToRescreen(
                f"{changed.file}:{named[first]}",
                Label(
                    f"“{first}”既不在表里，也不在所接的一轮里（这样的共 {len(missing)} 个）",
                    f"'{first}' is neither in the tables nor in the earlier round ({len(missing)} such)",
                ),
                Label(
                    "表里或所接的一轮里有的村编码或户编号",
                    "a village or household of the tables or of the earlier round",
                ),
                Label("改正这一行", "correct this line"),
            )
        run(db, f"INSERT INTO anew SELECT DISTINCT code FROM {table} WHERE {column} IN (FROM named)")


def _widen(db: duckdb.DuckDBPyConnection, tables: Mapping[str, KeyedTable]) -> None:
    """Villages of whatever also stands elsewhere, and of a row of each table that would be empty, until nothing is added."""
    while True:
        known = scalar(db, "SELECT count(*) FROM anew")
        for name, chosen in (("homes", "homes_anew"), ("facilities", "facilities_anew")):
            run(
                db, f"CREATE OR REPLACE TEMP TABLE {chosen} AS SELECT DISTINCT id FROM {name} WHERE code IN (FROM anew)"
            )
            elsewhere = f"SELECT DISTINCT code FROM {name} WHERE id IN (FROM {chosen}) AND code NOT IN (FROM anew)"
            run(db, f"INSERT INTO anew {elsewhere}")
        for table in tables.values():
            if not run(db, f"SELECT 1 FROM {table.rows} WHERE {_wanted(table)} LIMIT 1"):
                run(db, f"INSERT INTO anew {_first_place(table)}")
        if scalar(db, "SELECT count(*) FROM anew") == known:
            return


def _first_place(table: KeyedTable) -> str:
    """The village of the first row of a table; of a person that of the household."""
    first = f"FROM {table.rows} ORDER BY file_row_number LIMIT 1"
    if table.name != "persons":
        return f"SELECT code FROM (SELECT {table.key('village_code')} AS code {first}) WHERE code NOT IN (FROM anew)"
    home = f"SELECT {table.key('household_id')} {first}"
    return f"SELECT DISTINCT code FROM homes WHERE id = ({home}) AND code NOT IN (FROM anew)"


def _wanted(table: KeyedTable) -> str:
    """Which rows are to be judged anew; of those without a key the ones of these villages, which will be rejected and listed."""
    place = f"{table.key('village_code')} IN (FROM anew)"
    if table.name == "villages":
        return place
    key, chosen = ("facility_id", "facilities_anew") if table.name == "facilities" else ("household_id", "homes_anew")
    return f"({table.key(key)} IN (FROM {chosen}) OR ({table.key(key)} = '' AND {place}))"
