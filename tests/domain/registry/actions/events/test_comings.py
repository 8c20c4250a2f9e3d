import json
from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.events import (
    Newcomer,
    UnableToRecordEvent,
    record_birth,
    record_death,
    record_marriage_in,
    record_marriage_out,
    record_return,
    record_state,
    split_household,
)
from diguan.domain.registry.models import Household, Identifiers, LifeEvent, Source
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.sealing import about, seals
from diguan.engine.verdicts import Subject
from tests.factories.accounts import COUNTY, viewer
from tests.factories.facts import facts, inputs, rows, source, taken
from tests.factories.happenings import (
    JUNE,
    LATE_JUNE,
    because,
    known,
    listed,
    member,
    people,
    people_of_the_engine,
    two_households,
)
from tests.factories.registry import AT, loaded
from tests.factories.snapshots import catalogue

CHILD = Newcomer("小牧", "之女", "女")
NUMBER = "990101200001012343"  # of nobody: area 99


def who():
    return viewer(Role.COUNTY, over=COUNTY)


def born(home, actor, newcomer=CHILD, on=JUNE, **more):
    return record_birth(
        household_id=home.pk, newcomer=newcomer, happening=because(home, on), actor=actor, at=AT, **more
    )


@pytest.mark.django_db
def test_child_is_a_member_with_birth_and_relation_and_no_number_yet():
    home, _ = two_households()
    born(home, who(), enrolling=True)
    child = home.persons.get(gone=False, name="小牧")
    assert people_of_the_engine() == people() == [("1001", "1"), ("1001", "1001-r1"), ("1001", "2"), ("1002", "1")]
    assert (child.number, child.birth_date, child.relation, child.blind) == ("1001-r1", JUNE, "之女", None)
    assert known(home, "special_protection", child.number) == "新生儿参保办理中"
    home.refresh_from_db()
    assert (home.size, known(home, "household_size_current"), home.roster_incomplete) == (3, 3, False)
    assert people_of_the_engine(date(2019, 5, 31)) == [("1001", "1"), ("1001", "2"), ("1002", "1")]


@pytest.mark.django_db
def test_child_with_a_number_is_found_by_rosters_and_its_number_is_sealed():
    home, _ = two_households()
    Source.objects.update(synthetic=True)
    born(home, who(), Newcomer("小牧", "之女", "女", None, NUMBER))
    sealed = Identifiers.objects.get(blind=seals().blind(NUMBER))
    opened = json.loads(seals().unseal(bytes(sealed.sealed), sealed.key_id, about(sealed.pk)))
    assert opened == {"name": "小牧", "identity": NUMBER}
    assert NUMBER not in str(list(Entry.objects.values_list("detail", flat=True)))
    insured = [{"identity": NUMBER, "insured_residents": True}]
    loaded(inputs(facts(Subject.PERSON, source(9, "roster:health_insurance", LATE_JUNE), insured)), region=COUNTY)
    child = home.persons.get(name="小牧")
    assert known(home, "insured_residents", child.number) is True
    snapshot = taken(extract_inputs(catalogue(), Extent.of(COUNTY), AT.date()), "person.insured_residents")
    assert (child.number, True) in rows(snapshot, "persons", "person_id", "insured_residents")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("newcomer", "field"),
    [
        (Newcomer(" ", "之女"), "name"),
        (Newcomer("小牧", "之友"), "relation"),
        (Newcomer("小牧", "之女", "x"), "sex"),
        (Newcomer("小牧", "之女", identity="990101200001012349"), "identity"),
        (Newcomer("小牧", "之女", identity="123"), "identity"),
    ],
)
def test_newcomer_that_cannot_be_is_refused_at_the_entry(newcomer, field):
    home, _ = two_households()
    Source.objects.update(synthetic=True)
    with pytest.raises(UnableToRecordEvent) as refused:
        born(home, who(), newcomer)
    assert refused.value.field == field
    assert LifeEvent.objects.count() == 0


@pytest.mark.django_db
def test_day_reason_and_evidence_are_demanded():
    home, _ = two_households()
    actor = who()
    for field, wrong in (
        ("happened_on", because(home, date(2030, 1, 1))),
        ("reason", because(home, reason=" ")),
        ("evidence", because(home, evidence=type(because(home).evidence)(because(home).evidence.grade, " "))),
    ):
        with pytest.raises(UnableToRecordEvent) as refused:
            record_birth(household_id=home.pk, newcomer=CHILD, happening=wrong, actor=actor, at=AT)
        assert refused.value.field == field


@pytest.mark.django_db
def test_older_list_undoes_no_event_and_a_newer_one_wins():
    home, _ = two_households()
    born(home, who())
    listed(2, member("1001", "1"), member("1001", "2"), on=date(2019, 5, 20))
    assert ("1001", "1001-r1") in people()
    listed(3, member("1001", "1"), member("1001", "2"), member("1001", "3"), on=LATE_JUNE)
    assert people() == [("1001", "1"), ("1001", "2"), ("1001", "3"), ("1002", "1")]
    assert people_of_the_engine() == people()


@pytest.mark.django_db
def test_event_recorded_late_for_an_earlier_day_counts_from_that_day():
    home, _ = two_households()
    actor = who()
    born(home, actor, on=LATE_JUNE)
    record_death(household_id=home.pk, person="2", happening=because(home, JUNE), actor=actor, at=AT)
    assert people() == [("1001", "1"), ("1001", "1001-r1"), ("1002", "1")]
    assert people_of_the_engine(JUNE) == [("1001", "1"), ("1002", "1")]


@pytest.mark.django_db
def test_marriage_in_brings_somebody_new():
    home, _ = two_households()
    wife = Newcomer("高娃", "之儿媳", "女", date(1995, 3, 4))
    record_marriage_in(household_id=home.pk, newcomer=wife, happening=because(home), actor=who(), at=AT)
    found = home.persons.get(name="高娃")
    assert (found.relation, found.birth_date, found.state, found.member) == ("之儿媳", date(1995, 3, 4), "在家", True)


@pytest.mark.django_db
def test_whoever_was_away_or_had_left_comes_back():
    home, _ = two_households()
    actor = who()
    record_state(household_id=home.pk, person="2", state="服役", happening=because(home), actor=actor, at=AT)
    assert home.persons.get(number="2").state == "服役"
    back = {"household_id": home.pk, "person": "2", "actor": actor, "at": AT}
    record_return(happening=because(home, date(2019, 6, 5)), **back)
    assert home.persons.get(number="2").state == "在家"
    with pytest.raises(UnableToRecordEvent, match="not been away"):
        record_return(happening=because(home), **back)
    record_marriage_out(
        household_id=home.pk, person="2", happening=because(home, date(2019, 6, 10)), actor=actor, at=AT
    )
    assert ("1001", "2") not in people()
    record_return(happening=because(home, LATE_JUNE), **back)
    assert ("1001", "2") in people()
    assert people_of_the_engine(date(2019, 6, 15)) == [("1001", "1"), ("1002", "1")]
    assert people_of_the_engine() == people()


@pytest.mark.django_db
def test_who_belongs_to_another_household_or_is_dead_does_not_come_back_here():
    home, _ = two_households()
    actor = who()
    split_household(household_id=home.pk, persons=["2"], new_number="1003", happening=because(home), actor=actor, at=AT)
    with pytest.raises(UnableToRecordEvent, match="1003"):
        record_return(household_id=home.pk, person="2", happening=because(home), actor=actor, at=AT)
    other = Household.objects.get(number="1002")
    record_death(household_id=other.pk, person="1", happening=because(other), actor=actor, at=AT)
    with pytest.raises(UnableToRecordEvent, match="dead"):
        record_return(household_id=other.pk, person="1", happening=because(other), actor=actor, at=AT)


@pytest.mark.django_db
def test_states_reach_the_rules():
    home, _ = two_households()
    record_death(household_id=home.pk, person="2", happening=because(home), actor=who(), at=AT)
    listed(4, member("1001", "1"), member("1001", "2"), on=LATE_JUNE)
    found = taken(extract_inputs(catalogue(), Extent.of(COUNTY), AT.date()), "person.person_state", as_of=AT.date())
    states = {row[:2]: row[2] for row in rows(found, "persons", "household_id", "person_id", "person_state")}
    assert states["1001", "2"] == "死亡"  # the list still has him; that he is dead is known
