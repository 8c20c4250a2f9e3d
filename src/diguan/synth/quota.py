"""Drawing by quota: shares come out exactly (to one case), only who gets which is chance."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

Value = TypeVar("Value")


def apportion(weights: Mapping[Value, float], total: int) -> dict[Value, int]:
    """Whole numbers that add up to `total` in proportion to the weights (largest remainders first)."""
    scale = total / sum(weights.values())
    exact = {value: weight * scale for value, weight in weights.items()}
    counts = {value: int(share) for value, share in exact.items()}
    missing = total - sum(counts.values())
    order = sorted(exact, key=lambda value: counts[value] - exact[value])
    for value in order[:missing]:
        counts[value] += 1
    return counts


def quota(rng: Random, weights: Mapping[Value, float], total: int) -> list[Value]:
    """`total` values in random order, each as often as its weight says."""
    drawn = [value for value, count in apportion(weights, total).items() for _ in range(count)]
    rng.shuffle(drawn)
    return drawn
