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
from diguan.engine.snapshot.database import quoted, run, scalar, text
from diguan.exchange.changes.listing import WHOLE, Changed, UnableToRescreen
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold_header

AS_WRITTEN = ("VARCHAR", "BIGINT", "INTEGER", "HUGEINT", "UBIGINT", "UINTEGER", "SMALLINT")
NEEDED = {
    "households": ("household_id", "village_code"),
    "persons": ("household_id", "person_id"),
    "villages": ("village_code",),
    "facilities": ("facility_id", "village_code"),
}


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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as SQL, and its key columns as they are written there."""

    name: str
    path: Path
    columns: Mapping[str, str]

    @property
    def rows(self) -> str:
        return f"read_parquet({text(str(self.path))}, file_row_number = true)"

    def key(self, name: str) -> str:
        """A key of a row as text; '' where it is empty."""
        column = self.columns.get(name)
        return "''" if column is None else f"coalesce(trim(CAST({quoted(column)} AS VARCHAR)), '')"


def cut_changed(tables: Mapping[str, Path], into: Path, before: Before, changed: Changed) -> Cut:
    """Write <into>/<table>.parquet with the rows of every village to be judged anew, in their order.

    UnableToRescreen when the list names what is nowhere, or the keys of a table are not such that nothing can be overlooked.
    """
    into.mkdir()
    with duckdb.connect(config={"temp_directory": ""}) as db:
        read = {name: _opened(db, name, path) for name, path in tables.items()}
        _keep_places(db, read, before)
        _begin(db, changed)
        _widen(db, read)
        for table in read.values():
            rows = (
                f"SELECT * EXCLUDE (file_row_number) FROM {table.rows} WHERE {_wanted(table)} ORDER BY file_row_number"
            )
            run(db, f"COPY ({rows}) TO {text(str(into / table.path.name))} (FORMAT parquet)")
        villages = tuple(row[0] for row in run(db, "SELECT code FROM anew ORDER BY code"))
        return Cut(villages, {t.path.name: scalar(db, f"SELECT count(*) FROM {t.rows}") for t in read.values()})


def _opened(db: duckdb.DuckDBPyConnection, name: str, path: Path) -> _Table:
    try:
        columns = {row[0]: row[1] for row in run(db, f"DESCRIBE SELECT * FROM read_parquet({text(str(path))})")}
    except duckdb.Error as error:
        raise UnableToRescreen(
            path.name,
            Label("文件损坏或不是 Parquet 文件", "the file is damaged or not Parquet"),
            Label("完整的 Parquet 文件", "a whole Parquet file"),
            Label(f"请重新导出（{str(error)[:200]}）", f"export it again ({str(error)[:200]})"),
        ) from error
    layout = load_layout()
    spelt = {**layout.keys, "village_code": layout.village_code}
    wanted = ("household_id", "person_id", "facility_id", "village_code")
    keys = {k: c for k in wanted for c in columns if fold_header(c) in spelt.get(k, ())}
    table = _Table(name, path, keys)
    for key in NEEDED[name]:
        if key not in keys:
            raise UnableToRescreen(
                path.name,
                Label(f"没有“{key}”这一列", f"no column '{key}'"),
                Label(f"{', '.join(NEEDED[name])} 各一列", f"columns {', '.join(NEEDED[name])}"),
                WHOLE,
            )
    for key, column in keys.items():
        _require_plain(db, table, key, columns[column])
    return table


def _require_plain(db: duckdb.DuckDBPyConnection, table: _Table, key: str, kind: str) -> None:
    """Keys that reading would mend (wide digits, spaces within) might be overlooked: such tables are judged whole."""
    condition = "false" if kind not in AS_WRITTEN else f"regexp_full_match({table.key(key)}, '[!-~]*')"
    strange = f"SELECT CAST({quoted(table.columns[key])} AS VARCHAR) FROM {table.rows} WHERE NOT {condition} LIMIT 1"
    found = run(db, strange)
    if found:
        raise UnableToRescreen(
            f"{table.path.name} {table.columns[key]}",
            Label(f"有“{found[0][0]}”（类型 {kind}）", f"there is '{found[0][0]}' (type {kind})"),
            Label("文本或整数，没有空格和全角字符", "texts or whole numbers without spaces or wide characters"),
            WHOLE,
        )


def _keep_places(db: duckdb.DuckDBPyConnection, tables: Mapping[str, _Table], before: Before) -> None:
    """homes(id, code) and facilities(id, code): where everybody stands, now and in the earlier round; places(code): every village."""
    homes = [
        f"SELECT {t.key('household_id')} AS id, {t.key('village_code')} AS code FROM {t.rows}" for t in _homes(tables)
    ]
    homes += [f"SELECT household_id, coalesce(region_code, '') FROM {_files(before.households)}"]
    if (people := tables.get("persons")) is not None:  # whom no household tells of belongs to no village
        here = tables["households"]
        told = f"SELECT {here.key('household_id')} FROM {here.rows}"
        alone = f"SELECT DISTINCT {people.key('household_id')} AS id FROM {people.rows}"
        homes += [f"SELECT id, '' FROM ({alone}) WHERE id NOT IN ({told})"]
    every = " UNION ALL ".join(homes)
    run(db, f"CREATE TEMP TABLE homes AS SELECT DISTINCT * FROM ({every}) WHERE id <> ''")
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


def _homes(tables: Mapping[str, _Table]) -> list[_Table]:
    """The tables that say where a household is: that of households, and that of persons when it names villages."""
    return [t for n, t in tables.items() if n == "households" or (n == "persons" and "village_code" in t.columns)]


def _files(paths: tuple[Path, ...]) -> str:
    return f"read_parquet([{', '.join(text(str(path)) for path in paths)}])"


def _begin(db: duckdb.DuckDBPyConnection, changed: Changed) -> None:
    """anew(code): the villages of the list, and those of its households."""
    run(db, "CREATE TEMP TABLE anew (code VARCHAR)")
    for what, table, column in (("villages", "places", "code"), ("households", "homes", "id")):
        named = getattr(changed, what)
        run(db, "CREATE OR REPLACE TEMP TABLE named (key VARCHAR)")
        if named:
            db.executemany("INSERT INTO named VALUES (?)", [[key] for key in named])
        missing = run(db, f"SELECT key FROM named WHERE key NOT IN (SELECT {column} FROM {table}) ORDER BY key")
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


def _widen(db: duckdb.DuckDBPyConnection, tables: Mapping[str, _Table]) -> None:
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


def _first_place(table: _Table) -> str:
    """The village of the first row of a table; of a person that of the household."""
    first = f"FROM {table.rows} ORDER BY file_row_number LIMIT 1"
    if table.name != "persons":
        return f"SELECT code FROM (SELECT {table.key('village_code')} AS code {first}) WHERE code NOT IN (FROM anew)"
    home = f"SELECT {table.key('household_id')} {first}"
    return f"SELECT DISTINCT code FROM homes WHERE id = ({home}) AND code NOT IN (FROM anew)"


def _wanted(table: _Table) -> str:
    """Which rows are to be judged anew; of those without a key the ones of these villages, which will be rejected and listed."""
    place = f"{table.key('village_code')} IN (FROM anew)"
    if table.name == "villages":
        return place
    key, chosen = ("facility_id", "facilities_anew") if table.name == "facilities" else ("household_id", "homes_anew")
    return f"({table.key(key)} IN (FROM {chosen}) OR ({table.key(key)} = '' AND {place}))"
