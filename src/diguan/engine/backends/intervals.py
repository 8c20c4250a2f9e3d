"""Numbers that are known only to lie between two ends: counts of members, and what is computed from them.

None as an end means unbounded; a plain number has two equal ends, an unknown one has none.
"""

from typing import NamedTuple

Number = int | float
Ends = tuple[Number | None, Number | None]


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: Number | None
    high: Number | None


UNKNOWN: Ends = (None, None)


def added(left: Ends, right: Ends) -> Ends:
    """Ends added."""
    return _sum(left[0], right[0]), _sum(left[1], right[1])


def negated(operand: Ends) -> Ends:
    """Ends exchanged and negated."""
    low, high = operand
    return None if high is None else -high, None if low is None else -low


def scaled(operand: Ends, factor: Number) -> Ends:
    """Ends multiplied; exchanged by a negative factor."""
    low = None if operand[0] is None else operand[0] * factor
    high = None if operand[1] is None else operand[1] * factor
    return (high, low) if factor < 0 else (low, high)


def compared(operator: str, left: Ends, right: Ends) -> bool | None:
    """Whether the comparison holds of every choice inside the intervals (True), of none (False), or of some (None)."""
    if operator in (">", ">="):
        return compared("<" if operator == ">" else "<=", right, left)
    if operator == "<":
        return True if _below(left[1], right[0]) else False if _not_above(right[1], left[0]) else None
    if operator == "<=":
        return True if _not_above(left[1], right[0]) else False if _below(right[1], left[0]) else None
    equal = _equal(left, right)
    return equal if operator == "=" or equal is None else not equal


def _equal(left: Ends, right: Ends) -> bool | None:
    if _below(left[1], right[0]) or _below(right[1], left[0]):
        return False
    return True if _not_above(left[1], right[0]) and _not_above(right[1], left[0]) else None


def _sum(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left + right


def _below(left: Number | None, right: Number | None) -> bool:
    return left is not None and right is not None and left < right


def _not_above(left: Number | None, right: Number | None) -> bool:
    return left is not None and right is not None and left <= right
