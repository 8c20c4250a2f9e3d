from datetime import timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.responsibility.actions.trips import record_trip
from diguan.domain.responsibility.models import Trip
from diguan.domain.responsibility.refusals import UnableToFindResponsibility, UnableToRecordTrip
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, TOWNSHIP, holder, viewer
from tests.factories.posts import officer

pytestmark = pytest.mark.django_db


def recorded(who, region=TOWNSHIP, actor=None, went=ON, **more):
    said = {"note": "查看两户住房，均在整改", "days": 2, **more}
    return record_trip(officer_id=who.pk, region_code=region, went_on=went, actor=actor, at=AT, on=ON, **said)


def test_a_trip_is_recorded_by_who_manages_posts_and_by_the_officer():
    account_of = holder(Role.PREFECTURE)
    mine = officer(account=account_of)
    recorded(mine, actor=viewer(Role.COUNTY))
    recorded(mine, actor=viewer_of(account_of.pk, ON))
    assert Trip.objects.filter(officer=mine, days=2, went_on=ON).count() == 2


def test_a_trip_elsewhere_or_of_somebody_else_is_refused():
    with pytest.raises(UnableToRecordTrip) as refused:
        recorded(officer(), OTHER_COUNTY, viewer(Role.COUNTY))
    assert refused.value.field == "region_code"
    with pytest.raises(UnableToRecordTrip):
        recorded(officer(region="152222100001"), "152222100001", viewer(Role.VILLAGE))
    with pytest.raises(UnableToFindResponsibility):
        recorded(officer("邻", OTHER_COUNTY), COUNTY, viewer(Role.COUNTY, username="second.county"))


@pytest.mark.parametrize("wrong", [{"went": ON + timedelta(days=1)}, {"note": " "}, {"note": "字" * 2001}, {"days": 0}])
def test_a_trip_that_was_not_made_or_says_nothing_is_refused(wrong):
    with pytest.raises(UnableToRecordTrip):
        recorded(officer(), **wrong)
