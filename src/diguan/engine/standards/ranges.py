"""Between which numbers a parameter's value makes sense: as its file says (`range`), else as its unit does.

A value outside is a slip of the pen, whoever gives it: a line below nothing, an age of 600.
"""

from collections.abc import Mapping

from diguan.engine.documents import Label
from diguan.engine.standards.model import Parameter, ParameterValue

Range = tuple[float, float]
MOST = 1e9
# By the first word of the unit: amounts of things and of time. Other units say nothing: a logarithm may be negative.
BY_UNIT: Mapping[str, Range] = {
    "years": (0, 150),
    "months": (0, 1200),
    "days": (0, 36_600),
    "minutes": (0, 1440),
    **dict.fromkeys(("yuan", "persons", "households", "count", "m2", "mu", "km", "L", "sheep_units"), (0, MOST)),
}


def range_of(parameter: Parameter) -> Range | None:
    """The range that holds for a parameter; None when nothing limits it."""
    if parameter.range is not None or parameter.type in ("date", "text"):
        return parameter.range
    return BY_UNIT.get((parameter.unit or "").split("/", maxsplit=1)[0].strip())


def outside(parameter: Parameter, value: ParameterValue) -> Range | None:
    """The range that a value is outside of; None when it is inside or nothing limits it."""
    limits = range_of(parameter)
    if limits is None or not isinstance(value, int | float) or limits[0] <= value <= limits[1]:
        return None
    return limits


def said(limits: Range) -> Label:
    """A range in words."""
    low, high = (f"{end:,.15g}" for end in limits)
    if limits[1] >= MOST:
        return Label(f"不小于 {low} 的数", f"a number of at least {low}")
    return Label(f"{low} 到 {high} 之间的数", f"a number from {low} to {high}")
