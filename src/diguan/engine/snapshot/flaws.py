"""What is wrong with an identity number that could not be read: its length, the date inside it, its digits or its area (GB 11643-1999).

With the number, what only the number tells is damaged too: birth and sex of a person whose own cells say nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import mul

import pyarrow as pa

from diguan.engine.snapshot.database import Connection
from diguan.engine.snapshot.model import BadCell
from diguan.engine.verdicts import Subject

LENGTH, DATE, DIGITS, AREA = "位数不符", "日期不存在", "校验不符", "区划码不符"
FLAWS = frozenset({LENGTH, DATE, DIGITS, AREA})
IDENTITY = "identity"
FROM_IDENTITY = ("birth_date", "sex")  # read out of a valid number where no cell says them
SCHEMA = pa.schema([("row_ref", pa.int64()), ("flaw", pa.string())])
FIRST_YEAR = 1900
# Of each position of a number; digits are taken as ASCII, whose zero is 48.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_ZEROS = 48 * sum(WEIGHTS)
# a number of today, of old (15 digits), or one with the type and grade of a disability behind it
_FORMS = re.compile(r"(?P<new>[0-9]{17}[0-9X]([1-7][1-4]([0-9A-Z]{2})?)?)|(?P<old>[0-9]{15})")


def check_character(body: str) -> str:
    """The check character of the first seventeen digits (ISO 7064, MOD 11-2)."""
    return CHECKS[(sum(map(mul, body.encode("ascii"), WEIGHTS)) - _ZEROS) % 11]


def flaw_of(value: str, latest_year: int = date.max.year) -> str:
    """The first flaw of a number that reading refused: length, date, check character; what has none of them is of no known area."""
    form = _FORMS.fullmatch(re.sub(r"[\s'`’]", "", value).upper())
    if form is None:
        return LENGTH
    new, old = form["new"], form["old"]
    if not _is_date(new[6:14] if new else f"19{old[6:12]}", latest_year):
        return DATE
    return DIGITS if new and check_character(new[:17]) != new[17] else AREA  # an old number has no check character


def _is_date(digits: str, latest_year: int) -> bool:
    try:
        return FIRST_YEAR <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= latest_year
    except ValueError:
        return False


def is_identity(cell: BadCell) -> bool:
    """Whether it is the identity number of a person."""
    return cell.field == IDENTITY and cell.subject is Subject.PERSON


def damaged_with(bad_cells: Iterable[BadCell]) -> Iterator[BadCell]:
    """What a damaged number leaves unknown besides itself, at the place of the number; cells damaged themselves are not said again."""
    bad = list(bad_cells)
    own = {(cell.row_ref, cell.field) for cell in bad}
    for cell in filter(is_identity, bad):
        yield from (replace(cell, field=f) for f in FROM_IDENTITY if (cell.row_ref, f) not in own)


def register_flaws(connection: Connection, bad_cells: Iterable[BadCell], as_of: date) -> None:
    """Table `identity_flaws(row_ref, flaw)` of the identity numbers that could not be read; the numbers themselves are not kept."""
    flawed = filter(is_identity, bad_cells)
    rows = [{"row_ref": cell.row_ref, "flaw": flaw_of(cell.value, as_of.year)} for cell in flawed]
    connection.register("identity_flaws", pa.Table.from_pylist(rows, schema=SCHEMA))
