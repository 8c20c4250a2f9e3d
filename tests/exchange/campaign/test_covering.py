from datetime import date

import duckdb
import openpyxl
import pytest

from diguan.exchange.campaign import UnableToCoverCampaign
from tests.factories.returned import records
from tests.factories.visits import filled, visited

DAY = date(2019, 7, 10)


def met(day=DAY, visitor="巴图", who="户主"):
    return {"visited": "是", "visited_on": day, "visitor": visitor, "met": who}


def odd(campaign):
    return [(o.oddity.value, o.household_id) for o in campaign.odd]


UNCOVERED = {"不愁吃", "不愁穿", "饮水安全四项实测"}  # no file of the village has a column about them
COVERED = ("income", "compulsory_education", "basic_medical_insurance", "safe_housing", "safe_drinking_water")


@pytest.fixture
def opened(village_folder):
    """Households with something of their own to ask, counted by hand."""
    unknown = " OR ".join(f"{name} = 1" for name in COVERED)
    sql = f"SELECT household_id FROM '{village_folder}/verdicts/household/*.parquet' WHERE {unknown}"
    return {household for (household,) in duckdb.sql(sql).fetchall()}


def test_what_no_input_decides_gives_nobody_something_to_ask(cover, workbook, homes, opened, tmp_path):
    found = cover(visited(workbook, tmp_path / "a.xlsx", {homes[0]: met()}))
    assert {label.zh for label in found.uncovered} == UNCOVERED
    assert {state.home.household_id for state in found.states if state.home.open} == opened
    assert 0 < len(opened) < len(found.states)


def test_households_are_counted_against_all_and_against_those_to_ask(cover, workbook, homes, opened, tmp_path):
    rows = {
        homes[0]: met(),
        homes[1]: {"visited": "是", "visited_on": DAY, "visitor": "巴图、李四", "not_met": "暂时不在家"},
        homes[2]: {"visited": "否", "not_met": "不愿见"},
    }
    found = cover(visited(workbook, tmp_path / "a.xlsx", rows))
    whole = found.whole
    assert (whole.seen, whole.not_met, whole.not_visited) == (1, 1, 1)
    assert whole.households == whole.seen + whole.to_see == len(found.states)
    assert whole.unrecorded == whole.households - 3
    assert {reason.value: n for reason, n in whole.reasons.items()} == {"away": 1, "refused": 1}
    assert (whole.open, whole.open_seen) == (len(opened), len(opened & {homes[0]}))
    assert found.sound


def test_a_round_over_exports_says_that_nobody_was_seen(cover, workbook, homes, tmp_path):
    found = cover(visited(workbook, tmp_path / "a.xlsx", {homes[0]: met()}))
    assert "没有一户见过" in found.unseen.zh
    book = openpyxl.load_workbook(found.path / "campaign.xlsx")
    said = [cell.value for row in book["总况"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("没有一户见过" in text for text in said)
    assert {sheet["A2"].value for sheet in book} == {"交：县办 · 姓名已遮盖，健康信息与未成年人姓名已隐去"}


def test_whoever_answered_was_seen_although_nobody_ticked_it(cover, workbook, tmp_path):
    found = cover(filled(workbook, tmp_path / "a.xlsx", {("N1", None, "dangerous_house"): False}))
    assert [(s.home.household_id, s.visit.on, s.visit.visitors) for s in found.states if s.seen] == [
        ("N1", date(2019, 6, 12), ("巴图",))
    ]


def test_impossible_days_are_told_and_do_not_count(cover, workbook, homes, tmp_path):
    rows = {homes[0]: met(date(2019, 8, 1)), homes[1]: met(date(2019, 5, 1)), homes[2]: met(None)}
    found = cover(visited(workbook, tmp_path / "a.xlsx", rows), first=date(2019, 7, 1), last=date(2019, 7, 31))
    assert odd(found) == [("after_today", homes[0]), ("outside_days", homes[1]), ("no_day", homes[2])]
    assert found.whole.seen == 0
    assert not found.sound


def test_one_household_with_contradicting_rows_is_told_and_two_visits_are_not(cover, workbook, homes, tmp_path):
    one = visited(
        workbook,
        tmp_path / "a.xlsx",
        {homes[0]: met(), homes[1]: {"visited": "是", "visited_on": date(2019, 7, 9), "not_met": "暂时不在家"}},
    )
    two = visited(
        workbook,
        tmp_path / "b.xlsx",
        {homes[0]: {"visited": "是", "visited_on": DAY, "not_met": "找不到这户"}, homes[1]: met()},
    )
    found = cover(one, two)
    assert odd(found) == [("contradicting", homes[0])]
    assert [place.split()[0] for place in found.odd[0].places] == ["a.xlsx", "b.xlsx"]
    state = next(s for s in found.states if s.home.household_id == homes[1])
    assert (state.seen, state.visits) == (True, 2)


def test_what_is_said_twice_counts_once_and_the_order_of_files_does_not_matter(cover, workbook, homes, tmp_path):
    one = visited(workbook, tmp_path / "a.xlsx", {homes[0]: met()})
    two = visited(workbook, tmp_path / "b.xlsx", {homes[0]: met(), homes[1]: met(visitor="李四")})
    first, second = cover(one, two, out="first"), cover(two, one, one, out="second")
    assert first.whole == second.whole
    assert [s.visits for s in first.states if s.seen] == [1, 1]
    for name in ("campaign.xlsx", "to-see.xlsx"):
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()


def test_not_visited_and_yet_met_or_answered_is_told(cover, workbook, tmp_path):
    file = filled(workbook, tmp_path / "a.xlsx", {("N1", None, "dangerous_house"): False})
    found = cover(visited(file, tmp_path / "b.xlsx", {"N1": {"visited": "否", "met": "户主"}}))
    assert odd(found) == [("not_visited_but_met", "N1"), ("not_visited_but_answered", "N1")]
    assert found.whole.seen == 0


def test_files_that_cannot_be_read_are_told_and_the_others_are_used(cover, workbook, homes, tmp_path):
    good = visited(workbook, tmp_path / "a.xlsx", {homes[0]: met()})
    half = tmp_path / "half.xlsx"
    half.write_bytes(workbook.read_bytes()[:3000])
    found = cover(good, half)
    assert [(file.label, file.refused is None) for file in found.files] == [("a.xlsx", True), ("half.xlsx", False)]
    assert (found.whole.seen, found.sound) == (1, False)
    with pytest.raises(UnableToCoverCampaign, match="没有一个文件可用"):
        cover(half, out="none")


def test_those_still_to_be_seen_are_listed_and_names_that_were_met_are_masked(cover, workbook, homes, tmp_path):
    rows = {homes[0]: met(who="王小明"), homes[1]: {"visited": "否", "not_met": "常年在外"}}
    found = cover(visited(workbook, tmp_path / "a.xlsx", rows))
    listed = records(openpyxl.load_workbook(found.path / "to-see.xlsx")["还没见到的户"])
    assert len(listed) == found.whole.to_see
    assert homes[0] not in {row["户编号"] for row in listed}
    row = next(row for row in listed if row["户编号"] == homes[1])
    assert (row["情况"], row["原因"], row["有事要问"]) == ("没去", "常年在外", "有")
    visits = records(openpyxl.load_workbook(found.path / "campaign.xlsx")["走访记录"])
    assert [(r["户编号"], r["见到谁"]) for r in visits if r["结果"] == "见到"] == [(homes[0], "王**")]


def test_visitors_have_their_days_and_villages(cover, workbook, homes, tmp_path):
    rows = {homes[0]: met(visitor="巴图，李四"), homes[1]: met(date(2019, 7, 11))}
    found = cover(visited(workbook, tmp_path / "a.xlsx", rows))
    assert [(v.name, len(v.seen), len(v.days), v.most_in_a_day) for v in found.visitors] == [
        ("巴图", 2, 2, 1),
        ("李四", 1, 1, 1),
    ]
