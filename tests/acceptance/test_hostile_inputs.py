"""Hostile and broken files: a clear refusal (exit 2), no traceback, nothing that looks like a whole result."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.acceptance.command import screen

HEADER = ["县", "乡", "村", "户编号", "人编号", "姓名", "证件号码", "与户主关系", "户类型"]


def _zip(path: Path, entries: dict[str, bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", compress) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def _skeleton(sheet: bytes) -> dict[str, bytes]:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["xl/worksheets/sheet1.xml"] = sheet
    return entries


SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"%b<sheetData>%b</sheetData></worksheet>"
)


def zip_bomb(path: Path) -> None:
    """300 MB of spaces in a sheet of 300 kB."""
    _zip(path, _skeleton(SHEET % (b"", b"<!--" + b" " * 300_000_000 + b"-->")))


def far_corner(path: Path) -> None:
    """Two cells: A1 and XFD1048576. Read naively they ask for half a terabyte."""
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
    )
    _zip(path, _skeleton(SHEET % (b'<dimension ref="A1:XFD1048576"/>', rows)))


def far_corner_undeclared(path: Path) -> None:
    """The same without a declared dimension."""
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
    )
    _zip(path, _skeleton(SHEET % (b"", rows)))


def far_corner_lying(path: Path) -> None:
    """The same with a dimension that says A1:B2."""
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
    )
    _zip(path, _skeleton(SHEET % (b'<dimension ref="A1:B2"/>', rows)))


def no_header(path: Path) -> None:
    """A table of numbers."""
    book = openpyxl.Workbook()
    for i in range(50):
        book.active.append([i, i + 1, i + 2])
    book.save(path)


def empty_file(path: Path) -> None:
    """No byte at all."""
    path.write_bytes(b"")


def empty_book(path: Path) -> None:
    """A workbook without a cell."""
    openpyxl.Workbook().save(path)


def header_only(path: Path) -> None:
    """A header and nothing below it."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.save(path)


def protected(path: Path) -> None:
    """A CFB container with an EncryptedPackage stream name, as Excel writes for a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + name + b"\0" * 4096)


def truncated(path: Path) -> None:
    """Half of a real workbook."""
    whole = io.BytesIO()
    book = openpyxl.Workbook()
    for _ in range(500):
        book.active.append(HEADER)
    book.save(whole)
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])


def plain_text(path: Path) -> None:
    """A letter called .xlsx."""
    path.write_text("尊敬的领导：附件请查收。\n", encoding="utf-8")


def entities(path: Path) -> None:
    """Nested XML entities."""
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%b">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(8))
        + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
    )
    _zip(path, _skeleton(sheet))


@pytest.mark.parametrize(
    "hostile",
    [
        zip_bomb,
        far_corner,
        far_corner_undeclared,
        far_corner_lying,
        no_header,
        empty_file,
        empty_book,
        header_only,
        protected,
        truncated,
        plain_text,
        entities,
    ],
)
def test_hostile_workbook_is_refused_with_words(hostile: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    hostile(path)
    outcome = screen(path, out=tmp_path / "out")
    assert outcome.code == 2, outcome.text
    assert "Traceback" not in outcome.text
    assert "county.xlsx" in outcome.text
    assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["county.xlsx"]


def test_password_is_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    protected(path)
    outcome = screen(path, out=tmp_path / "out")
    assert "密码" in outcome.text
    assert "password" in outcome.text.lower()


def test_missing_file_is_named(tmp_path: Path) -> None:
    outcome = screen(tmp_path / "nowhere.xlsx", out=tmp_path / "out")
    assert outcome.code == 2
    assert "nowhere.xlsx" in outcome.text
    assert "Traceback" not in outcome.text


def test_json_refusal_is_one_object(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    empty_book(path)
    outcome = screen(path, out=tmp_path / "out", more=("--json",))
    assert outcome.code == 2
    assert "error" in outcome.answer


def test_formula_text_leaves_as_text(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    evil = "=cmd|' /C calc'!A0"
    header = [*HEADER, "是否危房户", "自然村"]
    rows = [
        ["科尔沁右翼前旗", "科尔沁镇", "平安村", "H1", "P1", evil, "", "户主", "脱贫户", "是", evil],
        ["科尔沁右翼前旗", "科尔沁镇", evil, "H2", "P2", evil, "", "户主", "脱贫户", "是", evil],
    ]
    for r, row in enumerate([header, *rows]):
        for c, value in enumerate(row):
            sheet.write_string(r, c, value)
    book.close()
    outcome = screen(path, out=tmp_path / "out", more=("--region", "152221", "--reveal", "test of formulas"))
    assert outcome.code == 1, outcome.text
    for workbook in (tmp_path / "out").glob("*.xlsx"):
        for page in openpyxl.load_workbook(workbook):
            formulas = [
                c.coordinate for row in page.iter_rows() for c in row if c.data_type == "f" and "cmd" in str(c.value)
            ]
            assert formulas == [], (workbook.name, page.title)
