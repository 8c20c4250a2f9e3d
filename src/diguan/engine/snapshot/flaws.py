"""What is wrong with an identity number that could not be read: its length, the date inside it, or its digits (GB 11643-1999)."""

import re
from collections.abc import Iterable
from datetime import date

import pyarrow as pa

from diguan.engine.snapshot.database import Connection
from diguan.engine.snapshot.model import BadCell
from diguan.engine.verdicts import Subject

LENGTH, DATE, DIGITS = "位数不符", "日期不存在", "校验不符"
SCHEMA = pa.schema([("row_ref", pa.int64()), ("flaw", pa.string())])
YEARS = range(1900, 2101)
# a number of today, of old (15 digits), or one with the type and grade of a disability behind it
_FORMS = re.compile(r"(?P<new>[0-9]{17}[0-9X]([1-7][1-4]([0-9A-Z]{2})?)?)|(?P<old>[0-9]{15})")


def flaw_of(value: str) -> str:
    """The first flaw of a number that reading refused: length, then date; what has neither is wrong in its other digits."""
    form = _FORMS.fullmatch(re.sub(r"[\s'`’]", "", value).upper())
    if form is None:
        return LENGTH
    digits = form["new"][6:14] if form["new"] else f"19{form['old'][6:12]}"
    return DIGITS if _is_date(digits) else DATE


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in YEARS
    except ValueError:
        return False


def register_flaws(connection: Connection, bad_cells: Iterable[BadCell]) -> None:
    """Table `identity_flaws(row_ref, flaw)` of the identity numbers that could not be read; the numbers themselves are not kept."""
    flawed = (c for c in bad_cells if c.field == "identity" and c.subject is Subject.PERSON)
    rows = [{"row_ref": cell.row_ref, "flaw": flaw_of(cell.value)} for cell in flawed]
    connection.register("identity_flaws", pa.Table.from_pylist(rows, schema=SCHEMA))
