"""Alkire-Foster by hand: weights 1 and 2, cutoff 2 (of a total of 3)."""

import pytest

from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.screening.poverty import poverty_of
from diguan.engine.snapshot.database import open_connection, run
from diguan.engine.verdicts import Subject
from tests.factories.rounds import pack

LAYOUT = Layout({Subject.HOUSEHOLD: Relation("households", {"weight": Column("weight", 1)})}, {})


def measured(*rows):
    """Of households (income, shelter, weight); 0 unmet, 1 unknown, 2 met, 3 not applicable."""
    with open_connection() as connection:
        values = ", ".join(f"('h{n}', {i}, {s}, {'NULL' if w is None else w})" for n, (i, s, w) in enumerate(rows))
        run(
            connection,
            f"CREATE TABLE everything AS SELECT * FROM (VALUES {values}) t(household_id, income, shelter, weight)",
        )
        run(connection, "CREATE TABLE verdicts_household AS SELECT household_id, income, shelter FROM everything")
        run(connection, "CREATE TABLE households AS SELECT household_id, weight::DOUBLE AS weight FROM everything")
        return poverty_of(connection, pack("small"), LAYOUT)


def test_poor_from_the_cutoff_on():
    found = measured((2, 0, 1), (0, 2, 1), (0, 0, 1), (2, 2, 1))
    assert (found.headcount_ratio, found.intensity, found.mpi) == pytest.approx((0.5, (2 / 3 + 1) / 2, (2 / 3 + 1) / 4))
    assert (found.cutoff, found.total_weight, found.poor, found.households) == (2, 3, 2, 4)


def test_households_count_by_their_weight():
    found = measured((2, 0, 3), (2, 2, 1))
    assert (found.headcount_ratio, found.intensity, found.mpi) == pytest.approx((0.75, 2 / 3, 0.5))


def test_not_applicable_is_not_deprived():
    assert measured((0, 3, 1)).poor == 0


def test_unknown_makes_an_interval_and_is_left_out_of_the_figures():
    found = measured((2, 0, 1), (2, 1, 1), (2, 2, 2))
    assert (found.households, found.headcount_ratio, found.known_share) == pytest.approx((3, 1 / 3, 0.75))
    assert (found.lower.headcount_ratio, found.upper.headcount_ratio) == (0.25, 0.5)


def test_unknown_that_cannot_lift_over_the_cutoff_is_poor_in_neither_bound():
    found = measured((1, 2, 1))
    assert (found.lower.poor, found.upper.poor, found.headcount_ratio) == (0, 0, None)


def test_household_without_weight_is_not_counted_but_told():
    found = measured((2, 0, 1), (2, 0, None))
    assert (found.households, found.unweighted_households) == (1, 1)


def test_field_of_households_may_be_called_like_an_indicator():
    with open_connection() as connection:
        run(connection, "CREATE TABLE verdicts_household AS SELECT 'h0' AS household_id, 2 AS income, 0 AS shelter")
        run(
            connection, "CREATE TABLE households AS SELECT 'h0' AS household_id, 3.0::DOUBLE AS weight, true AS shelter"
        )
        found = poverty_of(connection, pack("small"), LAYOUT)
    assert (found.poor, found.households) == (3, 3)


def test_nobody_poor_has_no_intensity():
    found = measured((2, 2, 1))
    assert (found.headcount_ratio, found.intensity, found.mpi) == (0, None, 0)


def test_sums_do_not_depend_on_the_order_of_rows():
    rows = [(2, 0, 0.1), (2, 0, 0.2), (2, 0, 0.3), (2, 2, 1e16), (2, 0, -0.0), (2, 0, 0.7)]
    assert measured(*rows) == measured(*reversed(rows))


def test_standard_without_cutoff_measures_nothing():
    with open_connection() as connection:
        assert poverty_of(connection, pack(), LAYOUT) is None
