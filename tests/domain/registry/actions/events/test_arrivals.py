import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.events import (
    Arrival,
    Destination,
    Happening,
    UnableToRecordEvent,
    record_arrival,
    record_migration,
    undo_event,
)
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.departures import departures
from diguan.domain.registry.queries.likeness import suspected
from diguan.domain.sealing import seals
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.happenings import LATE_JUNE, OTHER_VILLAGE, SEEN, because, known, listed, member
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue

NUMBER = "990101199501011237"
HERE = Happening(LATE_JUNE, "落户", SEEN, 0, catalogue())


def gone():
    """Somebody who has left a household for the other county; and who may take him up."""
    listed(
        1,
        member("1001", "1", relation="户主", house_area=60.0),
        member("1001", "2", identity=NUMBER, name="白音", relation="之子", education_level="高中", house_area=60.0),
    )
    home = Household.objects.get(number="1001")
    event = record_migration(
        household_id=home.pk,
        persons=["2"],
        destination=Destination(OTHER_VILLAGE),
        happening=because(home),
        actor=viewer(Role.COUNTY, over=COUNTY),
        at=AT,
    )
    return home, event, viewer(Role.COUNTY, over=OTHER_COUNTY, username="there.tester")


@pytest.mark.django_db
def test_whoever_arrives_comes_with_name_and_number_and_nothing_else():
    _, event, there = gone()
    record_arrival(arrival=Arrival(event.pk, OTHER_VILLAGE, None, "5001"), happening=HERE, actor=there, at=AT)
    new = Household.objects.get(number="5001")
    person = new.persons.get()
    assert (new.county, new.region_code, new.size, person.name) == ("152223", OTHER_VILLAGE, 1, "白音")
    assert bytes(person.blind) == seals().blind(NUMBER)
    assert (known(new, "education_level", person.number), known(new, "sex", person.number), person.state) == (
        None,
        "男",
        "在家",
    )
    assert known(new, "house_area") is None
    assert departures(there).count() == 0
    assert NUMBER not in str(list(Entry.objects.values_list("detail", flat=True)))


@pytest.mark.django_db
def test_departure_is_taken_up_once_and_taken_back_after_the_arrival():
    home, event, there = gone()
    arrived = record_arrival(arrival=Arrival(event.pk, OTHER_VILLAGE, None, "5001"), happening=HERE, actor=there, at=AT)
    with pytest.raises(UnableToRecordEvent, match="taken up already"):
        record_arrival(arrival=Arrival(event.pk, OTHER_VILLAGE, None, "5002"), happening=HERE, actor=there, at=AT)
    here = viewer(Role.COUNTY, over=COUNTY, username="here.tester")
    with pytest.raises(UnableToRecordEvent, match="taken back there first"):
        undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=here, at=AT)
    new = Household.objects.get(number="5001")
    undo_event(event_id=arrived.pk, household_id=new.pk, happening=because(new, LATE_JUNE), actor=there, at=AT)
    assert (Household.objects.get(number="5001").gone, departures(there).count()) == (True, 1)
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=here, at=AT)
    assert home.persons.filter(gone=False).count() == 2


@pytest.mark.django_db
def test_arrival_joins_a_household_that_is_there():
    _, event, there = gone()
    listed(2, {**member("7001", "1", relation="户主"), "region_code": OTHER_VILLAGE})
    joined = Household.objects.get(number="7001")
    record_arrival(
        arrival=Arrival(event.pk, OTHER_VILLAGE, joined.pk), happening=because(joined, LATE_JUNE), actor=there, at=AT
    )
    people = list(joined.persons.order_by("number").values_list("number", "name", "relation"))
    assert people == [("1", None, "户主"), ("7001-r1", "白音", None)]


@pytest.mark.django_db
def test_nobody_takes_up_people_elsewhere():
    _, event, there = gone()
    stranger = viewer(Role.COUNTY, over=COUNTY, username="stranger.tester")
    for actor, village in ((stranger, OTHER_VILLAGE), (there, "152222100001")):
        with pytest.raises(UnableToRecordEvent):
            record_arrival(arrival=Arrival(event.pk, village, None, "5001"), happening=HERE, actor=actor, at=AT)
    assert departures(there).count() == 1


@pytest.mark.django_db
def test_whoever_was_listed_in_two_counties_is_taken_up_as_the_member_who_is_there():
    listed(
        2,
        {**member("5001", "9", name="白音", identity=NUMBER, relation="户主"), "region_code": OTHER_VILLAGE},
        columns=(),
    )
    listed(1, member("1001", "1", relation="户主"), member("1001", "2", name="白音", identity=NUMBER), columns=())
    home, there = Household.objects.get(number="1001"), viewer(Role.COUNTY, over=OTHER_COUNTY, username="there.tester")
    here = viewer(Role.COUNTY, over=COUNTY)
    assert [found.counties for found in suspected(here)[0]] == [(OTHER_COUNTY.ljust(12, "0"),)]
    event = record_migration(
        household_id=home.pk,
        persons=["2"],
        destination=Destination(OTHER_COUNTY.ljust(12, "0")),
        happening=because(home),
        actor=here,
        at=AT,
    )
    joined = Household.objects.get(number="5001")
    happening = because(joined, LATE_JUNE)
    arrival = Arrival(event.pk, OTHER_VILLAGE, joined.pk)
    arrived = record_arrival(arrival=arrival, happening=happening, actor=there, at=AT)
    assert list(joined.persons.filter(gone=False).values_list("number", "state")) == [("9", "在家")]
    assert (suspected(here)[0], suspected(there)[0], departures(there).count()) == ([], [], 0)
    undo_event(event_id=arrived.pk, household_id=joined.pk, happening=because(joined, LATE_JUNE), actor=there, at=AT)
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=here, at=AT)
    assert [found.person.number for found in suspected(here)[0]] == ["2"]
    assert joined.persons.filter(gone=False).count() == 1
