import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.exchange.grids.limits import GIB, usable_memory
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
    assert weigh([tmp_path / "a", tmp_path / "b"]) == Weight(0, FIXED, usable_memory())


def csv(folder, rows):
    folder.mkdir()
    lines = (f"h{n:07},152221101201,{n * 7919 % 100_000}\n" for n in range(rows))
    (folder / "households.csv").write_text("household_id,village_code,income\n" + "".join(lines), encoding="utf-8")
    return folder


def test_households_of_csv_are_counted_where_they_are_few(tmp_path):
    assert weigh([csv(tmp_path / "a", 300), csv(tmp_path / "b", 0)], GIB).households == 300


def test_households_of_a_large_csv_are_told_by_its_size(tmp_path):
    found = weigh([csv(tmp_path / "a", 200_000)], GIB)
    assert found.households == pytest.approx(200_000, rel=0.01)
    with pytest.raises(UnableToScreenAtOnce, match="store it as Parquet"):
        Weight(found.households, found.needed, GIB // 2).require_room()


def test_a_million_is_said_beforehand_and_what_does_not_fit_is_refused():
    assert Weight(MANY, 4 * GIB, 8 * GIB).heavy
    assert not Weight(MANY - 1, 4 * GIB, 8 * GIB).heavy
    Weight(MANY, 8 * GIB, 8 * GIB).require_room()
    with pytest.raises(
        UnableToScreenAtOnce, match="take about 12 GB of memory at once, machine \\(or container\\) has 8"
    ) as refused:
        Weight(3 * MANY, 12 * GIB, 8 * GIB).require_room()
    assert "diguan counties" in refused.value.hint.en
    assert "--all-at-once" in refused.value.hint.zh
