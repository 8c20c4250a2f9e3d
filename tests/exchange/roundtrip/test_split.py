from dataclasses import replace

import openpyxl
import pytest

from diguan.engine.screening.folder import UnableToWriteRound
from diguan.exchange.grids import open_grids
from diguan.exchange.ledger.stamp import read_stamp
from diguan.exchange.roundtrip import UnableToUseLedger, split_ledger
from diguan.locale import texts
from tests.factories import returned
from tests.factories.returned import Filled


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return returned.ledger(tmp_path_factory.mktemp("round") / "ledger.xlsx", returned.rows(9))


@pytest.fixture(scope="module")
def villages(base, tmp_path_factory):
    out = tmp_path_factory.mktemp("split") / "out"
    return split_ledger(base.parent, "village", out, quiet), out


def test_one_workbook_for_each_village_with_its_rows(villages):
    parts, out = villages
    assert [(p.file, p.group, p.rows, p.filled) for p in parts] == [
        ("台账-天义镇-八家村.xlsx", "天义镇 八家村", 5, 0),
        ("台账-天义镇-三家村.xlsx", "天义镇 三家村", 4, 0),
    ]
    assert sorted(path.name for path in out.iterdir()) == sorted(p.file for p in parts)
    form = Filled(openpyxl.load_workbook(out / parts[1].file).worksheets[0])
    assert [form[n, "户编号"] for n in range(1, 5)] == ["H001", "H003", "H005", "H007"]
    assert [form[n, "序号"] for n in range(1, 5)] == [2, 4, 6, 8]
    assert form.sheet.max_row == form.heading + 4


def test_every_sheet_names_its_recipient_and_what_is_masked(villages):
    parts, out = villages
    book = openpyxl.load_workbook(out / parts[0].file)
    assert {sheet["A2"].value for sheet in book} == {"交：天义镇 八家村 · 姓名已遮盖，健康信息与未成年人姓名已隐去"}
    assert [s.title for s in book if "合成数据 SYNTHETIC" not in s["A1"].value] == []
    assert book.sheetnames == ["台账", "怎么填", "_diguan"]


def test_a_revealed_ledger_says_so_in_every_part(tmp_path):
    base = returned.ledger(tmp_path / "l.xlsx", returned.rows(2), reveal_reason="教育局劝返")
    split_ledger(base, "department", tmp_path / "out", quiet)
    book = openpyxl.load_workbook(tmp_path / "out" / "台账-教育部门.xlsx")
    assert {sheet["A2"].value for sheet in book} == {"交：教育部门 · 姓名未遮盖，原因：教育局劝返"}


def test_locks_dropdowns_and_hidden_keys_are_kept(villages):
    parts, out = villages
    sheet = openpyxl.load_workbook(out / parts[0].file).worksheets[0]
    form = Filled(sheet)
    assert sheet.protection.sheet
    cells = {name: sheet.cell(form.heading + 1, place) for name, place in form.places.items()}
    assert sorted(name for name, cell in cells.items() if not cell.protection.locked) == sorted(
        ["责任人", "进展", "新证据", "证据日期", "备注"]
    )
    spans = [range(d.min, d.max + 1) for d in sheet.column_dimensions.values() if d.hidden]
    hidden = [name for name, place in form.places.items() if any(place in span for span in spans)]
    assert sorted(hidden) == ["发出时的值", "识别键"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    letter = cells["进展"].column_letter
    offered = rules[f"{letter}{form.heading + 1}:{letter}{form.heading + 5}"].formula1.strip('"').split(",")
    assert offered == [label.zh for label in texts("ledger").below("progress").values()]
    assert form[1, "识别键"] == f"{returned.about(0)}-{returned.MARK}"


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    row = replace(returned.rows(1)[0], explanation="=1+1")
    base = returned.ledger(tmp_path / "l.xlsx", [row])
    split_ledger(base, "village", tmp_path / "out", quiet)
    form = Filled(openpyxl.load_workbook(tmp_path / "out" / "台账-天义镇-八家村.xlsx").worksheets[0])
    cell = form.sheet.cell(form.heading + 1, form.places["问题说明"])
    assert (cell.value, cell.quotePrefix) == ("=1+1", True)
    assert cell.data_type != "f"


def test_the_same_ledger_gives_the_same_bytes(base, villages, tmp_path):
    parts, out = villages
    split_ledger(base, "village", tmp_path / "again", quiet)
    assert [p.file for p in parts if (tmp_path / "again" / p.file).read_bytes() != (out / p.file).read_bytes()] == []


def test_parts_know_whose_they_are(villages):
    parts, out = villages
    stamp = read_stamp(open_grids([out / parts[0].file])[0])
    assert (stamp.group_by, stamp.group, stamp.rows, stamp.cover.round_mark) == (
        "village",
        "天义镇 八家村",
        5,
        returned.MARK,
    )


def test_villages_of_two_counties_with_one_name_are_told_apart(tmp_path):
    rows = returned.rows(3)
    rows = [rows[0], replace(rows[2], county="喀喇沁旗")]
    base = returned.ledger(tmp_path / "l.xlsx", rows)
    parts = split_ledger(base, "village", tmp_path / "out", quiet)
    assert [p.group for p in parts] == ["宁城县 天义镇 八家村", "喀喇沁旗 天义镇 八家村"]


def test_an_empty_ledger_and_a_taken_place_are_refused(base, tmp_path):
    empty = returned.ledger(tmp_path / "l.xlsx", [])
    with pytest.raises(UnableToUseLedger, match="没有问题"):
        split_ledger(empty, "village", tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").write_text("x")
    with pytest.raises(UnableToWriteRound):
        split_ledger(base, "village", tmp_path / "taken", quiet)
