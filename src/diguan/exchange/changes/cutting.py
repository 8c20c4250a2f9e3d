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
from diguan.exchange.changes.doubting import MENDED, columns_in_doubt
from diguan.exchange.changes.listing import WHOLE, Changed, UnableToRescreen
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold_header

WHOLE_NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "UBIGINT", "UINTEGER", "SMALLINT")
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
        """A key of a row as text; '' where it is empty. Nothing is trimmed: keys with spaces are refused."""
        column = self.columns.get(name)
        return "''" if column is None else f"coalesce(CAST({quoted(column)} AS VARCHAR), '')"


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
    wanted = dict.fromkeys([*NEEDED[name], "household_id", "facility_id", "village_code"])
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
    _require_plain(db, table, columns)
    return table


def _require_plain(db: duckdb.DuckDBPyConnection, table: _Table, kinds: Mapping[str, str]) -> None:
    """Keys that reading would mend (wide digits, spaces within) might be overlooked: such tables are judged whole.

    Numbers of persons are no keys here: nobody is looked for by them.
    """
    looked = {column: kinds[column] for name, column in table.columns.items() if name != "person_id"}
    doubtful = [c for c, kind in looked.items() if kind != "VARCHAR"] + list(columns_in_doubt(table.path, looked))
    for column in doubtful:
        told = f"any_value(CAST({quoted(column)} AS VARCHAR)) FILTER ({_strange(quoted(column), kinds[column])})"
        found = scalar(db, f"SELECT {told} FROM {table.rows}")
        if found is not None:
            raise UnableToRescreen(
                f"{table.path.name} {column}",
                Label(f"有“{found}”（类型 {kinds[column]}）", f"there is '{found}' (type {kinds[column]})"),
                Label(
                    "文本或整数，没有空格、撇号和全角字符",
                    "texts or whole numbers without spaces, apostrophes or wide characters",
                ),
                WHOLE,
            )


def _strange(column: str, kind: str) -> str:
    """Whether a key is none as it is written; a search for each mark, because a regular expression takes twice as long."""
    if kind != "VARCHAR":
        return "false" if kind in WHOLE_NUMBERS else f"{column} IS NOT NULL"
    marks = " OR ".join(f"contains({column}, {text(mark)})" for mark in MENDED)
    return f"strlen({column}) <> length({column}) OR {marks}"


def _keep_places(db: duckdb.DuckDBPyConnection, tables: Mapping[str, _Table], before: Before) -> None:
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


def _only_of(people: _Table) -> str:
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
    run(db, "CREATE TEMP TABLE anew (code VARCHAR)")
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
