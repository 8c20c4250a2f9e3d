from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.fieldwork.queries.traces import Traces, traces_of
from diguan.domain.registry.actions.events import declare_same_household, record_death
from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import Household, KinLink
from diguan.domain.registry.queries.household import household_file
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import because, listed, member, two_households
from tests.factories.ledger import item
from tests.factories.posts import helping, officer
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue

TODAY = AT.date()
NOTHING = Traces(events=False, moves=False, kin=False, items=False, helpers=False)


def who():
    return viewer(Role.COUNTY, over=COUNTY)


@pytest.mark.django_db
def test_household_without_anything_has_no_traces_whatever_another_has():
    home, other = two_households()
    item(county=other.county, household_number=other.number)
    helping(officer(), other.number, other.region_code)
    assert traces_of(home, TODAY) == NOTHING
    assert traces_of(other, TODAY) == Traces(events=False, moves=False, kin=False, items=True, helpers=True)


@pytest.mark.django_db
def test_helper_of_a_later_day_is_no_trace_yet():
    home, _ = two_households()
    helping(officer(), home.number, home.region_code, since=date(2019, 8, 1))
    assert not traces_of(home, TODAY).helpers


@pytest.mark.django_db
@pytest.mark.parametrize("turned", [False, True])
def test_kin_is_a_trace_on_both_sides(turned):
    home, other = two_households()
    one, two = home.persons.first(), other.persons.first()
    ends = (two, one) if turned else (one, two)
    KinLink.objects.create(person=ends[0], other=ends[1], kind=KinKind.CHILD.value, actor=1, at=AT)
    assert [traces_of(each, TODAY).kin for each in (home, other)] == [True, True]


@pytest.mark.django_db
def test_event_is_a_trace_of_its_household_and_moves_of_both():
    home, other = two_households()
    record_death(household_id=home.pk, person="2", happening=because(home), actor=who(), at=AT)
    assert (traces_of(home, TODAY).events, traces_of(home, TODAY).moves) == (True, False)
    assert traces_of(other, TODAY) == NOTHING


@pytest.mark.django_db
def test_file_of_a_household_that_nothing_moved_is_the_same_whether_moves_are_read_or_not():
    listed(1, *(member(f"100{n}", "1", house_area=10.0 * n, household_size_current=1) for n in (1, 2, 3)))
    homes = {home.number: home for home in Household.objects.all()}
    declare_same_household(
        household_id=homes["1001"].pk, other_id=homes["1002"].pk, happening=because(homes["1001"]), actor=who(), at=AT
    )
    assert [traces_of(homes[f"100{n}"], TODAY).moves for n in (1, 2, 3)] == [True, True, False]
    alone = homes["1003"]
    read, unread = (household_file(alone, catalogue(), TODAY, moved=moved) for moved in (True, False))
    assert (read.facts, [m.facts for m in read.members]) == (unread.facts, [m.facts for m in unread.members])
    assert read.facts["house_area"].value == 30.0
