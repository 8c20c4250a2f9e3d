import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.distinguishing import UnableToTellApart, state_distinct
from diguan.domain.registry.models import Distinction, Person
from diguan.domain.registry.queries.household import UnableToFindHousehold
from diguan.domain.registry.queries.likeness import suspected
from diguan.domain.registry.queries.resemblance import resembling
from tests.domain.registry.queries.test_resemblance import county, numbers
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, viewer
from tests.factories.registry import AT

REASON = "两人身份证原件都看过"
pytestmark = pytest.mark.django_db


def person(number):
    return Person.objects.get(number=number)


def pairs(viewer_):
    return [(found.person.number, found.other and found.other.number) for found in suspected(viewer_)[0]]


def said(one, other, actor, reason=REASON):
    return state_distinct(person_id=person(one).pk, other_id=person(other).pk, reason=reason, actor=actor, at=AT)


def test_two_who_were_told_apart_are_pointed_out_no_more_and_others_are():
    county()
    who = viewer(Role.COUNTY, over=COUNTY)
    said("b", "a", who)
    assert pairs(who) == [("a", None), ("b", None), ("c", "d")]
    assert numbers(resembling(who, [person("a"), person("c")])) == [("c", "d", False)]
    said("c", "d", who)
    assert numbers(resembling(who, [person("c")])) == []
    assert pairs(who) == [("a", None), ("b", None)]


def test_level_above_two_counties_tells_apart_what_no_county_sees_whole_and_it_is_on_record_in_both():
    county()
    above = viewer(Role.PREFECTURE, over=PREFECTURE)
    there = viewer(Role.COUNTY, over=OTHER_COUNTY, username="there.tester")
    assert pairs(there) == [("z", None)]
    for one in ("a", "b"):
        said("z", one, above)
    assert pairs(there) == []
    entries = Entry.objects.filter(action="state_distinct")
    assert sorted(entries.values_list("region_code", flat=True)) == ["152222100001"] * 2 + ["152223100021"] * 2
    assert not any(REASON in entry.detail for entry in entries)
    assert set(Distinction.objects.values_list("reason", flat=True)) == {REASON}


def test_whoever_does_not_see_both_reads_that_there_is_nobody():
    county()
    with pytest.raises(UnableToFindHousehold):
        said("a", "z", viewer(Role.COUNTY, over=COUNTY))
    with pytest.raises(UnableToFindHousehold):
        said("a", "a", viewer(Role.COUNTY, over=COUNTY, username="same.tester"))
    assert not Distinction.objects.exists()


def test_it_is_said_once_and_with_a_reason():
    county()
    who = viewer(Role.COUNTY, over=COUNTY)
    with pytest.raises(UnableToTellApart, match="no reason"):
        said("a", "b", who, reason=" 看 ")
    said("a", "b", who)
    with pytest.raises(UnableToTellApart, match="said already"):
        said("b", "a", who)
    assert Entry.objects.filter(action="state_distinct").count() == 2
