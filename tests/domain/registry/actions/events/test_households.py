from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import (
    UnableToOvertake,
    UnableToRecordEvent,
    merge_households,
    split_household,
    undo_event,
)
from diguan.domain.registry.models import Household, LifeEvent, Observation
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_file
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.happenings import because, known, people, people_of_the_engine, two_households
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue


def who():
    return viewer(Role.COUNTY, over=COUNTY)


def split(home, actor, persons=("2",), number="1003"):
    return split_household(
        household_id=home.pk, persons=list(persons), new_number=number, happening=because(home), actor=actor, at=AT
    )


@pytest.mark.django_db
def test_split_moves_people_with_what_is_known_of_them_and_undo_brings_them_back():
    home, _ = two_households()
    actor, before = who(), Observation.objects.count()
    event = split(home, actor)
    assert people() == [("1001", "1"), ("1002", "1"), ("1003", "2")]
    new = household_file(Household.objects.get(number="1003"), catalogue(), AT.date())
    assert [m.facts["sex"].value for m in new.members] == ["男"]
    assert people_of_the_engine() == [("1001", "1"), ("1002", "1"), ("1003", "2")]
    assert people_of_the_engine(date(2019, 5, 15)) == [("1001", "1"), ("1001", "2"), ("1002", "1")]
    home.refresh_from_db()
    assert (home.size, home.roster_incomplete, known(home, "household_size_current")) == (1, False, 1)
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1001", "2"), ("1002", "1")]
    assert (Household.objects.get(number="1003").gone, LifeEvent.objects.count()) == (True, 2)
    home.refresh_from_db()
    assert (home.size, known(home, "household_size_current")) == (2, 2)
    assert Observation.objects.count() == before + 1  # the size stays written, and counts no more
    with pytest.raises(UnableToRecordEvent, match="taken back already"):
        undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=actor, at=AT)


@pytest.mark.django_db
def test_merge_joins_people_and_leaves_open_what_differs():
    home, other = two_households()
    merge_households(household_id=home.pk, other_id=other.pk, happening=because(home), actor=who(), at=AT)
    assert people() == [("1001", "1"), ("1001", "1002-1"), ("1001", "2")]
    assert people_of_the_engine() == people()
    assert Household.objects.get(number="1002").gone
    home.refresh_from_db()
    assert household_file(home, catalogue(), AT.date()).facts["house_area"].state == "conflict"
    assert (home.size, home.roster_incomplete) == (3, False)


@pytest.mark.django_db
def test_event_that_does_not_fit_is_refused():
    home, _ = two_households()
    actor = who()
    for persons, number in ((["1", "2"], "1003"), (["9"], "1003"), ([], "1003"), (["2"], "1002"), (["2"], " ")):
        with pytest.raises(UnableToRecordEvent):
            split(home, actor, persons, number)
    stranger = viewer(Role.COUNTY, over=OTHER_COUNTY, username="else.tester")
    with pytest.raises(UnableToFindHousehold):
        split(home, stranger)
    assert LifeEvent.objects.count() == 0


@pytest.mark.django_db
def test_second_editor_is_told_and_nothing_is_stored():
    home, other = two_households()
    actor, seen = who(), because(home)
    split(home, actor)
    with pytest.raises(UnableToOvertake, match="somebody else"):
        merge_households(household_id=home.pk, other_id=other.pk, happening=seen, actor=actor, at=AT)
    assert LifeEvent.objects.count() == 1
