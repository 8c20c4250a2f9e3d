"""The poverty line as it is given: a value, a share of the weighted median or mean (`median:0.6`), or a parameter of the standard."""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from diguan.engine.documents import Label

RELATIVE = re.compile(r"^(median|mean):([0-9]*\.?[0-9]+)$")
LARGEST_SHARE = 10  # somebody who writes 60 means six tenths
NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class UnableToReadLine(ValueError):
    """A line that says neither a value nor a share of median or mean."""

    def __init__(self, found: str) -> None:
        self.message = Label(f"--line 的写法“{found}”", f"--line '{found}'")
        self.expected = Label(
            "大于零的数值（如 3218）、median:0.6（中位数的六成）、mean:1.0，或标准中参数的名称",
            "a value above zero (such as 3218), median:0.6 (six tenths of it), mean:1.0, or the name of a parameter of the standard",
        )
        super().__init__(
            f"{self.message.zh}；应为：{self.expected.zh}\n{self.message.en}; expected: {self.expected.en}"
        )


@dataclass(frozen=True, slots=True)
class Line:
    """`factor` is the value itself for `value`, a share for `median` and `mean`; `name` is set for a parameter."""

    given: str
    kind: Literal["value", "median", "mean", "parameter"]
    factor: float = 0.0
    name: str = ""


def read_line(text: str) -> Line:
    """A line as the operator wrote it. UnableToReadLine."""
    given = text.strip()
    if relative := RELATIVE.match(given):
        share = float(relative[2])
        if 0 < share <= LARGEST_SHARE:
            return Line(given, "median" if relative[1] == "median" else "mean", share)
        raise UnableToReadLine(text)
    if NAME.match(given) and given not in ("nan", "inf", "infinity"):
        return Line(given, "parameter", name=given)
    try:
        value = float(given)
    except ValueError:
        raise UnableToReadLine(text) from None
    if not isfinite(value) or value <= 0:
        raise UnableToReadLine(text)
    return Line(given, "value", value)
