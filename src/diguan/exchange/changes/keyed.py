"""Plain tables as Parquet with their key columns, which must be such that no row can be overlooked by them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import quoted, run, scalar, text
from diguan.exchange.changes.doubting import mended_keys
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
NAMING = {
    "households": ("household_id",),
    "persons": NEEDED["persons"],
    "villages": ("village_code",),
    "facilities": ("facility_id",),
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

    @property
    def taken(self) -> str:
        """Condition on a row: it says whom it tells of, and so is not rejected. A key that is `-` or the like says nobody."""
        nothing = ", ".join(map(text, sorted(_written_for_nothing())))
        return " AND ".join(f"{self.key(name)} NOT IN ({nothing})" for name in NAMING[self.name])

    def key(self, name: str) -> str:
        """A key of a row as text; '' where it is empty. Nothing is trimmed: keys with spaces are refused."""
        column = self.columns.get(name)
        return "''" if column is None else f"coalesce(CAST({quoted(column)} AS VARCHAR), '')"


def _written_for_nothing() -> Iterator[str]:
    """What is read as an empty key: nothing at all, a space, and words for an empty cell in whatever case."""
    yield from ("", " ", "\u3000")
    for word in load_layout().words.empty:
        yield from map("".join, product(*({letter, letter.upper()} for letter in word)))


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
    _require_plain(db, table)
    return table


def _require_plain(db: duckdb.DuckDBPyConnection, table: KeyedTable) -> None:
    """Keys that reading would mend (wide digits, spaces at an end) might be overlooked: such tables are judged whole.

    Numbers of persons are no keys here: nobody is looked for by them.
    """
    keys = [column for name, column in table.columns.items() if name != "person_id"]
    texts = [column for column in keys if table.kinds[column] == "VARCHAR"]
    strange = [*_keys_of_another_kind(db, table, keys), *mended_keys(table.path, texts)]
    if strange:
        column, found = strange[0]
        raise UnableToRescreen(
            f"{table.path.name} {column}",
            Label(
                f"有“{found}”（类型 {table.kinds[column]}），读入时会变成别的写法",
                f"there is '{found}' (type {table.kinds[column]}), which reading would write otherwise",
            ),
            Label(
                "整数，或半角、首尾没有空格和撇号的文本",
                "whole numbers, or texts in half width without spaces and apostrophes at their ends",
            ),
            WHOLE,
        )


def _keys_of_another_kind(
    db: duckdb.DuckDBPyConnection, table: KeyedTable, keys: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Columns of keys that are neither texts nor whole numbers, with a key of each."""
    for column in keys:
        if table.kinds[column] not in (*WHOLE_NUMBERS, "VARCHAR"):
            found = scalar(db, f"SELECT any_value(CAST({quoted(column)} AS VARCHAR)) FROM {table.rows}")
            if found is not None:
                yield column, found
