"""Numbers of entries as text: "1-5,7-9"."""

import re
from collections.abc import Iterable, Iterator

MOST_IN_A_RANGE, HIGHEST = 100_000, 2**63 - 1  # no seal of ours holds more; a forged one shall not keep us counting
RANGES = re.compile(r"[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*")


class UnableToReadRanges(ValueError):
    """A text is no list of ranges."""


def packed(numbers: Iterable[int]) -> str:
    """Ascending numbers as ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)


def unpacked(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of a text, first and last number of each; UnableToReadRanges."""
    if not RANGES.fullmatch(text):
        raise UnableToReadRanges(text)
    for part in text.split(","):
        low, _, high = part.partition("-")
        first, last = int(low), int(high or low)
        if last - first >= MOST_IN_A_RANGE or last > HIGHEST:
            raise UnableToReadRanges(text)
        yield first, last
