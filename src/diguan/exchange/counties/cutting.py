"""Cuts the tables of a country into one folder a county, by the leading letters and digits of the village's code; no row is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import quoted, text
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold_header

TABLES = ("households", "persons", "villages", "facilities")
UNPLACED = "unplaced"  # rows without a code, and persons whose household no row tells of
MEMORY = "1GB"
WRITTEN = "(FORMAT parquet, COMPRESSION zstd)"


class UnableToCut(ValueError):
    """The tables cannot be cut: what is wrong, where, what was expected, what to do."""

    def __init__(self, where: str, message: Label, expected: Label, hint: Label) -> None:
        self.where, self.message, self.expected, self.hint = where, message, expected, hint
        zh = f"{where}：{message.zh}；应为：{expected.zh}；怎么办：{hint.zh}"
        super().__init__(f"{zh}\n{where}: {message.en}; expected: {expected.en}; what to do: {hint.en}")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as DuckDB reads it: its files as SQL, and the columns of its keys as they are written there."""

    name: str
    files: str
    home: str | None
    village: str | None


def tables_of(folder: Path) -> dict[str, list[Path]]:
    """The Parquet files of every table that is there: <table>.parquet, or a folder <table>/ of such files. Raises UnableToCut."""
    found = {}
    for name in TABLES:
        files = [p for p in (folder / f"{name}.parquet",) if p.is_file()] + sorted((folder / name).glob("*.parquet"))
        if files:
            found[name] = files
    if "households" not in found:
        held = "、".join(sorted(p.name for p in folder.iterdir())[:10]) if folder.is_dir() else ""
        raise UnableToCut(
            folder.name,
            Label(f"没有 households 表；有：{held or '无'}", f"no table of households; it holds: {held or 'nothing'}"),
            Label(
                "households.parquet，或放 Parquet 文件的文件夹 households/",
                "households.parquet, or a folder households/",
            ),
            Label(
                "CSV 请先转成 Parquet；少量数据用 diguan screen",
                "turn CSV into Parquet; for little data use diguan screen",
            ),
        )
    return found


def cut_tables(tables: Mapping[str, list[Path]], into: Path, digits: int) -> None:
    """Write <into>/<part>/<table>.parquet for every part; rows keep their order.

    `digits`: how many letters and digits a part is named by (6: a county). Memory is bounded; the rest goes through files
    under `into`. Raises UnableToCut when a table is damaged, has no key, or rows would be lost.
    """
    db = duckdb.connect()
    db.execute(f"SET memory_limit = '{MEMORY}'; SET threads = 1; SET temp_directory = {text(str(into / 'spill'))}")
    try:
        read = {name: _table(db, name, files) for name, files in tables.items()}
        for table in read.values():
            _cut(db, table, read["households"], into, digits)
    finally:
        db.close()


def _table(db: duckdb.DuckDBPyConnection, name: str, files: list[Path]) -> _Table:
    listed = f"read_parquet([{', '.join(text(str(path)) for path in files)}], union_by_name = true)"
    try:
        columns = [str(row[0]) for row in db.execute(f"DESCRIBE SELECT * FROM {listed}").fetchall()]
    except duckdb.Error as error:
        raise UnableToCut(
            files[0].name,
            Label("文件损坏或不是 Parquet 文件", "the file is damaged or not Parquet"),
            Label("完整的 Parquet 文件", "a whole Parquet file"),
            Label(f"请重新导出（{str(error)[:200]}）", f"export it again ({str(error)[:200]})"),
        ) from error
    layout = load_layout()
    home, village = _column(columns, layout.keys["household_id"]), _column(columns, layout.village_code)
    missing = "village_code" if village is None and name in ("households", "villages") else None
    if home is None and name in ("households", "persons"):
        missing = "household_id"
    if missing:
        raise UnableToCut(
            files[0].name,
            Label(f"没有“{missing}”这一列", f"no column '{missing}'"),
            Label(f"每张 {name} 表都有 {missing}", f"{missing} in the table of {name}"),
            Label(
                "请补上这一列；没有区划的数据用 diguan screen",
                "add the column; for data without regions use diguan screen",
            ),
        )
    return _Table(name, listed, home, village)


def _column(columns: list[str], spellings: tuple[str, ...]) -> str | None:
    return next((column for column in columns if fold_header(column) in spellings), None)


def _cut(db: duckdb.DuckDBPyConnection, table: _Table, homes: _Table, into: Path, digits: int) -> None:
    """Cut one table."""
    if table.name == "persons":
        placed = f"nullif({_part(homes.village, digits)}, '{UNPLACED}')"  # a row that names no village says nothing of where it stands
        of_home = f"SELECT CAST({_key(homes.home)} AS VARCHAR) AS home, min({placed}) AS part"
        db.execute(f"CREATE OR REPLACE TEMP TABLE homes AS {of_home} FROM {homes.files} GROUP BY ALL")
        key = f"homes.home = CAST(t.{_key(table.home)} AS VARCHAR)"
        source = f"SELECT t.*, coalesce(homes.part, '{UNPLACED}') AS part FROM {table.files} t LEFT JOIN homes ON {key}"
    else:
        source = f"SELECT *, {_part(table.village, digits)} AS part FROM {table.files}"
    pieces = into / f".{table.name}"
    db.execute(f"COPY ({source}) TO {text(str(pieces))} (FORMAT parquet, PARTITION_BY (part))")
    (whole,) = db.execute(f"SELECT count(*) FROM {table.files}").fetchall()[0]
    cut = sum(_joined(db, folder, table.name, into) for folder in sorted(pieces.iterdir()))
    if cut != whole:
        raise UnableToCut(
            table.name,
            Label(f"共 {whole} 行，拆出 {cut} 行", f"{whole} rows, of which {cut} were cut"),
            Label("一行不少", "every row once"),
            Label("结果没有保留；请报告这个问题", "nothing was kept; please report this"),
        )
    pieces.rmdir()


def _joined(db: duckdb.DuckDBPyConnection, folder: Path, name: str, into: Path) -> int:
    """The pieces of one part as one file; how many rows."""
    pieces = sorted(folder.glob("*.parquet"), key=lambda path: (len(path.name), path.name))
    part = into / folder.name.removeprefix("part=")
    part.mkdir(exist_ok=True)
    listed = ", ".join(text(str(path)) for path in pieces)
    read = f"read_parquet([{listed}], hive_partitioning = false)"
    (rows,) = db.execute(f"COPY (SELECT * FROM {read}) TO {text(str(part / f'{name}.parquet'))} {WRITTEN}").fetchall()[
        0
    ]
    for piece in pieces:
        piece.unlink()
    folder.rmdir()
    return int(rows)


def _part(village: str | None, digits: int) -> str:
    """The part of a row, as SQL: letters and digits of ASCII alone, because it names a folder."""
    if village is None:
        return f"'{UNPLACED}'"
    code = f"trim(CAST({_key(village)} AS VARCHAR))"
    plain = f"[0-9A-Za-z][0-9A-Za-z-]{{{digits - 1},}}"
    return f"CASE WHEN regexp_full_match({code}, '{plain}') THEN substr({code}, 1, {digits}) ELSE '{UNPLACED}' END"


def _key(column: str | None) -> str:
    assert column is not None  # noqa: S101  checked when the table was opened
    return quoted(column)
