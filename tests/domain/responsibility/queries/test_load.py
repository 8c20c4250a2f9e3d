from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.responsibility.queries import load_by_officer
from diguan.domain.responsibility.queries.load import usual_load
from tests.factories.accounts import ON, OTHER_COUNTY, TOWNSHIP, viewer
from tests.factories.posts import helping, officer

pytestmark = pytest.mark.django_db


def test_load_counts_the_households_of_the_day_in_the_viewers_region():
    busy, idle = officer("忙"), officer("闲")
    for number in range(4):
        helping(busy, str(number), "152222100001")
    helping(busy, "old", until=date(2019, 2, 1))
    helping(idle, "9", "152222101001")
    far = officer("金丝雀", OTHER_COUNTY)
    for number in range(9):
        helping(far, str(number), OTHER_COUNTY)
    helping(busy, "far", OTHER_COUNTY)
    who = viewer(Role.COUNTY)
    assert [(each.name, each.households) for each in load_by_officer(who, ON)] == [("忙", 4), ("闲", 1)]
    assert [each.name for each in load_by_officer(who, ON, TOWNSHIP)] == ["忙"]
    assert (usual_load(who, ON), usual_load(who, date(2018, 1, 1))) == (2.5, None)
