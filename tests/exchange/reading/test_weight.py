import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.exchange.grids.limits import GIB, physical_memory
from diguan.exchange.reading.weight import FIXED, HOUSEHOLD, MANY, UnableToScreenAtOnce, Weight, weigh


def tables(folder, rows):
    folder.mkdir()
    pq.write_table(pa.table({"household_id": pa.array(range(rows))}), folder / "households.parquet")
    return folder


def test_households_of_all_tables_are_counted_without_reading_them(tmp_path):
    found = weigh([tables(tmp_path / "a", 300), tables(tmp_path / "b", 200), tmp_path / "book.xlsx"], GIB)
    assert found == Weight(500, FIXED + 500 * HOUSEHOLD, GIB)
    assert not found.heavy
    found.require_room()


def test_file_that_is_damaged_or_not_there_counts_as_none(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "households.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "b").mkdir()
    assert weigh([tmp_path / "a", tmp_path / "b"]) == Weight(0, FIXED, physical_memory())


def test_a_million_is_said_beforehand_and_what_does_not_fit_is_refused():
    assert Weight(MANY, 4 * GIB, 8 * GIB).heavy
    assert not Weight(MANY - 1, 4 * GIB, 8 * GIB).heavy
    Weight(MANY, 8 * GIB, 8 * GIB).require_room()
    with pytest.raises(UnableToScreenAtOnce, match="take about 12 GB of memory at once, this machine has 8") as refused:
        Weight(3 * MANY, 12 * GIB, 8 * GIB).require_room()
    assert "diguan counties" in refused.value.hint.en
    assert "--all-at-once" in refused.value.hint.zh
