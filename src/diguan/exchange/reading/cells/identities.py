"""ID numbers (GB 11643-1999) and numbers that begin with one; household and person numbers, which must not have been damaged.

Excel keeps fifteen digits: a longer number that went through a number cell has lost its end and is refused, never guessed.
"""

import re
from datetime import date, datetime
from functools import lru_cache

from diguan.engine.catalogue import Label
from diguan.engine.snapshot.flaws import check_character
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.dates import FIRST_YEAR
from diguan.exchange.reading.cells.outcome import EXACT_BELOW, Bad, Outcome, error_in_cell
from diguan.exchange.reading.layout import Words
from diguan.exchange.reading.spelling import fold, plain

LONGEST_KEY = 64
_BODY = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
# A disability certificate: the ID number, kind 1-7, grade 1-4; two more characters where it was issued again.
_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7][1-4])([0-9A-Z]{2})?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+|[0-9]+\.0*", re.IGNORECASE)
_KEY = re.compile(r"[\w#:/.()+-]+")
EXPECTED = Label("18 位公民身份号码，以文本存放", "an 18-character ID number, stored as text")
KEY_EXPECTED = Label("编号，以文本存放", "a number stored as text")
_DAMAGED = Label(
    "号码曾以数字存放，Excel 只保留 15 位，后面的位数已丢失；请把该列改为文本并重新填写",
    "the number was stored as a number; Excel keeps 15 digits and has lost the others: make the column text and fill it in again",
)


@lru_cache(maxsize=1 << 16)
def birth_date(digits: str) -> date | None:
    """The date that digits 7 to 14 of a number tell; None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


class IdentityConverter:
    """Cells with ID numbers: the normal form has 18 characters. `synthetic`: the sheet says its people are invented."""

    def __init__(self, words: Words, latest_year: int, *, synthetic: bool = False) -> None:
        self._empty = words.empty
        self._latest_year = latest_year
        self._provinces = words.provinces | {words.never_issued} if synthetic else words.provinces
        self._never_issued = words.never_issued

    def __call__(self, cell: Cell) -> Outcome:
        """The number in its normal form, nothing, or why not."""
        if cell is None:
            return None
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, EXPECTED)
        if isinstance(cell, bool | date | datetime):
            return Bad(Label("是日期或是否，不是号码", "a date or a truth value, no number"), EXPECTED)
        if isinstance(cell, str):
            text: str | None = cell if _BODY.fullmatch(cell) else fold(cell).strip("'`’").upper()
        else:
            text = _digits(cell)
        if text is None or _SCIENTIFIC.fullmatch(text):
            return Bad(_DAMAGED, EXPECTED)
        if not text or text.casefold() in self._empty:
            return None
        return self._number(text)

    def _number(self, text: str) -> Outcome:
        if _BODY.fullmatch(text):
            return self._checked(text)
        if _OLD.fullmatch(text):
            body = text[:6] + "19" + text[6:]
            return self._checked(body + check_character(body))
        if match := _CERTIFICATE.fullmatch(text):
            return self._checked(match[1])
        return Bad(Label(f"{len(text)} 位，不是身份证号码", f"{len(text)} characters, no ID number"), EXPECTED)

    def _checked(self, number: str) -> Outcome:
        if number[:2] not in self._provinces:
            return Bad(self._wrong_province(number), EXPECTED)
        born = birth_date(number[6:14])
        if born is None:
            return Bad(
                Label(f"第 7 至 14 位 {number[6:14]} 不是日期", f"digits 7 to 14, {number[6:14]}, are no date"),
                EXPECTED,
            )
        if not FIRST_YEAR <= born.year <= self._latest_year:
            return Bad(Label(f"出生年份 {born.year} 不合理", f"the year of birth {born.year} cannot be"), EXPECTED)
        if check_character(number) != number[17]:
            return Bad(
                Label(
                    "校验位不符：有一位写错或两位写反",
                    "the check character is wrong: a digit is mistyped or two are swapped",
                ),
                EXPECTED,
            )
        return number

    def _wrong_province(self, number: str) -> Label:
        if number.startswith(self._never_issued):
            return Label(
                f"区划码 {number[:6]} 从未发放；只有标明“合成数据”的表才用它",
                f"the area code {number[:6]} was never issued; only sheets that say 合成数据 (synthetic) use it",
            )
        return Label(f"前两位 {number[:2]} 不是省份", f"the first two digits, {number[:2]}, are no province")


class KeyConverter:
    """Cells with the numbers of households, persons, facilities: any text without spaces, not damaged by a number cell.

    `tables`: numbers of plain tables, which are keys as written; whole numbers of any length were integers there.
    """

    def __init__(self, words: Words, *, tables: bool = False) -> None:
        self._empty = words.empty
        self._tables = tables

    def __call__(self, cell: Cell) -> Outcome:
        """The key, nothing, or why not."""
        if isinstance(cell, str):
            return cell if cell.isdecimal() and cell.isascii() and len(cell) <= LONGEST_KEY else self._text(plain(cell))
        if cell is None:
            return None
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, KEY_EXPECTED)
        if isinstance(cell, bool | date | datetime):
            return Bad(Label("是日期或是否，不是编号", "a date or a truth value, no number"), KEY_EXPECTED)
        return _digits(cell) or Bad(_DAMAGED, KEY_EXPECTED)

    def _text(self, text: str) -> Outcome:
        if not text or text.casefold() in self._empty:
            return None
        if self._tables:
            return text
        if _SCIENTIFIC.fullmatch(text):
            return Bad(_DAMAGED, KEY_EXPECTED)
        if len(text) > LONGEST_KEY or not _KEY.fullmatch(text) or not any(c.isdigit() for c in text):
            return Bad(Label("不像编号", "it does not look like a number"), KEY_EXPECTED)
        return text


def _digits(number: float) -> str | None:
    """Digits of a whole number that a number cell has kept; None when it has lost some, or never was whole."""
    if isinstance(number, int):
        return str(number)
    if not -EXACT_BELOW < number < EXACT_BELOW or number != int(number) or number < 0:
        return None
    return str(int(number))
