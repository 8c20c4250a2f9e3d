"""Dates in every spelling that leaves no doubt; a month means its first day."""

import math
import re
from datetime import date, datetime, timedelta

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.outcome import Bad, Outcome, error_in_cell
from diguan.exchange.reading.layout import Words
from diguan.exchange.reading.spelling import plain

FIRST_YEAR = 1880
# Days of the 1900 system from 18 May 1927 to the end of 2100: five digits, which no other spelling of a date has.
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_415
# Six digits are YYYYMM; 190612 is more likely 12 June 2019.
FIRST_PACKED_MONTH = 1950
EPOCH = date(1899, 12, 30)

_TIME = r"(?:[T\s]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?(?:\.\d+)?)?Z?)?"
_WRITTEN = re.compile(rf"(\d{{4}})\s*([-/.年])\s*(\d{{1,2}})(?:\s*([-/.月])\s*(\d{{1,2}})\s*日?)?\s*月?{_TIME}")
_DIGITS = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})?{_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR = re.compile(r"(\d{4})年?度?")
EXPECTED = Label(
    "日期，如 2019-06-30、20190630、2019年6月30日，或年月 2019-06、201906",
    "a date as 2019-06-30, 20190630, or a month as 2019-06, 201906",
)
_NO_DATE = Label("不是日期，或日历上没有这一天", "no date, or no day of the calendar")
_FRACTION = Label(
    "带小数的数字不能认作日期（2019.1 是一月还是十月？）",
    "a number with a fraction is no date (is 2019.1 January or October?)",
)
_ONLY_YEAR = Label("只有年份，没有月日", "a year without month and day")
_OTHER_EPOCH = Label(
    "工作簿用 1904 日期系统，单写的天数有歧义", "the workbook counts days from 1904, a bare number of days is ambiguous"
)


class DateConverter:
    """Cells of a date field. `years`: the header asks for a year, which then means its first of January."""

    def __init__(self, words: Words, latest_year: int, *, years: bool = False, epoch_1904: bool = False) -> None:
        self._empty = words.empty
        self._latest_year = latest_year
        self._years = years
        self._epoch_1904 = epoch_1904

    def __call__(self, cell: Cell) -> Outcome:
        """The day, nothing, or why not."""
        day = self._day(cell)
        if isinstance(day, date) and not FIRST_YEAR <= day.year <= self._latest_year:
            zh, en = (
                f"{FIRST_YEAR} 到 {self._latest_year} 年间的日期",
                f"a date from {FIRST_YEAR} to {self._latest_year}",
            )
            return Bad(Label(f"年份 {day.year} 不合理", f"the year {day.year} cannot be"), Label(zh, en))
        return day

    def _day(self, cell: Cell) -> Outcome:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, str):
            return self._text(plain(cell))
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, EXPECTED)
        if isinstance(cell, bool):
            return Bad(_NO_DATE, EXPECTED)
        return self._number(cell) if isinstance(cell, float | int) else cell

    def _number(self, number: float) -> Outcome:
        if math.isfinite(number) and number == int(number):
            return self._text(str(int(number)))
        if FIRST_SERIAL <= number <= LAST_SERIAL:
            return self._serial(int(number))
        return Bad(_FRACTION, EXPECTED)

    def _text(self, text: str) -> Outcome:
        if not text or text.casefold() in self._empty:
            return None
        if match := _WRITTEN.fullmatch(text):
            return _written(match)
        if match := _SERIAL.fullmatch(text):
            return self._serial(int(match[1]))
        if match := _DIGITS.fullmatch(text):
            return _packed(match)
        if match := _YEAR.fullmatch(text):
            return _day(match[1], "1", "1") if self._years else Bad(_ONLY_YEAR, EXPECTED)
        return Bad(_NO_DATE, EXPECTED)

    def _serial(self, days: int) -> Outcome:
        if not FIRST_SERIAL <= days <= LAST_SERIAL:
            return Bad(_NO_DATE, EXPECTED)
        return Bad(_OTHER_EPOCH, EXPECTED) if self._epoch_1904 else EPOCH + timedelta(days=days)


def _written(match: re.Match[str]) -> Outcome:
    year, first, month, second, day = match.groups()
    pairs = {"年": "月"}
    if second is not None and second != pairs.get(first, first):
        return Bad(_NO_DATE, EXPECTED)
    return _day(year, month, day or "1")


def _packed(match: re.Match[str]) -> Outcome:
    year, month, day = match.groups()
    if day is None and int(year) < FIRST_PACKED_MONTH:
        return Bad(Label("六位数字可能是年年月月日日", "six digits that may be YYMMDD"), EXPECTED)
    return _day(year, month, day or "1")


def _day(year: str, month: str, day: str) -> Outcome:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Bad(_NO_DATE, EXPECTED)
