"""How exactly a sample speaks for all: intervals from counts, without a belief about how they are spread.

Of a sample without replacement from a population the hypergeometric tails are inverted; where the population is not said, the binomial
ones. Both are exact: the interval holds the truth in at least 95 of 100 samples, however small they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, lgamma, log

CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
STEPS = 60  # halvings of an interval of shares


@dataclass(frozen=True, slots=True)
class Interval:
    """A share from 0 to 1 and what it may be: `share` None where nothing was looked at, and then anything is possible."""

    share: float | None
    low: float
    high: float


def interval(hits: float, size: float, population: int | None = None) -> Interval:
    """The interval of a share of `hits` in `size`. Of a weighted sample both are effective numbers and need not be whole."""
    if size < 1:
        return Interval(None, 0.0, 1.0)
    low_hits, high_hits, whole = int(hits), int(-(-hits // 1)), int(size)
    low_hits, high_hits = min(low_hits, whole), min(high_hits, whole)
    if population is None:
        low, high = _binomial(low_hits, high_hits, whole)
    else:
        low, high = _of_population(low_hits, high_hits, min(whole, population), population)
    return Interval(hits / size, low, high)


def margin(size: int, population: int) -> float:
    """How far the share in a sample lies from that of all at most, where it matters most: when half persist."""
    if size < 1:
        return 1.0
    found = interval(size // 2, size, population)
    assert found.share is not None  # noqa: S101  the size is not 0
    return max(found.high - found.share, found.share - found.low)


def size_for(wanted: float, population: int) -> int:
    """The smallest sample whose margin is no more than the wanted one; all where no smaller one is."""
    low, high = 1, max(population, 1)
    while low < high:
        middle = (low + high) // 2
        # of two neighbours, so that odd and even sizes, of which one has no exact half, do not lead astray
        if max(margin(middle, population), margin(min(middle + 1, high), population)) <= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def _of_population(low_hits: int, high_hits: int, size: int, population: int) -> tuple[float, float]:
    """Shares of the fewest and the most persisting ones that do not make what was seen improbable."""
    rest = population - size
    low = _first(low_hits, low_hits + rest, lambda total: _at_least(low_hits, size, total, population) > TAIL)
    high = _first(
        high_hits, high_hits + rest, lambda total: _at_least(high_hits + 1, size, total, population) >= 1 - TAIL
    )
    # the last total at which seeing so few is still probable lies before the first at which it is not
    high_total = high if _at_least(high_hits + 1, size, high, population) < 1 - TAIL else high - 1
    return low / population, max(high_total, high_hits) / population


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from which on something holds; the last one where it never does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _at_least(hits: int, size: int, total: int, population: int) -> float:
    """Chance of drawing at least so many of `total` among `population` in `size` draws."""
    first, last = max(hits, size + total - population, 0), min(size, total)
    if hits <= size + total - population or hits <= 0:
        return 1.0
    every = _ways(population, size)
    drawn = range(first, last + 1)
    return min(sum(exp(_ways(total, k) + _ways(population - total, size - k) - every) for k in drawn), 1.0)


def _ways(of: int, chosen: int) -> float:
    """Logarithm of the number of ways to choose."""
    if not 0 <= chosen <= of:
        return -inf
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def _binomial(low_hits: int, high_hits: int, size: int) -> tuple[float, float]:
    """Clopper and Pearson's shares."""
    low = 0.0 if low_hits == 0 else _share(lambda p: _binomial_tail(low_hits, size, p) > TAIL)
    high = 1.0 if high_hits == size else _share(lambda p: _binomial_tail(high_hits + 1, size, p) >= 1 - TAIL)
    return low, high


def _share(holds: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _binomial_tail(hits: int, size: int, share: float) -> float:
    if share <= 0 or share >= 1:
        return float(share >= 1)
    return min(
        sum(exp(_ways(size, k) + k * log(share) + (size - k) * log(1 - share)) for k in range(hits, size + 1)), 1.0
    )
