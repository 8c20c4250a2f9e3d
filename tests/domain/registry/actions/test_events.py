from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import (
    Happening,
    UnableToRecordEvent,
    merge_households,
    split_household,
    undo_event,
)
from diguan.domain.registry.models import Household, LifeEvent, Observation, Person
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_file
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.facts import export, inputs, rows, source, taken
from tests.factories.registry import AT, loaded
from tests.factories.snapshots import catalogue

MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)
WHY = Happening(JUNE, "分户手续", catalogue())


def member(household, person, **more):
    return {"household_id": household, "person_id": person, "region_code": "152222100001", "sex": "男", **more}


def two_households():
    listed = [
        member("1001", "1", house_area=60.0),
        member("1001", "2", house_area=60.0),
        member("1002", "1", house_area=40.0),
    ]
    loaded(inputs(export(source(1, data_on=MAY), listed, ("house_area",))))
    return Household.objects.get(number="1001"), Household.objects.get(number="1002")


def who():
    return viewer(Role.COUNTY, over=COUNTY)


def people():
    found = Person.objects.filter(gone=False, household__gone=False).order_by("household__number", "number")
    return list(found.values_list("household__number", "number"))


def members_of_the_engine(as_of):
    snapshot = taken(
        extract_inputs(catalogue(), Extent.of(COUNTY), as_of), "person.sex household.house_area", as_of=as_of
    )
    return rows(snapshot, "persons", "household_id", "person_id", "sex")


@pytest.mark.django_db
def test_split_moves_people_with_what_is_known_of_them_and_undo_brings_them_back():
    home, _ = two_households()
    actor, before = who(), Observation.objects.count()
    event = split_household(household_id=home.pk, persons=["2"], new_number="1003", happening=WHY, actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1002", "1"), ("1003", "2")]
    new = household_file(Household.objects.get(number="1003"), catalogue(), AT.date())
    assert [m.facts["sex"].value for m in new.members] == ["男"]
    assert members_of_the_engine(AT.date()) == [("1001", "1", "男"), ("1002", "1", "男"), ("1003", "2", "男")]
    assert members_of_the_engine(date(2019, 5, 15)) == [("1001", "1", "男"), ("1001", "2", "男"), ("1002", "1", "男")]
    undo_event(event_id=event.pk, happening=WHY, actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1001", "2"), ("1002", "1")]
    assert (Household.objects.get(number="1003").gone, LifeEvent.objects.count()) == (True, 2)
    assert Observation.objects.count() == before
    with pytest.raises(UnableToRecordEvent, match="taken back already"):
        undo_event(event_id=event.pk, happening=WHY, actor=actor, at=AT)


@pytest.mark.django_db
def test_merge_joins_people_and_leaves_open_what_differs():
    home, other = two_households()
    merge_households(household_id=home.pk, other_id=other.pk, happening=WHY, actor=who(), at=AT)
    assert people() == [("1001", "1"), ("1001", "1002-1"), ("1001", "2")]
    assert Household.objects.get(number="1002").gone
    home.refresh_from_db()
    assert household_file(home, catalogue(), AT.date()).facts["house_area"].state == "conflict"
    assert "house_area" not in home.facts


@pytest.mark.django_db
def test_event_that_does_not_fit_is_refused():
    home, _ = two_households()
    actor = who()
    for persons, number in ((["1", "2"], "1003"), (["9"], "1003"), ([], "1003"), (["2"], "1002")):
        with pytest.raises(UnableToRecordEvent):
            split_household(household_id=home.pk, persons=persons, new_number=number, happening=WHY, actor=actor, at=AT)
    stranger = viewer(Role.COUNTY, over=OTHER_COUNTY, username="else.tester")
    with pytest.raises(UnableToFindHousehold):
        split_household(household_id=home.pk, persons=["2"], new_number="1003", happening=WHY, actor=stranger, at=AT)
    assert LifeEvent.objects.count() == 0
