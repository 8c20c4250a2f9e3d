from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.exchange.grids import Limits, UnableToReadInput
from diguan.exchange.grids.columnar import read_columnar


def written(tmp_path, **columns):
    path = tmp_path / "households.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_columns_keep_their_types(tmp_path):
    path = written(
        tmp_path,
        text=pa.array(["a", None]),
        big=pa.array(["a", "b"], pa.large_string()),
        code=pa.array(["x", "x"]).dictionary_encode(),
        whole=pa.array([1, None], pa.int16()),
        number=pa.array([1.5, 2], pa.float32()),
        exact=pa.array([Decimal("3.20"), None]),
        truth=pa.array([True, None]),
        day=pa.array([date(2019, 6, 30), None]),
        instant=pa.array([datetime(2019, 6, 30, 1), None], pa.timestamp("ns")),  # noqa: DTZ001
        nothing=pa.nulls(2),
    )
    (grid,) = read_columnar(path, Limits())
    kinds = {name: str(column.plain.type) for name, column in zip(grid.names, grid.columns, strict=True)}
    assert kinds == {
        "text": "string",
        "big": "string",
        "code": "string",
        "whole": "int64",
        "number": "double",
        "exact": "double",
        "truth": "bool",
        "day": "date32[day]",
        "instant": "timestamp[us]",
        "nothing": "string",
    }
    assert grid.columns[3].cells([0, 1]) == [1, None]
    assert grid.rows == 2


def test_nested_column_is_refused_by_name(tmp_path):
    with pytest.raises(UnableToReadInput) as refused:
        read_columnar(written(tmp_path, members=pa.array([[1, 2]])), Limits())
    assert "'members' has the type list" in refused.value.found.en


def test_more_rows_than_the_limit_are_refused(tmp_path):
    with pytest.raises(UnableToReadInput) as refused:
        read_columnar(written(tmp_path, a=pa.array([1, 2, 3])), Limits(rows=2))
    assert refused.value.found.en == "it has 3 rows and 1 columns"


def test_damaged_file_is_refused(tmp_path):
    path = written(tmp_path, a=pa.array(list(range(1000))))
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 12 + b"PAR1")
    with pytest.raises(UnableToReadInput) as refused:
        read_columnar(path, Limits())
    assert "damaged" in refused.value.found.en
