"""ID numbers that can belong to nobody: an area code that was never issued, with a valid check digit.

Eighteen characters after GB 11643: six digits of an area, birth date, three digits of a sequence (odd for men), check
character. The area begins with 99, which is no province, so that no person ever had or will have the number.
"""

from collections import Counter
from datetime import date

NEVER_ISSUED = "99"
AREA_SPAN = 10_000
MOST_OF_ONE_DAY = 500
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class UnableToIssueIdentity(ValueError):
    """More people of one sex, area and birth date than three digits can number."""


def check_character(body: str) -> str:
    """Check character of the first seventeen digits (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


class IdentityIssuer:
    """Gives every invented person a number of their own; the same calls in the same order give the same numbers."""

    def __init__(self) -> None:
        self._given: Counter[tuple[int, date, bool]] = Counter()

    def issue(self, area: int, born_on: date, *, male: bool) -> str:
        """Number of a person of `area` (any integer; it is folded into 99dddd), born on a day."""
        area %= AREA_SPAN
        key = (area, born_on, male)
        serial = self._given[key]
        if serial >= MOST_OF_ONE_DAY:
            msg = (
                f"ID 号码用尽：区域 {NEVER_ISSUED}{area:04d}、{born_on} 出生的同性别人数超过 {MOST_OF_ONE_DAY}，请减少户数\n"
                f"No number left for area {NEVER_ISSUED}{area:04d}, born {born_on}: expected at most {MOST_OF_ONE_DAY}"
                " of one sex; ask for fewer households."
            )
            raise UnableToIssueIdentity(msg)
        self._given[key] = serial + 1
        sequence = 2 * serial + (1 if male else 0)
        body = f"{NEVER_ISSUED}{area:04d}{born_on:%Y%m%d}{sequence:03d}"
        return body + check_character(body)
