"""Small cells: how many households of a township have an unmet health rule may point at one of them."""

from collections.abc import Sequence

SMALL = 10
HEALTH_GUARANTEES = frozenset({"health", "medical_care"})


def suppress(column: Sequence[int]) -> list[int | None]:
    """The counts of a column with those from 1 to 9 left out (None).

    When exactly one is left out, the next smallest goes too, or the total would give the first away.
    """
    shown: list[int | None] = [None if 0 < value < SMALL else value for value in column]
    if shown.count(None) == 1:
        others = [(value, place) for place, value in enumerate(shown) if value]
        if others:
            shown[min(others)[1]] = None
    return shown
