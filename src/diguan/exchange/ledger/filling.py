"""Puts rows of findings into a finished workbook, in one pass over its package; memory does not grow with the rows."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from diguan.exchange.ledger.row_xml import RowWriter

EPOCH = (1980, 1, 1, 0, 0, 0)
CHUNK_ROWS = 500
# beyond this a part is written with the 64-bit fields of a package, which not every reader needs to know otherwise
BYTES_A_ROW, PLAIN_LIMIT = 8_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be filled: its place among the sheets (1-based), its rows and where the first of them stands (1-based)."""

    place: int
    first_row: int
    first_number: int
    count: int

    @property
    def part(self) -> str:
        """Name of the sheet's part in the package."""
        return f"xl/worksheets/sheet{self.place}.xml"


class RowMaker(Protocol):
    """Makes rows of a sheet from whatever they are made of; given the two pattern rows as XML."""

    def xml(self, at: int, number: int, row: Any) -> str:  # noqa: ANN401  each maker has rows of its own
        """The row with a running number, to stand on row `at` (1-based) of the sheet."""
        ...


Maker = Callable[[str, str], RowMaker]


def fill(skeleton: Path, path: Path, sheets: list[Sheet], rows: Iterator[Any], maker: Maker = RowWriter) -> int:
    """Copy the package `skeleton` to `path`, replacing the two pattern rows of every sheet by its rows; returns how many came."""
    by_part = {sheet.part: sheet for sheet in sheets}
    written = 0
    with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name not in by_part:
                target.writestr(info, source.read(name))
                continue
            sheet = by_part[name]
            large = sheet.count * BYTES_A_ROW > PLAIN_LIMIT
            with target.open(info, "w", force_zip64=large) as stream:
                for chunk in _sheet_xml(source.read(name).decode("utf-8"), sheet, rows, maker):
                    stream.write(chunk[0].encode("utf-8"))
                    written += chunk[1]
    return written


def _sheet_xml(pattern: str, sheet: Sheet, rows: Iterator[Any], maker: Maker) -> Iterator[tuple[str, int]]:
    """Pieces of the sheet, each with the number of rows in it."""
    start, plain, quoted, end = _around(pattern, sheet.first_row)
    last = sheet.first_row + sheet.count - 1
    yield re.sub(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"', rf'\g<1>{last}"', start), 0
    writer = maker(plain, quoted)
    at, number = sheet.first_row, sheet.first_number
    while chunk := list(islice(rows, min(CHUNK_ROWS, last - at + 1))):
        yield "".join(writer.xml(at + n, number + n, row) for n, row in enumerate(chunk)), len(chunk)
        at, number = at + len(chunk), number + len(chunk)
    yield end, 0


def _around(pattern: str, row: int) -> tuple[str, str, str, str]:
    """What stands before the pattern rows, the two of them, and what stands after."""
    found = re.fullmatch(rf'(.*)(<row r="{row}".*?</row>)(<row r="{row + 1}".*?</row>)(.*)', pattern, flags=re.DOTALL)
    if found is None:
        raise ValueError(f"the pattern rows {row} and {row + 1} are not where they were written")
    return (found[1], found[2], found[3], found[4])
