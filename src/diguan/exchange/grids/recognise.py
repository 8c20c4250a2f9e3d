"""What a file is, by its first bytes and never by its name alone."""

from enum import StrEnum
from pathlib import Path

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.compound import MAGIC, CompoundFile, UnableToReadCompoundFile, is_protected
from diguan.exchange.grids.errors import refuse
from diguan.exchange.grids.package import damaged, protected

HEAD = 4096
ENCRYPTED_NAME = "EncryptedPackage".encode("utf-16-le")
_EXPECTED = Label("Excel 工作簿（.xlsx、.xls）、CSV 或 Parquet", "an Excel workbook (.xlsx, .xls), CSV or Parquet")


class FileKind(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    DELIMITED = "csv"
    PARQUET = "parquet"


def recognise(path: Path) -> FileKind:
    """The kind of a file; UnableToReadInput when it is none that can be read."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refuse(
            path.name,
            Label("文件是空的", "the file is empty"),
            _EXPECTED,
            Label("请检查导出是否完成", "look whether the export was finished"),
        )
    if head.startswith(b"PK"):
        return FileKind.XLSX
    if head.startswith(MAGIC):
        return _compound(path)
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    _refuse_other(path, head)
    return FileKind.DELIMITED


def _compound(path: Path) -> FileKind:
    content = path.read_bytes()
    try:
        file = CompoundFile(content)
    except UnableToReadCompoundFile as error:
        # The tables are damaged, but the name of its content still says what it was.
        raise protected(path.name) if ENCRYPTED_NAME in content else damaged(path.name, str(error)) from error
    if "EncryptedPackage" in file.streams or "EncryptionInfo" in file.streams:
        raise protected(path.name)
    name = next((n for n in ("Workbook", "Book") if n in file.streams), None)
    if name is None:
        raise _not_a_workbook(path, Label("是 Office 文件，但不是工作簿", "an Office file, but no workbook"))
    try:
        locked = is_protected(file.content(name))
    except UnableToReadCompoundFile as error:
        raise damaged(path.name, str(error)) from error
    if locked:
        raise protected(path.name)
    return FileKind.XLS


def _refuse_other(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if start.startswith((b"<", b"mime-version")):
        raise _not_a_workbook(
            path,
            Label("是网页或 XML，只是名字像表格", "a web page or XML that is only named like a table"),
            Label("请在 Excel 中打开，另存为 .xlsx", "open it in Excel and save it as .xlsx"),
        )
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if start.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"7z\xbc\xaf", b"rar!")) or (
        b"\0" in head and not wide
    ):
        raise _not_a_workbook(path, Label("不是表格文件", "no table"))


def _not_a_workbook(path: Path, found: Label, hint: Label | None = None) -> Exception:
    standard = Label(
        "请在 Excel 中打开数据，另存为 .xlsx 或 CSV", "open the data in Excel and save them as .xlsx or CSV"
    )
    return refuse(path.name, found, _EXPECTED, hint or standard)
