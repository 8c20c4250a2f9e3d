"""The fewest facts that satisfy a verdict: all of an AND, the cheapest of an OR, what is asked already for nothing."""

import pytest

from diguan.engine.visiting.ways import fewest
from tests.factories.open_verdicts import home, names, opened, ways_of


@pytest.mark.parametrize(
    ("met", "when", "facts", "expected"),
    [
        ("poor and income > 3", None, home(), {("poor", None), ("income", None)}),
        ("(poor and income > 3) or debt < 1", None, home(), {("debt", None)}),
        ("not (poor or income > 3)", None, home(), {("poor", None), ("income", None)}),
        ("income > 3 and debt < 1", "poor", home(), {("poor", None)}),
        ("income > 3", "poor", home(poor=True), {("income", None)}),
        ("every_member(yes)", None, home({}, {"yes": True}, {}), {("yes", 0), ("yes", 2)}),
        ("any_member(yes or maybe)", None, home({"yes": False}, {}), {("maybe", 0)}),
        # met is out of reach: whether the rule applies at all
        ("income > 3", "poor", home(income=1.0), {("poor", None)}),
    ],
)
def test_first_questions_are_the_fewest_when_all_is_well(met, when, facts, expected):
    verdict = opened(met, when)
    assert names(fewest(ways_of(facts, verdict), [verdict])) == expected


def test_a_fact_that_is_asked_already_costs_nothing():
    both = [opened("poor"), opened("debt < 1 or poor")]
    assert names(fewest(ways_of(home(), *both), both)) == {("poor", None)}


def test_a_fact_that_later_ones_make_needless_is_left_out():
    both = [opened("debt < 1 or (poor and heads > 1)"), opened("poor and heads > 1")]
    assert names(fewest(ways_of(home(), *both), both)) == {("poor", None), ("heads", None)}


def test_a_verdict_that_asking_cannot_decide_is_not_asked_for():
    verdict = opened("village.road")
    ways = ways_of(home(), verdict)
    nothing = type(ways)(ways.facts, frozenset(), ways.truths)
    assert nothing.to_decide(verdict) is None
    assert fewest(nothing, [verdict]) == frozenset()
