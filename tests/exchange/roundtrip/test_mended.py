import openpyxl
import pytest

from diguan.exchange.roundtrip import merge_ledger, split_ledger
from tests.factories import returned
from tests.factories.returned import Filled, fill


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return returned.ledger(tmp_path_factory.mktemp("round") / "ledger.xlsx", returned.rows(4))


@pytest.fixture(scope="module")
def part(base, tmp_path_factory):
    out = tmp_path_factory.mktemp("parts") / "out"
    split_ledger(base, "township", out, quiet)
    return out / "台账-天义镇.xlsx"


@pytest.fixture(scope="module")
def first(base, part, tmp_path_factory):
    """Two keys damaged, one unknown, one of another round, rows torn apart, a choice and a day that cannot be read."""
    folder = tmp_path_factory.mktemp("first")

    def change(form):
        form[1, "识别键"], form[1, "责任人"] = "坏了", "甲"
        form[2, "识别键"], form[2, "备注"] = f"{'0' * 20}-{returned.MARK}", "乙"
        form[3, "识别键"], form[3, "备注"] = f"{returned.about(2)}-{returned.OTHER_MARK}", "丙"
        form[3, "人编号"] = None
        form[4, "进展"], form[4, "证据日期"], form[4, "责任人"] = "差不多", "上月", "丁"

    filled = fill(part, folder / "a.xlsx", change, by="张")
    return filled, merge_ledger(base, [filled], folder / "out", apply=True, decisions=None, progress=quiet)


def test_rejected_cells_say_where_they_stood_and_why(first):
    _, merged = first
    rows = returned.table(merged.rejected, "退回的格")
    assert [(r["单元格"], r["列"], r["填报的值"], r["序号"], r["可能是序号"], r["填写人"]) for r in rows] == [
        ("T6", "责任人", "甲", None, "1", "张"),
        ("U9", "进展", "差不多", "4", None, "张"),
        ("W9", "证据日期", "上月", "4", None, "张"),
        ("X7", "备注", "乙", None, "2", "张"),
        ("X8", "备注", "丙", None, None, "张"),
    ]
    reasons = [r["为什么退回"] for r in rows]
    assert reasons[0] == "识别键“坏了”被改坏"
    assert reasons[1].startswith("不在下拉列表中")
    assert reasons[3].startswith("台账中没有识别键")
    assert reasons[4].endswith("属于另一轮")
    assert {(c.row, c.column): c.value for c in merged.weighed.changes} == {(3, "owner"): "丁"}
    assert not merged.whole


def test_rows_torn_from_their_keys_are_rejected(base, part, tmp_path):
    def change(form):  # only the entry columns and the household were sorted, the key was not
        form[1, "户编号"], form[2, "户编号"] = form[2, "户编号"], form[1, "户编号"]
        form[1, "责任人"] = "甲"

    filled = fill(part, tmp_path / "a.xlsx", change)
    merged = merge_ledger(base, [filled], tmp_path / "out", apply=False, decisions=None, progress=quiet)
    assert merged.weighed.changes == []
    assert ["另一户或另一个问题" in r.reason.zh for r in merged.collected.rejected] == [True]


def mend(rejected, target, change):
    book = openpyxl.load_workbook(rejected)
    change(Filled(book.worksheets[0]))
    book.save(target)
    return target


def test_mended_cells_find_their_place_and_the_rest_is_rejected_again(base, first, tmp_path):
    _, merged = first

    def change(form):
        form[1, "属于序号"] = 1
        form[2, "改正值"] = "已整改"
        form[3, "改正值"] = "-"
        form[4, "属于序号"] = "99"

    mended = mend(merged.rejected, tmp_path / "mended.xlsx", change)
    again = merge_ledger(merged.ledger, [mended], tmp_path / "out", apply=True, decisions=None, progress=quiet)
    assert {(c.row, c.column): c.value for c in again.weighed.changes} == {
        (0, "owner"): "甲",
        (3, "progress"): "已整改待复核",
    }
    assert again.weighed.changes[0].spots[0].by == "张"
    assert [(r.value, r.reason.zh) for r in again.collected.rejected] == [
        ("乙", "台账中没有序号“99”"),
        ("丙", "台账中没有序号“-”"),
    ]
    form = Filled(openpyxl.load_workbook(again.ledger).worksheets[0])
    assert (form[1, "责任人"], form[4, "责任人"], form[4, "进展"]) == ("甲", "丁", "已整改待复核")


def test_untouched_rejected_cells_are_rejected_again_and_nothing_is_lost(base, first, tmp_path):
    _, merged = first
    again = merge_ledger(
        merged.ledger, [merged.rejected], tmp_path / "out", apply=False, decisions=None, progress=quiet
    )
    assert again.weighed.changes == []
    before, after = ([(r.column, r.value, r.spot.cell) for r in m.collected.rejected] for m in (merged, again))
    assert sorted(before) == sorted(after)
