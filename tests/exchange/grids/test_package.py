import io
import re
import zipfile

import openpyxl
import pytest

from diguan.exchange.grids import Limits, UnableToReadInput
from diguan.exchange.grids.package import NOT_COMPUTED, examine_package

SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
INLINE = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'


@pytest.fixture
def package(tmp_path):
    """Writes a workbook whose one sheet holds this XML; `more` are further parts."""

    def write(rows, *, more=None, whole=None, date1904=False):
        book = io.BytesIO()
        workbook = openpyxl.Workbook()
        workbook.active.title = "人员 & 户"
        workbook.save(book)
        path = tmp_path / "county.xlsx"
        with zipfile.ZipFile(book) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = (whole or SHEET.format(rows)).encode()
                if name == "xl/workbook.xml" and date1904:
                    content = re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', content)
                target.writestr(name, content)
            for name, content in (more or {}).items():
                target.writestr(name, content)
        return path

    return write


def errors(path):
    return examine_package(path, Limits()).errors


def test_error_cells_are_found_by_reference(package):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
        '<row r="7"><c r="AA7" s="2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert errors(package(rows)) == {"人员 & 户": [(0, 1, "#REF!"), (6, 26, "#DIV/0!")]}


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>", "<v />"])
def test_formula_without_a_result_is_an_error(package, value):
    rows = f'<row r="1"><c r="A1"><f>1+1</f>{value}</c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert errors(package(rows)) == {"人员 & 户": [(0, 0, NOT_COMPUTED)]}


def test_cells_without_a_reference_are_counted(package):
    rows = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="5"><c/><c/><c t="e"><v>#NUM!</v></c></row>'
    assert errors(package(rows)) == {"人员 & 户": [(0, 1, "#N/A"), (4, 2, "#NUM!")]}


def test_prefixed_cells_are_found(package):
    whole = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert errors(package("", whole=whole)) == {"人员 & 户": [(0, 0, "#N/A")]}


def test_error_mark_over_the_seam_of_two_pieces_is_found(package, monkeypatch):
    rows = '<row r="1">' + INLINE.format("A1") + '<c r="B1" t="e"><v>#N/A</v></c></row>'
    for size in range(3, 40):
        monkeypatch.setattr("diguan.exchange.grids.package.PART", size)
        assert errors(package(rows)) == {"人员 & 户": [(0, 1, "#N/A")]}


def test_sheet_without_errors_has_none(package):
    assert errors(package('<row r="1">' + INLINE.format("A1") + "</row>")) == {}


@pytest.mark.parametrize("date1904", [True, False])
def test_epoch_is_seen(package, date1904):
    assert examine_package(package("", date1904=date1904), Limits()).epoch_1904 is date1904


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ1000000", "A1048576"])
def test_far_cell_of_a_small_sheet_is_refused_by_name(package, far):
    path = package(f'<row r="1">{INLINE.format("A1")}</row><row r="9">{INLINE.format(far)}{INLINE.format("B9")}</row>')
    if far == "A1048576":  # a single column of a million rows is no danger
        assert errors(path) == {}
        return
    with pytest.raises(UnableToReadInput) as refused:
        errors(path)
    assert (refused.value.sheet, refused.value.cell) == ("人员 & 户", far)


def test_far_cells_without_a_value_are_no_danger(package):
    assert (
        errors(
            package(
                f'<row r="1">{INLINE.format("A1")}<c r="XFD1" s="3"/></row><row r="1048576"><c r="XFD1048576" s="3"/></row>'
            )
        )
        == {}
    )


def test_part_that_unpacks_hugely_is_refused_with_the_figures(package):
    path = package("", more={"xl/media/a.bin": b" " * (70 << 20)})
    with pytest.raises(UnableToReadInput) as refused:
        errors(path)
    assert "70 MB" in refused.value.found.en
    assert "zip bomb" in refused.value.hint.en


def test_too_many_parts_are_refused(package):
    path = package("", more={f"p{n}": b"" for n in range(30)})
    with pytest.raises(UnableToReadInput) as refused:
        examine_package(path, Limits(entries=20))
    assert "at most 20 parts" in refused.value.expected.en


def test_package_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnableToReadInput) as refused:
        errors(path)
    assert "no .xlsx workbook" in refused.value.found.en


def test_header_that_understates_a_size_is_refused(package):
    path = package('<row r="1">' + INLINE.format("A1") + "</row>")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as source:
        size = source.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (size - 50).to_bytes(4, "little")))
    with pytest.raises(UnableToReadInput) as refused:
        errors(path)
    assert "damaged" in refused.value.found.en


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_cut_off_package_is_refused(package, keep):
    path = package('<row r="1">' + INLINE.format("A1") + "</row>")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(UnableToReadInput) as refused:
        errors(path)
    assert "damaged or cut off" in refused.value.found.en
