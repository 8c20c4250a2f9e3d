"""Who may be registered twice, as pages list it."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.choices import Resemblance
from diguan.domain.registry.queries.likeness import suspected
from tests.domain.registry.queries.test_resemblance import county
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, viewer
from tests.factories.happenings import VILLAGE, listed, member

pytestmark = pytest.mark.django_db
ACROSS, ALIKE = Resemblance.ACROSS, Resemblance.ALIKE
HERE, THERE = COUNTY.ljust(12, "0"), OTHER_COUNTY.ljust(12, "0")
ONE = "990101195001011232"


def told(viewer_, **asked):
    found, _ = suspected(viewer_, **asked)
    return [(f.person.number, f.other and f.other.number, f.kind, f.unseen, f.counties) for f in found]


def test_each_sees_its_own_place_and_a_county_where_else(django_assert_num_queries):
    county()
    who = viewer(Role.COUNTY, over=COUNTY)
    with django_assert_num_queries(4):
        found = told(who)
    assert found == [
        ("a", "b", ACROSS, True, (THERE,)),
        ("b", None, ACROSS, True, (THERE,)),
        ("c", "d", ALIKE, False, ()),
    ]
    there = viewer(Role.COUNTY, over=OTHER_COUNTY, username="there.tester")
    assert told(there) == [("z", None, ACROSS, True, (HERE,))]


def test_village_is_told_that_there_is_somebody_and_not_where():
    county()
    village = viewer(Role.VILLAGE, over=VILLAGE)
    assert told(village)[1] == ("b", None, ACROSS, True, ())


def test_prefecture_sees_both_and_may_ask_for_one_kind():
    county()
    above = viewer(Role.PREFECTURE, over=PREFECTURE)
    assert told(above, kind=ACROSS) == [("a", "b", ACROSS, False, ()), ("b", "z", ACROSS, False, ())]
    assert [row[0] for row in told(above, kind=ALIKE)] == ["c"]
    assert told(viewer(Role.ADMINISTRATOR, username="no.household")) == []


def test_pages_hold_everybody_once():
    listed(1, *(member(str(1000 + n), "p", name="高娃", identity=ONE) for n in range(120)), columns=())
    who, at, seen = viewer(Role.COUNTY, over=COUNTY), "", []
    while True:
        found, page = suspected(who, at)
        seen += [row.person.household.number for row in found]
        assert all(row.other.household.number == str(int(row.person.household.number) + 1) for row in found)
        if not page.next:
            break
        at = page.next
    assert seen == [str(1000 + n) for n in range(119)]
