import hashlib

import openpyxl
import pyarrow.parquet as pq
import pytest

from diguan import compare
from tests.exchange.comparison.test_book import REGIONS, VILLAGE, folders, folders_of_a_health_fact

__all__ = ["folders"]
HEADING = "户编号"


@pytest.fixture(scope="module")
def listed(folders, tmp_path_factory):
    out = tmp_path_factory.mktemp("listed") / "out"
    compare(folders, out=out, recipient="县乡村振兴局", regions=REGIONS, listed=True)
    return out


@pytest.fixture(scope="module")
def rows(listed):
    return pq.read_table(listed / "differences.parquet").to_pylist()


def sheet_rows(path):
    """Household, subject and reason of every difference in the workbook, in order."""
    book = openpyxl.load_workbook(path, read_only=True)
    values = list(book["逐条不同"].iter_rows(values_only=True))
    book.close()
    first = next(n for n, row in enumerate(values) if HEADING in row)
    at = {name: values[first].index(name) for name in (HEADING, "人（村、机构）编号", "原因", "前一轮的说明")}
    return [tuple(row[n] or "" for n in at.values()) for row in values[first + 1 :] if any(row)]


def test_listing_has_the_rows_of_the_workbook_in_its_order(listed, rows):
    own = [
        (
            row["household_id"] or "",
            "" if row["subject"] == "household" else row["subject_id"],
            row["why_zh"],
            row["before_text_zh"] or "",
        )
        for row in rows
    ]
    assert own == sheet_rows(listed / "comparison.xlsx")
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))


def test_listing_says_both_verdicts_and_both_languages_of_a_house_made_safe(rows):
    row = next(r for r in rows if (r["household_id"], r["indicator"]) == ("A1", "safe_housing"))
    assert (row["before_code"], row["after_code"], row["movement"], row["region_code"]) == (
        0,
        2,
        "closed_declared",
        VILLAGE,
    )
    assert "是否危房户" in row["why_zh"]
    assert "house" in row["why_en"]
    assert row["before_text_zh"]
    assert row["before_text_en"]
    assert row["after_text_zh"] is None


def test_listing_hides_health_facts_in_both_languages_unless_revealed(tmp_path):
    folders, said = folders_of_a_health_fact(tmp_path), {}
    for reason in (None, "教育局核对"):
        out = tmp_path / f"out-{reason}"
        compare(folders, out=out, reveal=reason, regions=REGIONS, listed=True)
        (row,) = pq.read_table(out / "differences.parquet").to_pylist()
        said[reason] = [row["why_zh"], row["why_en"]]
    assert ["（已隐去）" in said[None][0], "“是”" in said[None][0], "'yes'" in said[None][1]] == [True, False, False]
    assert ["“是”" in said["教育局核对"][0], "'yes'" in said["教育局核对"][1]] == [True, True]


def test_listing_is_written_where_it_is_asked_for_and_the_same_twice(listed, folders, tmp_path):
    compare(folders, out=tmp_path / "plain", regions=REGIONS)
    assert not (tmp_path / "plain" / "differences.parquet").exists()
    compare(folders, out=tmp_path / "again", recipient="县乡村振兴局", regions=REGIONS, listed=True)
    digests = {
        hashlib.sha256((folder / "differences.parquet").read_bytes()).hexdigest()
        for folder in (listed, tmp_path / "again")
    }
    assert len(digests) == 1
