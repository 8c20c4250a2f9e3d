"""Cuts plain tables to the villages that have changed, and to those that a change of theirs touches: whole villages, always.

A household that stands in two places, moved, came or went pulls in every village it stands in, now or in the earlier round. A table of
which no row would be left pulls in the village of its first row: a round without a table is another than one whose table says nothing
of the villages at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import run, scalar, text
from diguan.exchange.changes.differing import Found, note_found, require_listed
from diguan.exchange.changes.keyed import KeyedTable, open_table
from diguan.exchange.changes.listing import Changed, UnableToRescreen
from diguan.exchange.changes.standing import Before, Standing


@dataclass(frozen=True, slots=True)
class Cut:
    """The villages to be judged anew, '' for rows of none; rows that count of every whole table by the name of its file.

    `nameless`: rows of all tables that say not whom they tell of.
    """

    villages: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)
    nameless: int = 0


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
        standing = Standing(db, read, before)
        for name in ("anew (code VARCHAR)", "homes_anew (id VARCHAR)", "facilities_anew (id VARCHAR)"):
            run(db, f"CREATE TEMP TABLE {name}")
        if changed is not None:
            _begin(standing, changed)
        if found is not None:
            note_found(standing, found)
            if changed is None:
                run(db, "INSERT INTO anew SELECT DISTINCT code FROM found_changed")
        _cut_widening(standing, into)
        if found is not None and changed is not None:
            require_listed(db, changed)
        villages = tuple(row[0] for row in run(db, "SELECT code FROM anew ORDER BY code"))
        counts = {t.path.name: _counted(db, t) for t in read.values()}
        taken = {name: rows for name, (rows, _) in counts.items()}
        return Cut(villages, taken, sum(nameless for _, nameless in counts.values()))


def _counted(db: duckdb.DuckDBPyConnection, table: KeyedTable) -> tuple[int, int]:
    """Rows of a table that count, and rows that say not whom they tell of."""
    ((rows, taken),) = run(db, f"SELECT count(*), count(*) FILTER ({table.taken}) FROM {table.rows}")
    return taken, rows - taken


def _begin(standing: Standing, changed: Changed) -> None:
    """anew(code): the villages of the list, and those of its households."""
    db = standing.db
    for what in ("villages", "households"):
        named: dict[str, int] = getattr(changed, what)
        if not named:
            continue
        keep, column = (standing.keep_places, "code") if what == "villages" else (standing.keep_stands, "id")
        keep(named, "standing")
        there = {key for (key,) in run(db, f"SELECT DISTINCT {column} FROM standing")}
        missing = sorted(named.keys() - there)
        if missing:
            first = missing[0]
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
        run(db, "INSERT INTO anew SELECT DISTINCT code FROM standing ANTI JOIN anew USING (code)")


def _cut_widening(standing: Standing, into: Path) -> None:
    """Cut the tables to the villages of anew(code), and to those of whatever also stands elsewhere, until nothing is added."""
    db = standing.db
    cut = {name: replace(table, path=into / table.path.name) for name, table in standing.tables.items()}
    fresh = [code for (code,) in run(db, "FROM anew")]
    while fresh:
        standing.add_dwellers(fresh)
        empty = [table for table in standing.tables.values() if not _copy(db, table, cut[table.name].path)]
        fresh = standing.elsewhere(cut) or [code for table in empty for code in _first_places(standing, table)]
        run(db, "INSERT INTO anew SELECT DISTINCT code FROM (SELECT unnest(?::VARCHAR[]) AS code)", [fresh])


def _copy(db: duckdb.DuckDBPyConnection, table: KeyedTable, path: Path) -> int:
    """Write the rows of a table that are to be judged anew, in their order; how many they are."""
    rows = f"SELECT * EXCLUDE (file_row_number) FROM {table.rows} WHERE {_wanted(table)} ORDER BY file_row_number"
    return int(scalar(db, f"COPY ({rows}) TO {text(str(path))} (FORMAT parquet)"))


def _first_places(standing: Standing, table: KeyedTable) -> list[str]:
    """The village of the first row of a table, of a person those of the household; none that is in anew(code) already."""
    db = standing.db
    column = "household_id" if table.name == "persons" else "village_code"
    keys = [key for (key,) in run(db, f"SELECT {table.key(column)} FROM {table.rows} ORDER BY file_row_number LIMIT 1")]
    if table.name != "persons":
        return [key for key in keys if not run(db, "SELECT 1 FROM anew WHERE code = ?", [key])]
    standing.keep_stands(keys, "standing")
    return [code for (code,) in run(db, "SELECT DISTINCT code FROM standing ANTI JOIN anew USING (code)")]


def _wanted(table: KeyedTable) -> str:
    """Which rows are to be judged anew; of those without a key the ones of these villages, which will be rejected and listed."""
    place = f"{table.key('village_code')} IN (FROM anew)"
    if table.name == "villages":
        return place
    key, chosen = ("facility_id", "facilities_anew") if table.name == "facilities" else ("household_id", "homes_anew")
    return f"({table.key(key)} IN (FROM {chosen}) OR ({table.key(key)} = '' AND {place}))"
