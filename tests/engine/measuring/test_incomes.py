"""Poverty over an income against published examples, a reckoning by hand, and errors against resampling."""

import random
from statistics import pstdev

import pytest

from diguan.engine.measuring import UnableToMeasure
from tests.factories.surveys import (
    by_hand,
    drawn_survey,
    figure,
    gap,
    measured,
    quantile_by_hand,
    relative_by_hand,
    value,
    watts,
)

RELATIVE = ("fgt0", "fgt1", "fgt2", "watts", "quintile_share_ratio", "median", "gini", "relative_median_gap")
DESIGN = {"strata": "stratum", "clusters": "cluster"}


def incomes(*values, **more):
    return [{"income": float(v), **more} for v in values]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Haughton and Khandker, Handbook on Poverty and Inequality (2009), chapter 4: two countries, the line at 125
        ((100, 100, 150, 150), (0.5, 0.10, 0.02)),
        ((124, 124, 150, 150), (0.5, 0.004, 0.000032)),
    ],
    ids=["deep", "shallow"],
)
def test_handbook_example_gives_the_published_figures(values, expected):
    found = measured(incomes(*values), "125", income="income")
    assert [value(found, m) for m in ("fgt0", "fgt1", "fgt2")] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # the same chapter, the line at 125: gaps of 20 and 12 in a hundred; the table of the Watts index, "poor" and "less poor"
        ((100, 110, 150, 160), {"fgt1": 0.08, "fgt2": 0.0136, "watts": 0.088}),
        ((110, 120, 150, 160), {"watts": 0.042}),
    ],
    ids=["poor", "less-poor"],
)
def test_handbook_tables_of_gaps_and_watts_give_the_published_digits(values, expected):
    found = measured(incomes(*values), "125", income="income")
    assert {name: value(found, name) for name in expected} == pytest.approx(expected, abs=0.0005)


def test_income_on_the_line_is_not_poor():
    assert value(measured(incomes(125, 125), "125", income="income"), "fgt0") == 0


def test_parameter_of_the_standard_is_a_line():
    found = measured(incomes(100, 200), "coin_line", income="income")
    assert found.line is not None
    assert (found.line.value, found.line.se, value(found, "fgt0")) == (125, None, 0.5)


def test_figures_and_errors_of_a_fixed_line_equal_a_reckoning_by_hand():
    rows = drawn_survey(400, 3)
    found = measured(rows, "90", income="income", **DESIGN)
    hands = {f"fgt{a}": by_hand(rows, lambda r, a=a: gap(r, 90, a) if a else r["income"] < 90) for a in range(3)}
    hands |= {"watts": by_hand(rows, lambda r: watts(r, 90)), "mean": by_hand(rows, lambda r: r["income"])}
    for name, hand in hands.items():
        estimate = figure(found, name).estimate
        assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se)), name


def test_groups_add_up_to_everybody():
    found = measured(drawn_survey(300, 4), "90", income="income", by=("area",), **DESIGN)
    for name in ("fgt0", "fgt1", "fgt2", "watts"):
        groups = [f for f in found.figures if f.by == "area" and f.measure == name]
        assert sum((f.share or 0) * (f.estimate.value or 0) for f in groups) == pytest.approx(value(found, name))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((1, 1, 1, 1), 25.0), ((1, 1, 1, 2), 30.0), ((3, 1, 1, 1), 15.0), ((5, 1, 1, 1), 10.0)],
    ids=["met-exactly", "passed", "met-by-weights", "first"],
)
def test_median_is_the_middle_where_half_is_met_exactly(weights, expected):
    rows = [{"income": i, "weight": float(w)} for i, w in zip((10.0, 20.0, 30.0, 40.0), weights, strict=True)]
    assert value(measured(rows, "mean:1.0", income="income"), "median") == expected


def test_relative_lines_are_shares_of_median_and_mean_of_everybody():
    rows = incomes(10, 20, 30, 60)
    assert measured(rows, "median:0.6", income="income").line.value == pytest.approx(15)
    assert measured(rows, "mean:0.5", income="income").line.value == pytest.approx(15)


def resampled(rows, seed):
    """A bootstrap sample of clusters within strata, n-1 of n drawn with replacement, weights scaled (Rao and Wu)."""
    dice, strata = random.Random(seed), {}
    for row in rows:
        strata.setdefault(row["stratum"], {}).setdefault(row["cluster"], []).append(row)
    drawn = []
    for clusters in strata.values():
        names, n = sorted(clusters), len(clusters)
        for copy, name in enumerate(dice.choices(names, k=n - 1)):
            drawn += [{**r, "weight": r["weight"] * n / (n - 1), "cluster": f"{name}x{copy}"} for r in clusters[name]]
    return drawn


def test_relative_figures_equal_a_reckoning_by_hand_and_errors_agree_with_a_bootstrap():
    rows = drawn_survey(2400, 11)
    found = measured(rows, "median:0.6", income="income", **DESIGN)
    estimates = {name: figure(found, name).estimate for name in RELATIVE} | {"line": found.line}
    assert {n: e.value for n, e in estimates.items()} == pytest.approx(relative_by_hand(rows, 0.6))
    again = [relative_by_hand(resampled(rows, seed), 0.6) for seed in range(200)]
    for name, estimate in estimates.items():
        assert estimate.se == pytest.approx(pstdev([each[name] for each in again]), rel=0.25), name


def test_household_without_income_is_left_out_and_told():
    found = measured([*incomes(100, 200), {"lacks_food": True}], "125", income="income")
    assert (found.line.without_income, value(found, "fgt0")) == (1, 0.5)


def test_income_of_zero_has_no_logarithm_and_is_told():
    found = measured(incomes(0, 100, 200), "125", income="income")
    assert (found.line.not_positive, figure(found, "watts").rows, figure(found, "fgt0").rows) == (1, 2, 3)


def test_population_of_one_income_has_a_line_without_an_error():
    found = measured(incomes(50, 50, 50), "median:0.6", income="income")
    assert (found.line.value, found.line.se, value(found, "fgt0")) == (30, None, 0)


@pytest.mark.parametrize("line", ["median:0.6", "mean:1.0"])
def test_line_that_comes_out_at_zero_is_refused(line):
    with pytest.raises(UnableToMeasure, match="not above zero"):
        measured(incomes(0, 0, 0), line, income="income")


def test_nobody_with_an_income_is_refused():
    with pytest.raises(UnableToMeasure, match="income"):
        measured([{"lacks_food": True, "income": None}], "125", income="income")


@pytest.mark.parametrize("line", ["median:0.6", "mean:1.0", "23456.789012", "23456.78901"])
def test_line_of_many_digits_is_measured(line):
    rows = [{"income": i, "weight": 1.0} for i in (9876.543211, 23456.789012, 23456.789012, 34567.890123)]
    found = measured(rows, line, income="income")
    z = {"median:0.6": 0.6 * 23456.789012, "mean:1.0": sum(r["income"] for r in rows) / 4}.get(line) or float(line)
    poor = [r for r in rows if r["income"] < z]
    assert found.line.value == pytest.approx(z)
    assert value(found, "fgt0") == len(poor) / 4
    assert value(found, "fgt2") == pytest.approx(sum(gap(r, z, 2) for r in rows) / 4)
    assert value(found, "relative_median_gap") == pytest.approx((z - quantile_by_hand(poor, 0.5)) / z)


def test_negative_income_is_below_the_line_and_its_gap_is_more_than_one():
    found = measured(incomes(-25, 0, 100, 200), "50", income="income")
    assert [value(found, m) for m in ("fgt0", "fgt1", "fgt2")] == [0.5, 0.625, 0.8125]
    assert (found.line.not_positive, value(found, "mean")) == (2, 68.75)
