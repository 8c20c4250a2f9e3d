import struct
import zipfile
from io import BytesIO

import openpyxl
import pytest

from diguan.domain.evidence.choices import MediaType
from diguan.domain.evidence.recognising import MOST_ENTRIES, recognise
from diguan.domain.evidence.refusals import UnableToTakeEvidence
from tests.factories.evidence import package, pdf, photo


def workbook():
    file = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "证据"
    book.save(file)
    return file.getvalue()


def bomb():
    return package(more=[(f"word/media/{n}", b"\0" * (8 << 20)) for n in range(4)])


def protected():
    content = bytearray(package())
    content[6] |= 1
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def lying():
    """Says that it unpacks to little."""
    content = bytearray(package(content=b"\0" * (1 << 20)))
    place = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 10)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo("JPEG"), MediaType.JPEG),
        (photo("PNG"), MediaType.PNG),
        (photo("WEBP"), MediaType.WEBP),
        (pdf(), MediaType.PDF),
        (workbook(), MediaType.XLSX),
        (package(), MediaType.DOCX),
    ],
    ids=("jpeg", "png", "webp", "pdf", "xlsx", "docx"),
)
def test_file_is_known_by_its_content(content, kind):
    assert recognise(content, "name.exe").media_type == kind


def test_paper_is_kept_as_it_is():
    for content in (pdf(), workbook(), package()):
        assert recognise(content, "a").content == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"hello", "is no kind of file"),
        (b"<html><script>alert(1)</script></html>", "is no kind of file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no kind of file"),
        (b"GIF89a" + b"\0" * 50, "is no kind of file"),
        (b"MZ" + b"\0" * 50, "is no kind of file"),
        (b"\xff\xd8\xff\xe0not a photo", "is no whole photo"),
        (b"junk" + pdf(), "is no kind of file"),
        (pdf()[:40], "is cut off"),
        (package(main=""), "no workbook and no document"),
        (package(types=False), "no workbook and no document"),
        (package(more=[("xl/workbook.xml", "<w/>")]), "no workbook and no document"),
        (package(more=[("word/vbaProject.bin", "x")]), "has macros"),
        (package()[:-30], "is damaged"),
        (package()[:40] + b"\0\0" + package()[42:], "is damaged"),
        (bomb(), "looks like a zip bomb"),
        (package(more=[(f"p{n}", "") for n in range(MOST_ENTRIES)]), "looks like a zip bomb"),
        (protected(), "has a password"),
        (lying(), "is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_not_taken_says_why(content, said):
    with pytest.raises(UnableToTakeEvidence, match=said) as caught:
        recognise(content, "证据.jpg")
    assert "证据.jpg" in caught.value.said("zh")


def test_bomb_is_refused_by_what_it_declares():
    assert len(bomb()) < 100_000
    with zipfile.ZipFile(BytesIO(bomb())) as made:
        assert sum(entry.file_size for entry in made.infolist()) > 32 << 20
