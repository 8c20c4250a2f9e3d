"""Helpers follow their household through a merge and back, once, on record."""

import json

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.events import merge_households, undo_event
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.actions.carrying import carry_helpers
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries.helping import counties, helper_of
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import because, listed, member
from tests.factories.posts import helping, officer
from tests.factories.registry import AT

HERE, ON = COUNTY[:6], AT.date()


def carry():
    return carry_helpers(county=HERE, actor=None, at=AT, on=ON)


def helpers(number):
    return [row.officer.name for row in helper_of(HERE, number, ON)]


def merged():
    """Household 1002 with a helper joins 1001, which has another."""
    listed(1, member("1001", "1"), member("1002", "1"), member("1003", "1"))
    helping(officer("合成甲"), "1001")
    helping(officer("合成乙"), "1002")
    helping(officer("合成丙"), "1003")
    home, other = (Household.objects.get(number=number) for number in ("1001", "1002"))
    actor = viewer(Role.COUNTY, over=COUNTY)
    event = merge_households(household_id=home.pk, other_id=other.pk, happening=because(home), actor=actor, at=AT)
    return home, event, actor


@pytest.mark.django_db
def test_helpers_of_a_household_that_merged_go_on_under_its_number_once_and_on_record():
    merged()
    assert (helpers("1001"), helpers("1002")) == (["合成甲"], ["合成乙"])
    assert (carry(), carry()) == (1, 0)
    assert (helpers("1001"), helpers("1002"), helpers("1003")) == (["合成甲", "合成乙"], [], ["合成丙"])
    old, new = Helping.objects.filter(officer__name="合成乙").order_by("id")
    assert (old.ended_reason, new.reason, new.follows) == ("1002 → 1001", "1002 → 1001", old)
    entry = Entry.objects.filter(action="carry_helping").get()
    assert (entry.subject_id, json.loads(entry.detail)["follows"]) == (str(new.pk), old.pk)


@pytest.mark.django_db
def test_helpers_go_back_when_the_merge_is_undone():
    home, event, actor = merged()
    carry()
    undo_event(event_id=event.pk, household_id=home.pk, happening=because(home), actor=actor, at=AT)
    assert (carry(), carry()) == (1, 0)
    assert (helpers("1001"), helpers("1002")) == (["合成甲"], ["合成乙"])


@pytest.mark.django_db
def test_who_helps_the_household_already_goes_on_with_that_alone():
    merged()
    helping(officer("合成丁"), "1002")
    helping(Helping.objects.get(officer__name="合成丁").officer, "1001")
    assert carry() == 2
    assert helpers("1001") == ["合成甲", "合成丁", "合成乙"]


@pytest.mark.django_db
def test_counties_are_those_where_anybody_helps():
    helping(officer(), "1001")
    assert counties() == [HERE]
