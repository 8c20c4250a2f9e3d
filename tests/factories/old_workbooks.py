"""Old .xls workbooks and other compound files, byte by byte: the one independent writer the tests need ([MS-CFB], [MS-XLS])."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}
LEAST_STREAM = 4096


def write_compound(path: Path, streams: Mapping[str, bytes]) -> None:
    """A compound file with streams of at least 4096 bytes (shorter ones are padded)."""
    contents = {name: content.ljust(LEAST_STREAM, b"\0") for name, content in streams.items()}
    sectors, table = [], [END]  # sector 0: the directory
    entries = [_entry("Root Entry", 5, END, 0)]
    for name, content in contents.items():
        pieces = [content[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(content), SECTOR)]
        first = len(table)
        table += [*range(first + 1, first + len(pieces)), END]
        sectors += pieces
        entries.append(_entry(name, 2, first, len(content)))
    fat_sectors = 1
    while (len(table) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    places = range(len(table), len(table) + fat_sectors)
    table += [FAT] * fat_sectors
    fat = b"".join(struct.pack("<I", n) for n in table).ljust(fat_sectors * SECTOR, b"\xff")
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    path.write_bytes(_header(list(places)) + directory + b"".join(sectors) + fat)


def _header(fat: Sequence[int]) -> bytes:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    middle = struct.pack("<IIIIIIIII", 0, len(fat), 0, 0, LEAST_STREAM, END, 0, END, 0)
    return start + middle + b"".join(struct.pack("<I", n) for n in [*fat, *[FREE] * (109 - len(fat))])


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else FREE
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def write_old_workbook(
    path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1", protected: bool = False
) -> None:
    """A workbook of one sheet. Cells: text, number, None, or an error as "#N/A" (written as an error cell)."""
    cells = b"".join(
        _cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None
    )
    width = max((len(row) for row in rows), default=0)
    page = _bof(0x10) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells + _record(0x0A, b"")
    lock = _record(0x2F, bytes(54)) if protected else b""
    name = sheet.encode("utf-16-le")
    size = len(_bof(5)) + len(lock) + 4 + 8 + len(name) + 4
    bound = _record(0x85, struct.pack("<IHBB", size, 0, len(sheet), 1) + name)
    write_compound(path, {"Workbook": _bof(5) + lock + bound + _record(0x0A, b"") + page})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    if value in ERRORS:
        return _record(0x0205, place + struct.pack("<BB", ERRORS[str(value)], 1))
    text = str(value)
    return _record(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
