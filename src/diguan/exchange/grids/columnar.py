"""Parquet files: columns keep their types; what is not a plain value is refused by name."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.errors import UnableToReadInput, refuse
from diguan.exchange.grids.grid import Column, Grid
from diguan.exchange.grids.limits import Limits

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_PLAIN = Label("一张平表：文字、数字、是否、日期", "a plain table of texts, numbers, booleans and dates")


def read_columnar(path: Path, limits: Limits) -> list[Grid]:
    """The one grid of a Parquet file."""
    import pyarrow.parquet as pq  # noqa: PLC0415  a child that opens a workbook does without it

    try:
        file = pq.ParquetFile(path)
        _check_size(path, file, limits)
        table = file.read()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, OSError) as error:
        raise refuse(
            path.name,
            Label("文件损坏或不是 Parquet 文件", "the file is damaged or not Parquet"),
            Label("完整的 Parquet 文件", "a whole Parquet file"),
            Label(f"请重新导出（{_short(error)}）", f"export it again ({_short(error)})"),
        ) from error
    columns = [
        Column([], pa.array([], pa.int32()), _plain(path, f.name, table.column(i))) for i, f in enumerate(table.schema)
    ]
    return [Grid(path.name, "", columns, table.num_rows, names=list(table.schema.names))]


def _check_size(path: Path, file: "pq.ParquetFile", limits: Limits) -> None:
    rows, columns = file.metadata.num_rows, file.metadata.num_columns
    if rows > limits.rows or columns > limits.columns:
        raise refuse(
            path.name,
            Label(f"有 {rows} 行、{columns} 列", f"it has {rows} rows and {columns} columns"),
            Label(
                f"不超过 {limits.rows} 行、{limits.columns} 列",
                f"at most {limits.rows} rows and {limits.columns} columns",
            ),
            Label("请拆成几个文件", "split it into several files"),
        )


def _plain(path: Path, name: str, column: pa.ChunkedArray) -> pa.Array:
    """The column as text, double, int64, boolean, date32 or timestamp."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    target = _target(kind)
    if target is None:
        raise _no_plain_column(path, name, kind)
    try:
        # A fraction of a microsecond may be dropped, nothing else.
        return column.cast(target, safe=not pa.types.is_timestamp(target)).combine_chunks()
    except pa.ArrowInvalid as error:
        raise _no_plain_column(path, name, kind) from error


def _target(kind: pa.DataType) -> pa.DataType | None:
    tests = (
        (pa.types.is_null, pa.string()),
        (pa.types.is_string, pa.string()),
        (pa.types.is_large_string, pa.string()),
        (pa.types.is_string_view, pa.string()),
        (pa.types.is_boolean, pa.bool_()),
        (pa.types.is_integer, pa.int64()),
        (pa.types.is_floating, pa.float64()),
        (pa.types.is_decimal, pa.float64()),
        (pa.types.is_date, pa.date32()),
        (pa.types.is_timestamp, pa.timestamp("us")),
    )
    return next((target for test, target in tests if test(kind)), None)


def _no_plain_column(path: Path, name: str, kind: pa.DataType) -> UnableToReadInput:
    return refuse(
        path.name,
        Label(f"列“{name}”的类型是 {kind}", f"column '{name}' has the type {kind}"),
        _PLAIN,
        Label("请改成平表，或删去该列", "make it plain, or leave the column out"),
    )


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
