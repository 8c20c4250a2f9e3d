"""What is read of samples: estimates by method, who may be an inspector, what is one's own."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.lookback.choices import Method, Outcome
from diguan.domain.lookback.precision import Interval, interval
from diguan.domain.lookback.queries.plans import estimate_of, inspectors, my_case, my_cases, plan_of, plans, progress_of
from diguan.domain.lookback.refusals import UnableToFindLookback
from tests.factories.accounts import COUNTY, ON, OTHER_COUNTY, holder, viewer
from tests.factories.lookback import closed, decide, plan

pytestmark = pytest.mark.django_db


def sample(method, *, few_persist):
    """Thirty closings of one confirmer and two of another, whose problems came back; six are drawn."""
    for running in range(1, 33):
        closed(running, by=902 if running > 30 else 901)
    made = plan(size=6, method=method)
    for case in made.cases.all():
        decide(case, Outcome.REBOUNDED if case.confirmed_by == 902 and few_persist else Outcome.PERSISTS)
    return made


def test_plain_sample_speaks_for_its_population():
    assert estimate_of(sample(Method.RANDOM, few_persist=False)) == interval(6, 6, 32)


def test_sample_by_confirmer_weighs_each_by_what_it_speaks_for():
    found = estimate_of(sample(Method.CONFIRMERS, few_persist=True))
    assert found.share == pytest.approx(30 / 32)
    assert found.low < 30 / 32 < found.high


def test_sample_by_risk_speaks_of_what_was_looked_at_alone():
    assert estimate_of(sample(Method.RISK, few_persist=False)) == Interval(1.0, 1.0, 1.0)


def test_unseen_are_in_no_estimate_and_nothing_seen_says_nothing():
    closed(1)
    closed(2)
    made = plan(size=2)
    assert estimate_of(made) == Interval(None, 0.0, 1.0)
    first, second = made.cases.all()
    decide(first, Outcome.UNSEEN)
    decide(second, Outcome.PERSISTS)
    assert estimate_of(made) == interval(1, 1, 2)
    far = progress_of(made, date(2020, 4, 1))
    assert (far.looked_back, far.unseen, far.waiting) == (1, 1, 0)


def test_inspectors_are_people_of_the_region_whose_role_works_with_households():
    holder(Role.TOWNSHIP, username="one.here")
    holder(Role.AUDITOR, over=COUNTY, username="an.auditor")
    holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="one.there")
    office = viewer(Role.COUNTY, username="the.office")
    assert list(inspectors(office, ON).values_list("username", flat=True)) == ["one.here", "the.office"]


def test_sample_and_case_of_others_are_answered_like_none():
    closed(1)
    made = plan(size=1)
    stranger = viewer(Role.COUNTY, over=OTHER_COUNTY)
    assert not plans(stranger).exists()
    assert not my_cases(stranger).exists()
    for find, number in ((plan_of, made.pk), (my_case, made.cases.get().pk)):
        with pytest.raises(UnableToFindLookback):
            find(stranger, number)
