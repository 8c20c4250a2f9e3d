import zipfile

import pytest

from diguan.exchange.ledger.filling import Sheet, fill
from tests.factories import papers

PATTERN = (
    '<worksheet><dimension ref="A1:Y6"/><sheetData><row r="4"><c r="A4" t="inlineStr"><is><t>标题</t></is></c></row>'
    '<row r="5">{plain}</row><row r="6">{quoted}</row></sheetData><autoFilter ref="A4:Y6"/></worksheet>'
)
COMPUTED = "ABCDEFGHIJKLMNOPQRSY"


def skeleton(path, sheets=1, pattern=PATTERN):
    plain, quoted = ("".join(f'<c r="{c}{row}" s="{style}"/>' for c in COMPUTED) for row, style in ((5, 1), (6, 2)))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for place in range(1, sheets + 1):
            package.writestr(f"xl/worksheets/sheet{place}.xml", pattern.format(plain=plain, quoted=quoted))
    return path


def filled(tmp_path, sheets, number):
    written = fill(skeleton(tmp_path / "s.zip", len(sheets)), tmp_path / "l.xlsx", sheets, papers.rows(number))
    with zipfile.ZipFile(tmp_path / "l.xlsx") as package:
        return written, {name: package.read(name).decode() for name in package.namelist()}


def test_rows_take_the_place_of_the_pattern_and_the_rest_stays(tmp_path):
    written, parts = filled(tmp_path, [Sheet(1, 5, 1, 3)], 3)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert written == 3
    assert sheet.startswith('<worksheet><dimension ref="A1:Y7"/><sheetData><row r="4">')
    assert sheet.endswith('</sheetData><autoFilter ref="A4:Y6"/></worksheet>')
    assert [sheet.count(f'<row r="{row}"') for row in range(4, 9)] == [1, 1, 1, 1, 0]
    assert parts["[Content_Types].xml"] == "<Types/>"


def test_sheets_share_the_rows_in_order(tmp_path):
    written, parts = filled(tmp_path, [Sheet(1, 5, 1, 600), Sheet(2, 5, 601, 50)], 650)
    assert written == 650
    assert [parts[f"xl/worksheets/sheet{n}.xml"].count("<row ") for n in (1, 2)] == [601, 51]
    assert '<c r="A5" s="1"><v>601</v></c>' in parts["xl/worksheets/sheet2.xml"]


def test_fewer_rows_than_announced_are_counted(tmp_path):
    assert filled(tmp_path, [Sheet(1, 5, 1, 9)], 4)[0] == 4


def test_a_very_large_sheet_is_written_with_64_bit_fields(tmp_path):
    fill(skeleton(tmp_path / "s.zip"), tmp_path / "l.xlsx", [Sheet(1, 5, 1, 1_000_000)], papers.rows(2))
    with zipfile.ZipFile(tmp_path / "l.xlsx") as package:
        assert package.testzip() is None


def test_a_skeleton_without_pattern_rows_is_a_fault(tmp_path):
    skeleton(tmp_path / "s.zip", pattern="<worksheet/>")
    with pytest.raises(ValueError, match="pattern rows 5 and 6"):
        fill(tmp_path / "s.zip", tmp_path / "l.xlsx", [Sheet(1, 5, 1, 1)], papers.rows(1))
