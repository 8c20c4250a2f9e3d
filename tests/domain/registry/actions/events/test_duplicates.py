from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import (
    UnableToRecordEvent,
    declare_same_household,
    declare_same_person,
    undo_event,
)
from diguan.domain.registry.models import Household
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import because, known, listed, member, people, people_of_the_engine
from tests.factories.registry import AT

NUMBER = "990101199501011237"


def who():
    return viewer(Role.COUNTY, over=COUNTY)


def doubled():
    """One man in two households: head of 1001, and son in 1002."""
    listed(
        1,
        member("1001", "1", identity=NUMBER, house_area=60.0, household_size_current=1),
        member("1002", "1", house_area=40.0, household_size_current=2),
        member("1002", "2", identity=NUMBER, house_area=40.0, household_size_current=2, education_level="高中"),
    )
    return Household.objects.get(number="1001"), Household.objects.get(number="1002")


@pytest.mark.django_db
def test_two_numbers_of_one_person_become_one_with_what_was_known_of_both_on_every_day():
    home, other = doubled()
    actor = who()
    assert home.persons.get().facts["identity_duplicated"] is True
    event = declare_same_person(
        household_id=home.pk,
        person="1",
        other_household_id=other.pk,
        other_person="2",
        happening=because(home),
        actor=actor,
        at=AT,
    )
    assert people() == people_of_the_engine() == [("1001", "1"), ("1002", "1")]
    assert people_of_the_engine(date(2019, 5, 2)) == people()
    kept = home.persons.get()
    assert (known(home, "education_level", "1"), kept.facts["identity_duplicated"]) == ("高中", False)
    other.refresh_from_db()
    assert (other.size, other.roster_incomplete) == (1, False)
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1002", "1"), ("1002", "2")]
    assert home.persons.get().facts["identity_duplicated"] is True


@pytest.mark.django_db
def test_two_numbers_of_one_household_become_one_and_people_of_one_identity_one_person():
    home, other = doubled()
    declare_same_household(household_id=home.pk, other_id=other.pk, happening=because(home), actor=who(), at=AT)
    assert people() == people_of_the_engine() == [("1001", "1"), ("1001", "1002-1")]
    assert Household.objects.get(number="1002").gone
    home.refresh_from_db()
    assert (home.size, home.roster_incomplete) == (2, False)


@pytest.mark.django_db
def test_one_number_is_no_duplicate_of_itself():
    home, other = doubled()
    actor = who()
    with pytest.raises(UnableToRecordEvent, match="two different numbers"):
        declare_same_person(
            household_id=home.pk,
            person="1",
            other_household_id=home.pk,
            other_person="1",
            happening=because(home),
            actor=actor,
            at=AT,
        )
    with pytest.raises(UnableToRecordEvent, match="nobody else"):
        declare_same_person(
            household_id=other.pk,
            person="2",
            other_household_id=home.pk,
            other_person="1",
            happening=because(other),
            actor=actor,
            at=AT,
        )
    with pytest.raises(UnableToRecordEvent):
        declare_same_household(household_id=home.pk, other_id=home.pk, happening=because(home), actor=actor, at=AT)
