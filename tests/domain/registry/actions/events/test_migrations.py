import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import Destination, UnableToRecordEvent, record_migration
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.departures import departures
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.happenings import (
    LATE_JUNE,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    VILLAGE,
    because,
    listed,
    member,
    people,
    people_of_the_engine,
    two_households,
)
from tests.factories.registry import AT


def moved(home, actor, persons=("1", "2"), to=NEXT_VILLAGE, number=""):
    return record_migration(
        household_id=home.pk,
        persons=list(persons),
        destination=Destination(to, number),
        happening=because(home),
        actor=actor,
        at=AT,
    )


@pytest.mark.django_db
def test_household_moves_within_its_county_by_one_act():
    home, _ = two_households()
    to = NEXT_VILLAGE
    moved(home, viewer(Role.COUNTY, over=COUNTY), to=to)
    home.refresh_from_db()
    assert (home.region_code, home.gone) == (to, False)
    assert set(home.persons.values_list("region_code", flat=True)) == {to}
    assert sorted(people_of_the_engine()) == people()


@pytest.mark.django_db
def test_some_members_move_into_a_household_of_their_own():
    home, _ = two_households()
    to = NEXT_VILLAGE
    moved(home, viewer(Role.COUNTY, over=COUNTY), ["2"], to, "1009")
    assert people() == sorted(people_of_the_engine()) == [("1001", "1"), ("1002", "1"), ("1009", "2")]
    assert Household.objects.get(number="1009").region_code == to


@pytest.mark.django_db
def test_whoever_has_no_right_there_announces_them_and_they_are_gone_from_here():
    home, _ = two_households()
    village = viewer(Role.VILLAGE, over=VILLAGE)
    to = NEXT_VILLAGE
    event = moved(home, village, ["2"], to)
    assert people() == [("1001", "1"), ("1002", "1")]
    assert (event.to_region_code, departures(village).count()) == (to, 0)
    assert [d.pk for d in departures(viewer(Role.COUNTY, over=COUNTY))] == [event.pk]


@pytest.mark.django_db
def test_departure_to_another_county_is_announced_there_alone():
    home, _ = two_households()
    moved(home, viewer(Role.COUNTY, over=COUNTY), to=OTHER_VILLAGE)
    there = viewer(Role.COUNTY, over=OTHER_COUNTY, username="there.tester")
    assert departures(there).count() == 1
    assert departures(viewer(Role.TOWNSHIP)).count() == 0
    assert people() == [
        ("1001", "1"),
        ("1001", "2"),
        ("1002", "1"),
    ]  # whole households stay listed until a list strikes them
    assert set(home.persons.values_list("state", flat=True)) == {"迁出"}


@pytest.mark.django_db
def test_move_that_is_none_is_refused():
    home, _ = two_households()
    actor = viewer(Role.COUNTY, over=COUNTY)
    for persons, to, number, field in (
        ([], OTHER_VILLAGE, "", "persons"),
        (["9"], OTHER_VILLAGE, "", "persons"),
        (["1"], home.region_code, "", "region_code"),
        (["1"], "159999999999", "", "region_code"),
        (["1"], NEXT_VILLAGE, "1002", "new_number"),
    ):
        with pytest.raises(Exception, match="\n") as refused:
            moved(home, actor, persons, to, number)
        assert refused.value.field == field
    assert issubclass(refused.type, UnableToRecordEvent)


@pytest.mark.django_db
def test_newer_list_says_where_a_household_lives():
    home, _ = two_households()
    moved(home, viewer(Role.COUNTY, over=COUNTY), to=NEXT_VILLAGE)
    listed(7, member("1001", "1"), member("1001", "2"), on=LATE_JUNE)
    home.refresh_from_db()
    assert home.region_code == VILLAGE
