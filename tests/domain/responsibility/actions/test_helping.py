from datetime import timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.actions.helping import end_helping, set_helper
from diguan.domain.responsibility.queries import helper_of
from diguan.domain.responsibility.refusals import UnableToFindResponsibility, UnableToSetHelper
from tests.factories.accounts import AT, ON, OTHER_COUNTY, viewer
from tests.factories.posts import officer

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=30)


def household(number="1001", region="152222100001"):
    return Household.objects.create(county=region[:6], number=number, region_code=region, listed=True, size=1)


def helped(home, who, since=ON, until=None, actor=None, reason="安排"):
    return set_helper(
        household_id=home.pk,
        officer_id=who.pk,
        since_on=since,
        until_on=until,
        reason=reason,
        actor=actor,
        at=AT,
        on=ON,
    )


def ended(helping, until=LATER, actor=None):
    return end_helping(helping_id=helping.pk, until_on=until, reason="调整", actor=actor, at=AT, on=ON)


def test_several_help_a_household_each_from_day_to_day():
    home, one, other = household(), officer("甲"), officer("乙")
    first = helped(home, one, actor=viewer(Role.COUNTY))
    helped(home, other)
    ended(first)
    assert [each.officer for each in helper_of("152222", "1001", ON)] == [one, other]
    assert [each.officer for each in helper_of("152222", "1001", LATER)] == [other]


def test_the_same_help_twice_on_one_day_is_refused():
    home, one = household(), officer()
    helped(home, one, ON, LATER)
    for since, until in ((ON, None), (ON - timedelta(days=3), None), (LATER - timedelta(days=1), LATER)):
        with pytest.raises(UnableToSetHelper) as refused:
            helped(home, one, since, until)
        assert refused.value.field == "since_on"
    helped(home, one, LATER)
    assert len(helper_of("152222", "1001", LATER)) == 1


def test_help_ends_within_its_days_and_needs_a_reason():
    helping = helped(household(), officer())
    with pytest.raises(UnableToSetHelper):
        ended(helping, ON - timedelta(days=1))
    ended(helping, LATER)
    with pytest.raises(UnableToSetHelper):
        ended(helping, LATER)
    with pytest.raises(UnableToSetHelper):
        helped(household("1002"), officer("乙"), reason="")


def test_households_and_officers_elsewhere_are_answered_like_ones_that_are_not_there():
    actor = viewer(Role.COUNTY)
    far, foreign = household("2001", "152223100001"), officer("邻", OTHER_COUNTY)
    for home, who in ((far, officer()), (household(), foreign)):
        with pytest.raises(UnableToFindResponsibility):
            helped(home, who, actor=actor)
    elsewhere = helped(far, foreign)
    with pytest.raises(UnableToFindResponsibility):
        ended(elsewhere, actor=actor)
