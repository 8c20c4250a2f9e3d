"""Numbers as counties write them: 3,218.50元, full width, thousands separators, with the unit of the field behind them."""

import math
import re
from collections.abc import Mapping
from datetime import date

from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.snapshot.wording import unit_label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.outcome import Bad, Outcome, error_in_cell
from diguan.exchange.reading.layout import Unit, Words
from diguan.exchange.reading.spelling import fold

_NUMBER = re.compile(
    r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,3})?(.*)", re.DOTALL
)
_GAP = re.compile(r"[0-9]\s+[0-9]")
_LEADING = re.compile(r"([0-9]+) (.*)")
_UNITLESS = ("1", "percent")
MOST_WHOLE = 2**53 - 1  # up to here every back end holds whole numbers exactly, also in arithmetic and beside fractions


def unit_of_field(unit: str | None) -> Unit | None:
    """The catalogue's unit taken apart: "yuan/person/year" counts yuan, "10000 yuan/year" ten thousands of them."""
    if unit is None:
        return None
    match = _LEADING.match(unit)
    times, name = (float(match[1]), match[2]) if match else (1.0, unit)
    return Unit(name.split("/")[0], times)


def factor(written: Unit, field: Unit | None) -> float | None:
    """How many of the field's unit one written unit is; None when they measure different things."""
    if field is None or not _alike(written.of, field.of):
        return None
    return written.times / field.times


def _alike(one: str, other: str) -> bool:
    counted = {"persons", "households", "count", "1"}
    return one == other or {one, other} <= counted or {one, other} == {"years", "year"}


class NumberConverter:
    """Cells of an integer or number field. `scale`: what one unit of the header is in the field's unit."""

    def __init__(self, field: Field, words: Words, scale: float = 1.0) -> None:
        self._whole = field.type is FieldType.INTEGER
        self._low, self._high = field.range or (-math.inf, math.inf)
        self._empty, self._units = words.empty, words.units
        self._unit = unit_of_field(field.unit)
        self._scale = scale
        self._percent = 1.0 if field.unit == "percent" else 0.01 if field.unit in _UNITLESS else None
        self.expected = _expected(field)

    @property
    def bounds(self) -> tuple[float, float]:
        """The range of the field; whole numbers end at `MOST_WHOLE`."""
        if self._whole:
            return max(self._low, -MOST_WHOLE), min(self._high, MOST_WHOLE)
        return self._low, self._high

    @property
    def plain(self) -> bool:
        """Whether numbers are taken as they are, without a change of unit."""
        return self._scale == 1.0

    def __call__(self, cell: Cell) -> Outcome:
        """The value, nothing, or why not."""
        if type(cell) is float and not self._whole and self._low <= cell * self._scale <= self._high:
            return cell * self._scale
        if isinstance(cell, bool | date):
            return Bad(Label("是日期或是否，不是数字", "a date or a truth value, no number"), self.expected)
        if isinstance(cell, float | int):
            return self._checked(cell * self._scale)
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, self.expected)
        return None if cell is None else self._text(cell)

    def _text(self, text: str) -> Outcome:
        folded = fold(text).lstrip("¥￥'")
        if not folded or folded in self._empty:
            return None
        match = None if _GAP.search(text) else _NUMBER.fullmatch(folded)
        if not match:
            return Bad(Label("不是数字", "no number"), self.expected)
        times = self._times(match[4])
        if times is None:
            return Bad(
                Label(
                    f"数字后面的“{match[4]}”不是本列的单位",
                    f"'{match[4]}' behind the number is not the unit of this column",
                ),
                self.expected,
            )
        return self._checked(float(match[1] + match[2].replace(",", "") + (match[3] or "")) * times)

    def _times(self, suffix: str) -> float | None:
        if not suffix:
            return self._scale
        if suffix == "%":
            return self._percent
        unit = self._units.get(suffix)
        return factor(unit, self._unit) if unit else None

    def _checked(self, number: float) -> Outcome:
        if not math.isfinite(number):
            return Bad(Label("不是有限的数", "no finite number"), self.expected)
        if not self._low <= number <= self._high:
            return Bad(Label("超出合理范围", "out of range"), self.expected)
        if not self._whole:
            return float(number)
        if abs(number) > MOST_WHOLE:
            return Bad(Label("整数太大，不能准确保存", "a whole number too large to be held exactly"), _MOST)
        whole = round(number)
        if abs(number - whole) > 1e-9:  # noqa: PLR2004  what a change of unit may add
            return Bad(Label("应为整数，却有小数", "a fraction where a whole number belongs"), self.expected)
        return whole


_MOST = Label(f"绝对值不超过 {MOST_WHOLE:,} 的整数", f"a whole number of at most {MOST_WHOLE:,}, with either sign")


def _expected(field: Field) -> Label:
    zh, en = ("整数", "a whole number") if field.type is FieldType.INTEGER else ("数字", "a number")
    if field.range:
        low, high = field.range
        zh, en = f"{low:,.15g} 到 {high:,.15g} 之间的{zh}", f"{en} from {low:,.15g} to {high:,.15g}"
    unit = unit_label(field.unit if field.unit != "1" else None)
    return Label(f"{zh}{f'（{unit.zh}）' if unit.zh else ''}", f"{en}{f' ({unit.en})' if unit.en else ''}")


def units_in(text: str, units: Mapping[str, Unit]) -> Unit | None:
    """The unit that a text in brackets names, or None."""
    return units.get(fold(text))
