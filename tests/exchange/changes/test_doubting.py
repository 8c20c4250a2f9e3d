"""Bytes tell which columns of keys hold none that reading would mend; what they doubt is looked at key by key."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.exchange.changes.doubting import MENDED, columns_in_doubt

PLAIN = ["H000000001", "", None, "a_b", "x-1", "Ab/c.9", "_"]


def in_doubt(tmp_path, column: pa.Array) -> list[str]:
    pq.write_table(pa.table({"key": column}), tmp_path / "t.parquet")
    return list(columns_in_doubt(tmp_path / "t.parquet", ["key"]))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_plain_keys_are_beyond_doubt(tmp_path, kind):
    assert in_doubt(tmp_path, pa.array(PLAIN, pa.string()).cast(kind)) == []


@pytest.mark.parametrize("mark", [*MENDED, "１", "村"], ids=lambda mark: mark.encode().hex())
@pytest.mark.parametrize("kind", [pa.string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_one_key_with_a_mark_puts_its_column_in_doubt(tmp_path, mark, kind):
    keys = pa.array([*PLAIN, f"a{mark}b", *PLAIN], pa.string())
    assert in_doubt(tmp_path, keys.cast(kind)) == ["key"]


@pytest.mark.parametrize("column", [pa.array([], pa.string()), pa.nulls(3, pa.string()), pa.array([1, 2])], ids=str)
def test_columns_without_letters_are_beyond_doubt(tmp_path, column):
    assert in_doubt(tmp_path, column) == []


def test_texts_of_a_kind_that_is_not_known_here_are_in_doubt(tmp_path):
    assert in_doubt(tmp_path, pa.array([b"a"], pa.binary())) == ["key"]


def test_texts_that_repeat_are_looked_at_once_each_and_none_is_overlooked(tmp_path):
    keys = ["A", "B"] * 5000
    assert in_doubt(tmp_path, pa.array(keys)) == []
    assert in_doubt(tmp_path, pa.array([*keys, "Ａ"])) == ["key"]


def test_doubt_needs_no_package_that_the_installation_does_not_bring():
    code = "import sys; sys.modules['numpy'] = None; import diguan.exchange.changes"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
