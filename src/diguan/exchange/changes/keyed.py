"""Plain tables as Parquet with their key columns, which must be such that no row can be overlooked by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import quoted, run, scalar, text
from diguan.exchange.changes.doubting import MENDED, columns_in_doubt
from diguan.exchange.changes.listing import WHOLE, UnableToRescreen
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
class KeyedTable:
    """A table as SQL, its key columns as they are written there, and the types of all its columns by name."""

    name: str
    path: Path
    columns: Mapping[str, str]
    kinds: Mapping[str, str]

    @property
    def rows(self) -> str:
        """The rows with their numbers, to stand behind FROM."""
        return f"read_parquet({text(str(self.path))}, file_row_number = true)"

    def key(self, name: str) -> str:
        """A key of a row as text; '' where it is empty. Nothing is trimmed: keys with spaces are refused."""
        column = self.columns.get(name)
        return "''" if column is None else f"coalesce(CAST({quoted(column)} AS VARCHAR), '')"


def open_table(db: duckdb.DuckDBPyConnection, name: str, path: Path) -> KeyedTable:
    """A table in a connection. UnableToRescreen when it is damaged, lacks a key, or its keys are not plain."""
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
    table = KeyedTable(name, path, keys, columns)
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


def _require_plain(db: duckdb.DuckDBPyConnection, table: KeyedTable, kinds: Mapping[str, str]) -> None:
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
                    "ASCII 文本或整数，没有空格和撇号",
                    "texts in ASCII or whole numbers, without spaces and apostrophes",
                ),
                WHOLE,
            )


def _strange(column: str, kind: str) -> str:
    """Whether a key is none as it is written; a search for each mark, because a regular expression takes twice as long."""
    if kind != "VARCHAR":
        return "false" if kind in WHOLE_NUMBERS else f"{column} IS NOT NULL"
    marks = " OR ".join(f"contains({column}, {text(mark)})" for mark in MENDED)
    return f"strlen({column}) <> length({column}) OR {marks}"
