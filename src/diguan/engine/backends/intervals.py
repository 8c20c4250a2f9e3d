"""Numbers that are known only to lie between two ends: counts of members, and what is computed from them.

None as an end means unbounded; a plain number has two equal ends, an unknown one has none.
"""

from typing import NamedTuple

Number = int | float


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: Number | None
    high: Number | None


UNKNOWN = Interval(None, None)


def exactly(number: Number | None) -> Interval:
    """The interval of a plain number; unknown for None."""
    return Interval(number, number)


def added(left: Interval, right: Interval) -> Interval:
    """Ends added."""
    return Interval(_sum(left.low, right.low), _sum(left.high, right.high))


def negated(operand: Interval) -> Interval:
    """Ends exchanged and negated."""
    low, high = operand
    return Interval(None if high is None else -high, None if low is None else -low)


def scaled(operand: Interval, factor: Number) -> Interval:
    """Ends multiplied; exchanged by a negative factor."""
    low = None if operand.low is None else operand.low * factor
    high = None if operand.high is None else operand.high * factor
    return Interval(high, low) if factor < 0 else Interval(low, high)


def compared(operator: str, left: Interval, right: Interval) -> bool | None:
    """Whether the comparison holds of every choice inside the intervals (True), of none (False), or of some (None)."""
    if operator in (">", ">="):
        return compared("<" if operator == ">" else "<=", right, left)
    if operator == "<":
        return True if _below(left.high, right.low) else False if _not_above(right.high, left.low) else None
    if operator == "<=":
        return True if _not_above(left.high, right.low) else False if _below(right.high, left.low) else None
    equal = _equal(left, right)
    return equal if operator == "=" or equal is None else not equal


def _equal(left: Interval, right: Interval) -> bool | None:
    if _below(left.high, right.low) or _below(right.high, left.low):
        return False
    return True if _not_above(left.high, right.low) and _not_above(right.high, left.low) else None


def _sum(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left + right


def _below(left: Number | None, right: Number | None) -> bool:
    return left is not None and right is not None and left < right


def _not_above(left: Number | None, right: Number | None) -> bool:
    return left is not None and right is not None and left <= right
