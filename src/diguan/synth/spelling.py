"""How real exports spell the same thing differently: dates, yes and no, brackets in headers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diguan.synth.people import Fact

Written = str | float | int | None
DateStyle = Literal["iso", "slash", "compact", "chinese", "serial"]
EXCEL_EPOCH = date(1899, 12, 30)
_DATES: dict[DateStyle, Callable[[date], Written]] = {
    "iso": lambda day: day.isoformat(),
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "serial": lambda day: (day - EXCEL_EPOCH).days,
}
_FULL_TO_HALF = str.maketrans("（）", "()")
_HALF_TO_FULL = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one file. `yes_no` pairs are used in turn from row to row; `header_row` counts from 1."""

    dates: DateStyle = "iso"
    yes_no: tuple[tuple[str, str], ...] = (("是", "否"),)
    brackets: Literal["half", "full", "mixed"] = "mixed"
    header_row: int = 2
    relations: Literal["new", "old"] = "new"

    def header(self, label: str) -> str:
        """The header with the brackets of this file."""
        if self.brackets == "mixed":
            return label
        return label.translate(_FULL_TO_HALF if self.brackets == "half" else _HALF_TO_FULL)

    def written(self, value: Fact, row: int, *, month: bool = False) -> Written:
        """A fact as it stands in a cell of the given row (None: an empty cell)."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return self.yes_no[row % len(self.yes_no)][0 if value else 1]
        if isinstance(value, date):
            return f"{value:%Y%m}" if month else _DATES[self.dates](value)
        return _OLD_RELATIONS.get(value, value) if self.relations == "old" and isinstance(value, str) else value


_OLD_RELATIONS = {"户主": "本人或户主", "配偶": "之配偶"}
