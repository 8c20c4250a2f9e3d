from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.events import (
    UnableToRecordEvent,
    record_death,
    record_marriage_out,
    record_state,
    undo_event,
)
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_file
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import JUNE, because, known, people, people_of_the_engine, two_households
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue


def who():
    return viewer(Role.COUNTY, over=COUNTY)


@pytest.mark.django_db
def test_dead_member_leaves_the_household_and_a_new_head_is_named():
    home, _ = two_households()
    record_death(household_id=home.pk, person="1", new_head="2", happening=because(home), actor=who(), at=AT)
    assert people() == people_of_the_engine() == [("1001", "2"), ("1002", "1")]
    assert home.persons.get(number="2").relation == "户主"
    home.refresh_from_db()
    assert (home.size, known(home, "household_size_current")) == (1, 1)
    entry = Entry.objects.get(action="record_death")
    assert '"persons": 1' in entry.detail or '"persons":1' in entry.detail


@pytest.mark.django_db
def test_household_of_an_earlier_day_is_shown_as_it_was():
    home, _ = two_households()
    record_death(household_id=home.pk, person="2", happening=because(home), actor=who(), at=AT)
    home.refresh_from_db()
    before = household_file(home, catalogue(), date(2019, 5, 31), as_it_was=True)
    after = household_file(home, catalogue(), JUNE, as_it_was=True)
    assert [m.person.number for m in before.members] == ["1", "2"]
    assert before.members[1].facts["person_state"].value == "在家"
    assert [m.person.number for m in after.members] == ["1"]


@pytest.mark.django_db
def test_last_member_stays_listed_as_dead():
    _, other = two_households()
    record_death(household_id=other.pk, person="1", happening=because(other), actor=who(), at=AT)
    assert ("1002", "1") in people()
    assert other.persons.get().state == "死亡"


@pytest.mark.django_db
def test_whoever_goes_is_not_the_new_head_and_the_head_is_a_member():
    home, _ = two_households()
    actor = who()
    for head in ("1", "9"):
        with pytest.raises(UnableToRecordEvent) as refused:
            record_death(household_id=home.pk, person="1", new_head=head, happening=because(home), actor=actor, at=AT)
        assert refused.value.field == "new_head"


@pytest.mark.django_db
def test_marriage_into_a_household_of_the_county_takes_everything_along():
    home, other = two_households()
    actor = who()
    event = record_marriage_out(
        household_id=home.pk,
        person="2",
        to_household_id=other.pk,
        relation="之女婿",
        happening=because(home),
        actor=actor,
        at=AT,
    )
    assert people() == people_of_the_engine() == [("1001", "1"), ("1002", "1"), ("1002", "2")]
    there = other.persons.get(number="2")
    assert (there.relation, known(other, "sex", "2")) == ("之女婿", "男")
    sizes = [known(h, "household_size_current") for h in (home, other)]
    assert sizes == [1, 2]
    undo_event(event_id=event.pk, household_id=other.pk, happening=because(other), actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1001", "2"), ("1002", "1")]


@pytest.mark.django_db
def test_marriage_elsewhere_and_what_cannot_be():
    home, other = two_households()
    actor = who()
    with pytest.raises(UnableToRecordEvent, match="last member"):
        record_marriage_out(
            household_id=other.pk, person="1", to_household_id=home.pk, happening=because(other), actor=actor, at=AT
        )
    with pytest.raises(UnableToRecordEvent, match="another one"):
        record_marriage_out(
            household_id=home.pk, person="1", to_household_id=home.pk, happening=because(home), actor=actor, at=AT
        )
    with pytest.raises(UnableToFindHousehold):
        record_marriage_out(
            household_id=home.pk, person="1", to_household_id=999_999, happening=because(home), actor=actor, at=AT
        )
    record_marriage_out(household_id=home.pk, person="2", happening=because(home), actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1002", "1")]


@pytest.mark.django_db
def test_state_is_a_fact_from_its_day_and_the_person_stays():
    home, _ = two_households()
    actor = who()
    record_state(household_id=home.pk, person="2", state="服役", happening=because(home), actor=actor, at=AT)
    assert ("1001", "2") in people()
    home.refresh_from_db()
    states = [
        household_file(home, catalogue(), day).members[1].facts["person_state"].value
        for day in (date(2019, 5, 31), JUNE)
    ]
    assert states == ["在家", "服役"]
    with pytest.raises(UnableToRecordEvent, match="no way of being away"):
        record_state(household_id=home.pk, person="2", state="死亡", happening=because(home), actor=actor, at=AT)
