"""What a converter says of a cell: a value, nothing (an empty cell), or why it cannot be read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.grids.package import NOT_COMPUTED
from diguan.exchange.reading.spelling import fold


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be read: why, and what would have been right."""

    reason: Label
    expected: Label


Value: TypeAlias = str | float | int | bool | date
Outcome: TypeAlias = Value | Bad | None
Converter: TypeAlias = Callable[[Cell], Outcome]


def error_in_cell(cell: ErrorCell, expected: Label) -> Bad:
    """The cell shows an error of the spreadsheet, or a formula that nobody has computed."""
    if cell.text == NOT_COMPUTED:
        zh, en = (
            "公式还没有结果；请在 Excel 中打开并保存一次",
            "the formula has no result; open the file in Excel and save it",
        )
        return Bad(Label(zh, en), expected)
    return Bad(Label(f"单元格显示错误 {cell.text}", f"the cell shows the error {cell.text}"), expected)


def shown(cell: Cell) -> str:
    """The cell as text, for lists of bad cells and rejected rows: whole numbers without a fraction, days as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return number_text(cell)
    text = str(cell)
    return text.removesuffix(" 00:00:00")


EXACT_BELOW = 1e15
_WHOLE = re.compile(r"([0-9]+)\.0+")


def folded_word(cell: Cell) -> str:
    """The cell as a word to look up: folded, a whole number without the fraction that programs add ("1.0")."""
    text = number_text(cell) if isinstance(cell, float | int) else fold(str(cell)).strip("'")
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


def number_text(number: float | int) -> str:  # noqa: PYI041  Parquet has integers, which are exact
    """A number as people write it; from 16 digits on, where Excel has lost the last ones, with its exponent."""
    if isinstance(number, int):
        return str(number)
    if number.is_integer() and abs(number) < EXACT_BELOW:
        return str(int(number))
    return f"{number:.15g}" if abs(number) < EXACT_BELOW else f"{number:.14e}"
