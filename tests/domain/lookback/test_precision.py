"""Intervals against tails counted by hand with whole numbers, and how often they hold the truth over every sample there is."""

from fractions import Fraction
from math import comb

import pytest

from diguan.domain.lookback.precision import TAIL, interval, margin, size_for


def chance(k, size, total, population):
    """Chance of exactly k, as a fraction."""
    return Fraction(comb(total, k) * comb(population - total, size - k), comb(population, size))


def totals(hits, size, population):
    """Every number of persisting ones under which what was seen is not improbable, by whole numbers."""
    tail = Fraction(TAIL).limit_denominator(1000)
    for total in range(population + 1):
        ways = range(max(0, size + total - population), min(size, total) + 1)
        if hits in ways:
            above = sum(chance(k, size, total, population) for k in ways if k >= hits)
            below = sum(chance(k, size, total, population) for k in ways if k <= hits)
            if above > tail and below > tail:
                yield total


@pytest.mark.parametrize(("size", "population"), [(5, 5), (1, 9), (7, 30), (20, 61), (12, 40)])
def test_interval_of_a_population_is_that_of_whole_numbers(size, population):
    for hits in range(size + 1):
        expected = list(totals(hits, size, population))
        found = interval(hits, size, population)
        assert (found.low, found.high) == (min(expected) / population, max(expected) / population)
        assert found.share == hits / size


@pytest.mark.parametrize(("size", "population"), [(6, 25), (15, 50)])
def test_interval_holds_the_truth_in_95_of_100_samples(size, population):
    for total in range(population + 1):
        covered = sum(
            chance(k, size, total, population)
            for k in range(max(0, size + total - population), min(size, total) + 1)
            if interval(k, size, population).low <= total / population <= interval(k, size, population).high
        )
        assert covered >= Fraction(95, 100)


@pytest.mark.parametrize(
    ("hits", "size", "low", "high"),
    # Clopper and Pearson's own limits, from published tables
    [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129), (81, 263, 0.2527, 0.3676)],
)
def test_interval_without_a_population_is_that_of_clopper_and_pearson(hits, size, low, high):
    found = interval(hits, size)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_looked_at_says_nothing_and_all_looked_at_says_all():
    assert interval(0, 0, 50) == interval(0, 0.4)
    assert (interval(0, 0).share, interval(0, 0).low, interval(0, 0).high) == (None, 0.0, 1.0)
    assert (interval(3, 8, 8).low, interval(3, 8, 8).high) == (3 / 8, 3 / 8)


def test_effective_numbers_of_a_weighted_sample_are_taken_to_the_careful_side():
    found, whole = interval(7.4, 9.8, 200), interval(7, 9, 200)
    assert found.low == whole.low
    assert found.high == interval(8, 9, 200).high
    assert found.share == pytest.approx(7.4 / 9.8)


@pytest.mark.parametrize(("wanted", "population"), [(0.1, 480), (0.05, 480), (0.2, 12), (0.1, 100_000)])
def test_size_for_a_margin_is_the_smallest_that_keeps_it(wanted, population):
    size = size_for(wanted, population)
    assert max(margin(size, population), margin(min(size + 1, population), population)) <= wanted
    assert max(margin(size - 1, population), margin(size, population)) > wanted


def test_margin_shrinks_with_the_sample_and_is_none_when_all_are_looked_at():
    assert margin(0, 10) == 1.0
    assert margin(10, 10) == 0
    assert margin(40, 400) > margin(100, 400) > margin(300, 400)
