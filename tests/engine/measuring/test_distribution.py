"""How income is spread: against published formulas, pairs of households, and groups measured by themselves."""

from itertools import product

import pytest

from tests.factories.surveys import drawn_survey, figure, gini_by_hand, measured, value

SPREAD = ("median", "quintile_share_ratio", "gini", "relative_median_gap")


def incomes(*values):
    return [{"income": float(v)} for v in values]


def test_quintile_share_ratio_takes_those_above_the_fourth_and_up_to_the_first_quintile():
    found = measured(incomes(*range(1, 11)), "5", income="income")
    assert value(found, "quintile_share_ratio") == pytest.approx((9 + 10) / (1 + 2))


@pytest.mark.parametrize(
    ("values", "expected"),
    [(range(1, 11), 0.3), ((5, 5, 5), 0.0), ((0, 0, 0, 8), 0.75), ((1, 1, 3, 3), 0.25)],
    ids=["one-to-ten", "equal", "one-has-all", "ties"],
)
def test_gini_is_half_the_relative_mean_difference(values, expected):
    assert value(measured(incomes(*values), "5", income="income"), "gini") == pytest.approx(expected, abs=1e-12)


def test_gini_equals_all_pairs_of_weighted_households_with_ties():
    rows = [row | {"income": float(round(row["income"] / 20) * 20)} for row in drawn_survey(120, 5)]
    pairs = product([(r["weight"], r["income"]) for r in rows], repeat=2)
    apart = sum(w * v * abs(y - z) for (w, y), (v, z) in pairs)
    whole, total = sum(r["weight"] for r in rows), sum(r["weight"] * r["income"] for r in rows)
    assert gini_by_hand(rows) == pytest.approx(apart / (2 * whole * total))
    assert value(measured(rows, "90", income="income"), "gini") == pytest.approx(apart / (2 * whole * total))


def test_households_of_one_income_may_be_put_together():
    apart = measured(incomes(10, 20, 20, 20, 70), "25", income="income")
    together = measured(
        [r | {"weight": 3.0 if r["income"] == 20 else 1.0} for r in incomes(10, 20, 70)], "25", income="income"
    )
    for name in SPREAD:
        assert value(together, name) == pytest.approx(value(apart, name)), name


@pytest.mark.parametrize(
    ("values", "expected"),
    [((2, 6, 8, 20), 0.4), ((2, 6, 20, 20), 0.6), ((10, 12), None)],
    ids=["the-middle-one", "the-middle-of-two", "nobody-below"],
)
def test_relative_median_gap_is_of_those_below_the_line(values, expected):
    found = figure(measured(incomes(*values), "10", income="income"), "relative_median_gap")
    assert found.estimate.value == (None if expected is None else pytest.approx(expected))


def test_every_group_is_spread_as_it_is_alone():
    rows = drawn_survey(400, 8)
    found = measured(rows, "90", income="income", by=("area",))
    for area in ("town", "land"):
        alone = measured([r for r in rows if r["area"] == area], "90", income="income")
        for name in SPREAD:
            assert value(found, name, by="area", group=area) == pytest.approx(value(alone, name)), (area, name)


def test_group_without_a_poor_household_has_no_gap_and_the_others_have():
    rows = [{"income": 5.0, "area": "town"}, {"income": 50.0, "area": "town"}, {"income": 60.0, "area": "land"}]
    found = measured(rows, "10", income="income", by=("area",))
    assert value(found, "relative_median_gap", by="area", group="land") is None
    assert value(found, "relative_median_gap", by="area", group="town") == pytest.approx(0.5)


@pytest.mark.parametrize(
    "values", [(5,), (1, 7, 7, 7), (-20, 1, 5, 8, 30), (0, 0, 3, 4)], ids=["one", "ties", "debts", "nothing"]
)
def test_quintile_share_ratio_is_no_figure_where_a_fifth_is_nobody_or_has_nothing(values):
    found = figure(measured(incomes(*values), "2", income="income"), "quintile_share_ratio")
    assert (found.estimate.value, found.estimate.se) == (None, None)


def test_gini_is_no_figure_by_a_mean_that_is_not_above_zero():
    rows = [{"income": i, "area": a} for i, a in ((-5.0, "town"), (1.0, "town"), (1.0, "land"), (3.0, "land"))]
    found = measured(rows, "2", income="income", by=("area",))
    assert value(found, "gini", by="area", group="town") is None
    assert value(found, "gini", by="area", group="land") == pytest.approx(0.25)
    assert value(measured(incomes(0, 0), "2", income="income"), "gini") is None


def test_gini_of_some_debts_may_be_more_than_one():
    assert value(measured(incomes(-9, 10), "2", income="income"), "gini") == pytest.approx(19 / 4 / 0.5)
