"""The compound file of old .xls workbooks and of password-protected ones: its streams, and the errors inside an old sheet.

Source: [MS-CFB] (header, FAT, directory) and [MS-XLS] (record numbers and layouts).
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOF, FILEPASS, BOUNDSHEET, FORMULA, BOOLERR, EOF = 0x0809, 0x002F, 0x0085, 0x0006, 0x0205, 0x000A
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NO_SECTOR = 0xFFFFFFFA
_ENTRY = 128
# An error cell somewhere: a BOOLERR record with its error flag, or a formula whose result is an error.
_ERROR_SOMEWHERE = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x06\x00..{7}\x02.{5}\xff\xff", re.DOTALL)


class UnableToReadCompoundFile(ValueError):
    """The tables of a compound file contradict each other: it is cut off or damaged."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One entry of the directory: where its content begins and how long it is."""

    start: int
    size: int


class CompoundFile:
    """The streams of a compound file by name. Every chain is bounded by the size of the file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512 or not content.startswith(MAGIC):  # noqa: PLR2004  the header is 512 bytes
            raise UnableToReadCompoundFile("header")
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise UnableToReadCompoundFile("sector size")
        self._size = 1 << shift
        self._fat = self._allocation_table()
        self.streams = dict(self._directory(struct.unpack_from("<I", content, 48)[0]))

    def content(self, name: str) -> bytes:
        """Content of a stream that is long enough to stand in sectors of its own (4096 bytes)."""
        stream = self.streams[name]
        return b"".join(self._chain(stream.start))[: stream.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise UnableToReadCompoundFile("sector beyond the end")
        return self._content[start : start + self._size]

    def _allocation_table(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        following, count = struct.unpack_from("<2I", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if following >= _NO_SECTOR:
                break
            *more, following = struct.unpack(f"<{self._size // 4}I", self._sector(following).ljust(self._size, b"\xff"))
            numbers += more
        sectors = (self._sector(n).ljust(self._size, b"\xff") for n in numbers if n < _NO_SECTOR)
        return [n for sector in sectors for n in struct.unpack(f"<{self._size // 4}I", sector)]

    def _chain(self, number: int) -> Iterator[bytes]:
        for _ in range(len(self._content) // self._size + 1):
            if number >= _NO_SECTOR:
                return
            yield self._sector(number)
            if number >= len(self._fat):
                raise UnableToReadCompoundFile("chain beyond the table")
            number = self._fat[number]
        raise UnableToReadCompoundFile("endless chain")

    def _directory(self, start: int) -> Iterator[tuple[str, Stream]]:
        directory = b"".join(self._chain(start))
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, place + 64)
            if 2 <= length <= 64:  # noqa: PLR2004  a name is 1 to 31 UTF-16 characters and a zero
                name = directory[place : place + length - 2].decode("utf-16-le", errors="replace")
                first, size = struct.unpack_from("<IQ", directory, place + 116)
                yield name, Stream(first, size & 0xFFFFFFFF)


def is_protected(workbook: bytes) -> bool:
    """Whether an old workbook stream is encrypted: FILEPASS follows the first BOF."""
    records = records_of(workbook, 0)
    return any(kind == FILEPASS for (kind, _), _ in zip(records, range(4), strict=False))


def records_of(workbook: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of a workbook stream from `start` on: number and content."""
    while start + 4 <= len(workbook):
        kind, length = struct.unpack_from("<HH", workbook, start)
        yield kind, workbook[start + 4 : start + 4 + length]
        start += 4 + length


def error_cells(workbook: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Cells that hold an error, by sheet: row, column (0-based) and the error. The reader gives them as empty."""
    if not _ERROR_SOMEWHERE.search(workbook):
        return {}
    return {name: list(_errors_of_sheet(workbook, start)) for name, start in _sheets(workbook)}


def _sheets(workbook: bytes) -> Iterator[tuple[str, int]]:
    for kind, content in records_of(workbook, 0):
        if kind == EOF:
            return
        if kind == BOUNDSHEET and len(content) >= 8:  # noqa: PLR2004  offset, kind, length of the name, flags
            (start,) = struct.unpack_from("<I", content)
            length, wide = content[6], content[7] & 1
            raw = content[8 : 8 + length * (1 + wide)]
            yield raw.decode("utf-16-le" if wide else "latin-1", errors="replace"), start


def _errors_of_sheet(workbook: bytes, start: int) -> Iterator[tuple[int, int, str]]:
    depth = 0
    for kind, content in records_of(workbook, start):
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            return
        error = _error_in(kind, content)
        if error is not None:
            row, column = struct.unpack_from("<2H", content)
            yield row, column, ERRORS.get(error, "#N/A")


def _error_in(kind: int, content: bytes) -> int | None:
    if kind == BOOLERR and len(content) >= 8 and content[7]:  # noqa: PLR2004  row, column, format, value, is-error
        return content[6]
    if kind == FORMULA and len(content) >= 14 and content[6] == 2 and content[12:14] == b"\xff\xff":  # noqa: PLR2004  result of a formula
        return content[8]
    return None
