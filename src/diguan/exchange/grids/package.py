"""What is looked at in a .xlsx before it is opened: the parts of its package, their sizes, far cells, cells that hold an error."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.errors import UnableToReadInput, refuse
from diguan.exchange.grids.grid import a1, from_a1
from diguan.exchange.grids.limits import Limits

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
SMALL_PART = 16 << 20
PART = 1 << 20
BYTES_A_CELL = 48
MOST_EMPTY = 2_000
NO_DANGER = 1 << 30
_ENCRYPTED = 0x1
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3}\d{1,7})["'][^>]*?(/?)>""")
# A cell that holds an error, and a formula whose result nobody has computed: the reader gives both as empty.
_ERROR_MARKS = (b't="e"', b"t='e'")
_FORMULA_MARKS = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b"/></c>")
_FORMULA_TAG = b"<f"
_LONGEST_MARK = 16
_ERROR_MARK = re.compile(rb"""\bt=["']e["']""")
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)\b([^>]*?)(/?)>""")
_FORMULA = re.compile(rb"""<(?:\w+:)?f\b""")
_VALUE = re.compile(rb"""<(?:\w+:)?v[^>/]*>([^<]+)|<(?:\w+:)?is\b""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]*)(\d+)["']""")
NOT_COMPUTED = "=…"
_WORKBOOK = Label("完整的 Excel 工作簿（.xlsx 或 .xls）", "a whole Excel workbook (.xlsx or .xls)")


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What the look at a package gave: error cells by sheet (row, column, error) and the epoch of its dates."""

    errors: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    epoch_1904: bool = False


def examine_package(path: Path, limits: Limits) -> PackageFacts:
    """Look at a .xlsx; UnableToReadInput when it is damaged, protected, a bomb, or no workbook."""
    try:
        with zipfile.ZipFile(path) as package:
            _check_sizes(path, package, limits)
            _check_kind(path, package)
            return _facts(path, package, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ET.ParseError,
        KeyError,
        ValueError,
    ) as error:
        raise damaged(path.name, str(error)) from error


def damaged(name: str, why: str) -> UnableToReadInput:
    """The refusal of a workbook that is cut off or changed."""
    return refuse(
        name,
        Label(f"文件损坏或不完整（{why[:120]}）", f"the file is damaged or cut off ({why[:120]})"),
        _WORKBOOK,
        Label("请重新导出或重新传送，再试一次", "export or send it again"),
    )


def _check_sizes(path: Path, package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    if any(e.flag_bits & _ENCRYPTED for e in entries):
        raise protected(path.name)
    unpacked = sum(e.file_size for e in entries)
    ratio = unpacked // max(path.stat().st_size, 1)
    bomb = unpacked > limits.unpacked or (unpacked > limits.ratio_from and ratio > limits.ratio)
    if bomb or len(entries) > limits.entries:
        raise refuse(
            path.name,
            Label(
                f"压缩包内有 {len(entries)} 项，展开后 {unpacked >> 20} MB，是文件的 {ratio} 倍",
                f"{len(entries)} parts that unpack to {unpacked >> 20} MB, {ratio} times the file",
            ),
            Label(
                f"不超过 {limits.entries} 项、{limits.unpacked >> 20} MB、{limits.ratio} 倍",
                f"at most {limits.entries} parts, {limits.unpacked >> 20} MB and {limits.ratio} times",
            ),
            Label(
                "这像是压缩炸弹；请在 Excel 中另存为 .xlsx 或 CSV",
                "this looks like a zip bomb; save it again as .xlsx or CSV",
            ),
        )


def _check_kind(path: Path, package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    if WORKBOOK not in names or RELATIONS not in names:
        raise refuse(
            path.name,
            Label("是压缩包，但不是 .xlsx 工作簿", "a package, but no .xlsx workbook"),
            _WORKBOOK,
            Label(
                "如为 .ods、.xlsb 或 WPS 格式，请另存为 .xlsx", "if it is .ods, .xlsb or a WPS format, save it as .xlsx"
            ),
        )


def protected(name: str) -> UnableToReadInput:
    """The refusal of a workbook with a password."""
    return refuse(
        name,
        Label("工作簿有密码保护", "the workbook is password-protected"),
        Label("没有密码的工作簿", "a workbook without a password"),
        Label("请在 Excel 中打开，去掉密码后另存", "open it in Excel and save it without the password"),
    )


def _facts(path: Path, package: zipfile.ZipFile, limits: Limits) -> PackageFacts:
    workbook = _small(path, package, WORKBOOK)
    errors: dict[str, list[tuple[int, int, str]]] = {}
    for name, part in _sheet_parts(path, package, workbook):
        has_error = _scan(package, part)
        if package.getinfo(part).file_size <= SMALL_PART:
            _check_far_cells(path, name, package.read(part), limits)
        if has_error:
            errors[name] = list(_error_cells(package.read(part)))
    if "xl/sharedStrings.xml" in package.namelist():
        _scan(package, "xl/sharedStrings.xml")
    return PackageFacts(errors, re.search(rb"""\bdate1904=["'](1|true)["']""", workbook) is not None)


def _small(path: Path, package: zipfile.ZipFile, part: str) -> bytes:
    if package.getinfo(part).file_size > SMALL_PART:
        raise damaged(path.name, part)
    return package.read(part)


def _sheet_parts(path: Path, package: zipfile.ZipFile, workbook: bytes) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet that is there. The XML is parsed here, in the child process, and is small."""
    relations = {e.get("Id"): e.get("Target") or "" for e in ET.fromstring(_small(path, package, RELATIONS))}  # noqa: S314
    names = set(package.namelist())
    for element in ET.fromstring(workbook).iter():  # noqa: S314
        if element.tag.endswith("}sheet") or element.tag == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            part = _part(relations.get(key) or "")
            if part in names:
                yield element.get("name") or "", part


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _scan(package: zipfile.ZipFile, part: str) -> bool:
    """Unpack a whole part, which checks its length and checksum; whether any cell may hold an error."""
    found, tail = False, b""
    with package.open(part) as file:
        while piece := file.read(PART):
            found = found or _is_marked(piece) or _is_marked(tail + piece[:_LONGEST_MARK])
            tail = piece[-_LONGEST_MARK:]
    return found


def _is_marked(xml: bytes) -> bool:
    if any(mark in xml for mark in _ERROR_MARKS):
        return True
    return _FORMULA_TAG in xml and any(mark in xml for mark in _FORMULA_MARKS)


def _check_far_cells(path: Path, sheet: str, xml: bytes, limits: Limits) -> None:
    """Refuse a small sheet whose few cells stand so far apart that the rectangle between them would fill the memory."""
    cells = [from_a1(match[1].decode()) for match in _CELL.finditer(xml) if not match[2]]
    found = [cell for cell in cells if cell]
    if not found:
        return
    columns, rows = (max(part) + 1 for part in zip(*found, strict=True))
    area = columns * rows
    if area * BYTES_A_CELL <= min(limits.memory // 2, len(found) * MOST_EMPTY * BYTES_A_CELL + NO_DANGER):
        return
    far = a1(columns - 1, rows - 1)
    raise refuse(
        path.name,
        Label(
            f"只有 {len(found)} 个单元格，却延伸到 {far}（{area} 格）",
            f"only {len(found)} cells, but they reach to {far} ({area} places)",
        ),
        Label("数据连在一起的表", "a table whose cells stand together"),
        Label(f"请删去表格以外直到 {far} 的零散单元格", f"delete the stray cells outside the table, up to {far}"),
        sheet=sheet,
        cell=far,
    )


def _error_cells(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column (0-based) and text of the cells that hold an error or a formula without a result."""
    seen = -1
    for mark in sorted(place for text in (*_ERROR_MARKS, *_FORMULA_MARKS) for place in _places(xml, text)):
        start = xml.rfind(b"<c ", 0, mark)
        if 0 <= start == seen:
            continue
        match = _TAG.match(xml, start) if start >= 0 else None
        reference = _REFERENCE.search(match[2]) if match else None
        if match is None or reference is None or not reference[1]:
            yield from _error_cells_counted(xml)
            return
        seen = start
        place = from_a1((reference[1] + reference[2]).decode())
        error = _error_of(match[2], xml[match.end() : mark + BODY])
        if place and error:
            yield place[1], place[0], error


BODY = 400


def _places(xml: bytes, mark: bytes) -> Iterator[int]:
    place = xml.find(mark)
    while place >= 0:
        yield place
        place = xml.find(mark, place + 1)


def _error_cells_counted(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """The same for sheets whose cells have no reference or a prefix: every cell is counted."""
    row, column = -1, -1
    tags = [*_TAG.finditer(xml)]
    ends = [*(tag.start() for tag in tags[1:]), len(xml)]
    for tag, end in zip(tags, ends, strict=True):
        reference = _REFERENCE.search(tag[2])
        if tag[1] == b"row":
            row, column = (int(reference[2]) - 1 if reference else row + 1), -1
            continue
        place = from_a1((reference[1] + reference[2]).decode()) if reference else None
        column, row = place or (column + 1, row)
        error = _error_of(tag[2], xml[tag.end() : end])
        if error:
            yield row, column, error


def _error_of(attributes: bytes, body: bytes) -> str | None:
    """The error that a cell shows; None when it shows a value."""
    inside = re.split(rb"</(?:\w+:)?c>", body, maxsplit=1)[0]
    value = _VALUE.search(inside)
    if _ERROR_MARK.search(attributes):
        return (value[1] if value and value[1] else b"#N/A").decode("utf-8", errors="replace")
    return NOT_COMPUTED if _FORMULA.search(inside) and not value else None
