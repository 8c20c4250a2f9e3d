"""Whatever key reading would write otherwise is found, whichever way its column is stored; all others are left alone."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diguan.exchange.changes.doubting import mended_keys
from diguan.exchange.reading.spelling import plain

PLAIN = ["H000000001", "", None, "a_b", "x-1", "Ab/c.9", "_", "户-01", "خ-01", "a b", "it's"]


def mended(path, column: pa.Array) -> list[tuple[str, str]]:
    pq.write_table(pa.table({"key": column}), path)
    return list(mended_keys(path, ["key"]))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_keys_that_are_read_as_written_are_left_alone(tmp_path, kind):
    assert mended(tmp_path / "t.parquet", pa.array(PLAIN, pa.string()).cast(kind)) == []


@pytest.mark.parametrize("key", [" a", "a\t", "'a", "a_x000D_b", "ａ1", "\u200bخ", "\ufeffa", "a\u3000"], ids=ascii)
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_key_that_reading_writes_otherwise_is_found(tmp_path, key, kind):
    keys = pa.array([*PLAIN, key, *PLAIN], pa.string())
    assert mended(tmp_path / "t.parquet", keys.cast(kind)) == [("key", key)]


@given(st.lists(st.text(max_size=6), max_size=20))
@example(["a ", "b"])
@example(["a", " ", "b"])
def test_found_is_the_first_key_that_is_read_otherwise(tmp_path_factory, keys):
    changed = [key for key in keys if plain(key) != key]
    found = mended(tmp_path_factory.mktemp("keys") / "t.parquet", pa.array(keys, pa.string()))
    assert found == [("key", key) for key in changed[:1]]


@pytest.mark.parametrize("column", [pa.array([], pa.string()), pa.nulls(3, pa.string()), pa.nulls(3)], ids=str)
def test_columns_without_letters_hold_none(tmp_path, column):
    assert mended(tmp_path / "t.parquet", column) == []


def test_texts_that_repeat_are_looked_at_once_each_and_none_is_overlooked(tmp_path):
    keys = ["A", "B"] * 5000
    assert mended(tmp_path / "t.parquet", pa.array(keys)) == []
    assert mended(tmp_path / "t.parquet", pa.array([*keys, "Ａ"])) == [("key", "Ａ")]


def test_looking_needs_no_package_that_the_installation_does_not_bring():
    code = "import sys; sys.modules['numpy'] = None; import diguan.exchange.changes"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
