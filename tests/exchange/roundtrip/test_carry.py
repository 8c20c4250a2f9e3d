from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from diguan.exchange.roundtrip import UnableToUseLedger, carry_ledger
from tests.factories import returned
from tests.factories.returned import Filled, fill


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory):
    """Rows 0-5 then, rows 2-7 now; row 3 is of another kind now."""
    folder = tmp_path_factory.mktemp("carry")
    blank = returned.ledger(folder / "blank" / "ledger.xlsx", returned.rows(6))

    def change(form):
        form[1, "责任人"], form[1, "进展"] = "一", "已整改待复核"
        form[3, "责任人"], form[3, "进展"], form[3, "证据日期"] = "三", "已整改待复核", "2019-7-1"
        form[4, "责任人"], form[4, "备注"] = "四", "+备注"

    old = fill(blank, folder / "old" / "ledger.xlsx", change)
    rows = returned.rows(6, returned.OTHER_MARK, first=2)
    key = f"{'f' * 20}-{returned.OTHER_MARK}"
    rows[1] = replace(rows[1], key=key, kind="疑似错退")
    new = returned.ledger(folder / "new" / "ledger.xlsx", rows, returned.OTHER_MARK, as_of=date(2019, 12, 31))
    return old, new


@pytest.fixture(scope="module")
def carried(ledgers, tmp_path_factory):
    old, new = ledgers
    return carry_ledger(old, new.parent, tmp_path_factory.mktemp("out") / "out", quiet)


def test_entries_follow_the_same_problem(carried):
    assert carried.same == [(0, 2), (2, 4), (3, 5)]
    form = Filled(openpyxl.load_workbook(carried.ledger).worksheets[0])
    assert [form[row, "责任人"] for row in range(1, 7)] == ["三", "四", None, None, None, None]
    assert form[1, "证据日期"].date() == date(2019, 7, 1)
    assert form[2, "备注"] == "+备注"
    assert form[1, "识别键"].endswith(returned.OTHER_MARK)


def test_a_problem_of_another_kind_is_the_same_household_person_and_indicator(carried):
    assert carried.kind_changed == [(1, 3)]
    row = returned.table(carried.report, "同一问题换了类型")[0]
    assert (row["户编号"], row["现类型"], row["填报内容"]) == ("H003", "疑似错退", "责任人：四\n备注：+备注")


def test_what_is_done_on_paper_stays_beside_the_verdict_of_the_new_round(carried):
    assert carried.still_open == [(0, 2)]
    row = returned.table(carried.report, "填了已办但仍在")[0]
    assert (row["序号"], row["户编号"], row["原进展"]) == (1, "H002", "已整改待复核")
    assert Filled(openpyxl.load_workbook(carried.ledger).worksheets[0])[1, "进展"] == "已整改待复核"


def test_what_is_gone_and_what_is_new_is_listed_and_nothing_filled_in_is_lost(carried):
    assert (carried.gone, carried.new) == ([0, 1], [4, 5])
    gone = returned.table(carried.report, "不再是问题的")
    assert [(r["户编号"], r["填报内容"]) for r in gone] == [("H000", "责任人：一\n进展：已整改待复核"), ("H001", None)]
    assert [r["户编号"] for r in returned.table(carried.report, "新出现的")] == ["H006", "H007"]


def test_every_row_of_the_new_round_is_in_the_new_ledger(carried, ledgers):
    before, after = (Filled(openpyxl.load_workbook(p).worksheets[0]) for p in (ledgers[1], carried.ledger))
    for name in ("序号", "户编号", "问题类型", "识别键"):
        assert [before[row, name] for row in range(1, 7)] == [after[row, name] for row in range(1, 7)]


def test_one_round_an_older_round_and_corrections_are_refused(ledgers, tmp_path):
    old, new = ledgers
    with pytest.raises(UnableToUseLedger, match="同一轮"):
        carry_ledger(old, old, tmp_path / "out", quiet)
    with pytest.raises(UnableToUseLedger, match="次序写反"):
        carry_ledger(new, old, tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()
