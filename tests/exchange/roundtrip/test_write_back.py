"""What was verified and corrected leaves as a list in the words of the export; what cannot is told."""

from datetime import date

import openpyxl
import pytest

from diguan.exchange.roundtrip import UnableToUseLedger, merge_ledger, split_ledger
from tests.exchange.roundtrip.test_shapes import checked, quiet, table
from tests.factories import returned
from tests.factories.returned import fill

__all__ = ["checked"]


@pytest.fixture
def part(checked, tmp_path):
    parts = split_ledger(checked, "township", tmp_path / "parts", quiet)
    return tmp_path / "parts" / max(parts, key=lambda each: each.rows).file


def merge(base, files, out):
    return merge_ledger(base, files, out, apply=False, decisions=None, progress=quiet, write_back=True)


def corrected(form, row, value, **more):
    form[row, "处理结果"] = "已更正"
    for name, written in {"更正后的值": value, **more}.items():
        form[row, name] = written


def test_corrected_cells_stand_with_old_and_new_value_proof_and_day(checked, part, tmp_path):
    about = {}

    def change(form):
        names = ("户编号", "人编号", "列", "现值", "工作簿", "行")
        about.update({name: form[1, name] for name in names})
        corrected(form, 1, "初中", 核实人="王工", 核实日期=date(2022, 7, 5), 佐证="毕业证照片")
        form[2, "处理结果"] = "核实无误"

    merged = merge(checked, [fill(part, tmp_path / "a.xlsx", change, by="王")], tmp_path / "out")
    (row,) = table(merged.write_back, "回填清单")
    assert (row["户编号"], row["人编号"]) == (about["户编号"], about["人编号"])
    assert about["列"].startswith(row["列"])
    assert (row["新值"], row["佐证"], row["核实日期"], row["核实人"]) == ("初中", "毕业证照片", "2022-07-05", "王工")
    assert (row["原值"] or "（空）", row["文件"], int(row["行"])) == (about["现值"], about["工作簿"], int(about["行"]))
    assert merged.back.left == ()
    assert openpyxl.load_workbook(merged.write_back).sheetnames == ["回填清单"]


def test_column_is_called_as_in_the_export(checked, part, tmp_path):
    found = {}

    def change(form):
        for row in range(1, form.sheet.max_row - form.heading + 1):
            if form[row, "列"]:
                corrected(form, row, f"v{row}")
                found[row] = form[row, "列"]

    merged = merge(checked, [fill(part, tmp_path / "a.xlsx", change, by="王")], tmp_path / "out")
    names = {one.column for one in merged.back.corrections} | {one.column for one in merged.back.left}
    headers = set()
    for path in (checked.parent / "in").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            headers |= {cell for line in sheet.iter_rows(max_row=4, values_only=True) for cell in line}
    assert found
    assert names <= headers


def test_no_value_and_different_values_for_one_cell_are_left_and_said(checked, part, tmp_path):
    def change(form):
        form[1, "处理结果"] = "已更正"

    merged = merge(checked, [fill(part, tmp_path / "a.xlsx", change, by="王")], tmp_path / "out")
    assert [one.why for one in merged.back.left] == ["no_value"]
    assert merged.back.corrections == ()
    assert [row["为什么不回填"] for row in table(merged.write_back, "不回填")] == [
        "处理结果是“已更正”，没有写更正后的值"
    ]


def test_people_who_contradict_each_other_are_waited_for(checked, part, tmp_path):
    one = fill(part, tmp_path / "a.xlsx", lambda form: corrected(form, 1, "1"), by="甲")
    two = fill(part, tmp_path / "b.xlsx", lambda form: corrected(form, 1, "2"), by="乙")
    merged = merge(checked, [one, two], tmp_path / "out")
    assert (merged.back.corrections, [each.why for each in merged.back.left]) == ((), ["conflict"])
    assert not merged.whole


def test_ledger_of_a_screening_has_nothing_to_carry_back(tmp_path):
    base = returned.ledger(tmp_path / "ledger.xlsx", returned.rows(3))
    with pytest.raises(UnableToUseLedger, match="台账没有更正后的值"):
        merge(base, [base], tmp_path / "out")
    assert not (tmp_path / "out").exists()
