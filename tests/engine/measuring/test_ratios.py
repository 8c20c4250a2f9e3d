"""Standard errors: strata of one cluster, a sample of one, digits."""

from math import sqrt

import pytest

from diguan.engine.measuring.ratios import Strata, Sums, estimate_of, standard_error, tidy
from tests.factories.surveys import figure, measured


def test_without_a_design_every_household_stands_for_itself():
    rows = [
        {"lacks_food": d, "lacks_health": d, "lacks_school": False, "lacks_home": False}
        for d in (True, False, False, True)
    ]
    estimate = figure(measured(rows), "headcount_ratio").estimate
    assert estimate.se == pytest.approx(sqrt(0.25 / 3))
    assert (estimate.low, estimate.high) == pytest.approx((0.5 - 1.959964 * estimate.se, 0.5 + 1.959964 * estimate.se))


def test_one_household_has_no_error():
    rows = [{"lacks_food": True, "lacks_health": True, "lacks_school": False, "lacks_home": False}]
    assert figure(measured(rows), "headcount_ratio").estimate.se is None


def test_stratum_of_one_cluster_deviates_from_the_mean_of_all():
    sums = {"a": Sums(0.3, 0.05), "b": Sums(0.4, 0.16)}  # a: clusters 0.1 and 0.2
    expected = sqrt(2 * (0.05 - 0.3**2 / 2) + (0.4 - 0.7 / 3) ** 2)
    assert standard_error(sums, 0.0, Strata({"a": 2, "b": 1})) == pytest.approx(expected)


def test_lonely_strata_are_told():
    rows = [
        {
            "lacks_food": True,
            "lacks_health": True,
            "lacks_school": False,
            "lacks_home": False,
            "stratum": s,
            "cluster": c,
        }
        for s, c in (("a", "1"), ("a", "2"), ("b", "3"))
    ]
    design = measured(rows, strata="stratum", clusters="cluster").design
    assert (design.number_of_strata, design.number_of_clusters, design.lonely) == (2, 3, 1)


def test_clusters_of_one_name_in_two_strata_are_two():
    rows = [
        {
            "lacks_food": True,
            "lacks_health": True,
            "lacks_school": False,
            "lacks_home": False,
            "stratum": s,
            "cluster": "1",
        }
        for s in ("a", "b")
    ]
    assert measured(rows, strata="stratum", clusters="cluster").design.number_of_clusters == 2


def test_digits_beyond_what_summing_keeps_are_dropped():
    assert tidy(0.1 + 0.2) == 0.3
    assert estimate_of(None, None).value is None
