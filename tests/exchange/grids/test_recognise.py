import pytest

from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.grids.recognise import FileKind, recognise
from tests.factories.old_workbooks import write_compound, write_old_workbook


def refusal(path):
    with pytest.raises(UnableToReadInput) as refused:
        recognise(path)
    return refused.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04rest", FileKind.XLSX),
        (b"PAR1rest", FileKind.PARQUET),
        ("户编号,姓名\n".encode(), FileKind.DELIMITED),
    ],
)
def test_kind_goes_by_the_first_bytes_not_by_the_name(tmp_path, content, kind):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert recognise(path) is kind


def test_old_workbook_is_recognised(tmp_path):
    path = tmp_path / "a.xlsx"
    write_old_workbook(path, [["a"]])
    assert recognise(path) is FileKind.XLS


@pytest.mark.parametrize("name", ["EncryptedPackage", "EncryptionInfo"])
def test_protected_new_workbook_is_named(tmp_path, name):
    path = tmp_path / "a.xlsx"
    write_compound(path, {name: b"x"})
    assert "password" in refusal(path).found.en


def test_protected_old_workbook_is_named(tmp_path):
    path = tmp_path / "a.xls"
    write_old_workbook(path, [["a"]], protected=True)
    assert "密码" in refusal(path).found.zh


def test_damaged_protected_workbook_is_still_named(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(path).found.en


def test_letter_in_a_compound_file_is_no_workbook(tmp_path):
    path = tmp_path / "a.xls"
    write_compound(path, {"WordDocument": b"x"})
    assert refusal(path).found.en == "an Office file, but no workbook"


@pytest.mark.parametrize("content", [b"", b"\n\n  ", b"\xef\xbb\xbf", bytes(5000)])
def test_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal(path).found.en == "the file is empty"


@pytest.mark.parametrize(
    "content", [b"<html><table>", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook>", b"MIME-Version: 1.0\n"]
)
def test_web_page_named_like_a_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert "web page" in refusal(path).found.en


@pytest.mark.parametrize("content", [b"%PDF-1.4 \n", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"abc\x00def"])
def test_other_files_are_no_table(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path).found.en == "no table"
