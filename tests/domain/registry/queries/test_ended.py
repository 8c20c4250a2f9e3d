import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.events import record_death, undo_event
from diguan.domain.registry.actions.events.previewing import preview_event
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.ended import has_ended, households_telling_ended, telling_ended
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import because, two_households
from tests.factories.registry import AT

pytestmark = pytest.mark.django_db


def ended():
    return set(Household.objects.filter(has_ended()).values_list("number", flat=True))


def test_household_ends_with_its_last_member_by_an_act_that_says_so_and_lives_again_when_it_is_undone():
    home, other = two_households()
    actor = viewer(Role.COUNTY, over=COUNTY)

    def die(person):
        return record_death(household_id=home.pk, person=person, happening=because(home), actor=actor, at=AT)

    assert [change.ends for change in preview_event(lambda: die("2"))] == [False]
    die("2")
    assert ended() == set()
    assert [change.ends for change in preview_event(lambda: die("1"))] == [True]
    event = die("1")
    assert (ended(), event.detail["ends"]) == ({"1001"}, True)
    told = telling_ended(Household.objects.filter(pk__in=[home.pk, other.pk]))
    assert {each.pk: each.ended for each in told} == {home.pk: True, other.pk: False}
    assert ['"ends"' in entry.detail for entry in Entry.objects.filter(action="record_death").order_by("id")] == [
        False,
        True,
    ]
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=actor, at=AT)
    assert ended() == set()


def test_household_of_which_nobody_is_named_has_not_ended():
    Household.objects.create(county="152222", number="7", region_code="152222100001", listed=True, size=3)
    assert ended() == set()


def test_households_asked_by_their_keys_tell_it_without_their_facts():
    home, other = two_households()
    told = households_telling_ended([home.pk, other.pk])
    assert {each.pk: each.ended for each in told} == {home.pk: False, other.pk: False}
    assert all("facts" in each.get_deferred_fields() for each in told)
    assert households_telling_ended([]) == []
