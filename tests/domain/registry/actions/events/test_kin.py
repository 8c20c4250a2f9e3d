from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import UnableToRecordEvent, split_household
from diguan.domain.registry.actions.events.kin import Tie, end_kin, link_kin
from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import Household, KinLink
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.facts import rows, taken
from tests.factories.happenings import because, listed, member
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue

TODAY = AT.date()
OLD, ABLE = date(1945, 5, 1), date(1980, 5, 1)


def elder_and_child():
    listed(1, member("1001", "1", birth_date=OLD), member("1002", "1", birth_date=ABLE), columns=())
    elder, child = Household.objects.get(number="1001"), Household.objects.get(number="1002")
    return elder, elder.persons.get(), child.persons.get()


def linked(person, other, kind=KinKind.CHILD, actor=None, evidence="户口簿第2页", **more):
    who = actor or viewer(Role.COUNTY, over=COUNTY)
    return link_kin(tie=Tie(person.pk, other.pk, kind, evidence, **more), catalogue=catalogue(), actor=who, at=AT), who


def supported(as_of=TODAY):
    """What a round knows of children elsewhere, by household."""
    from diguan.domain.registry.queries.extraction import Extent, extract_inputs

    snapshot = taken(extract_inputs(catalogue(), Extent.of(COUNTY), as_of), "household.kin_able_child", as_of=as_of)
    if "kin_able_child" not in snapshot.columns["households"]:
        return {}
    return dict(rows(snapshot, "households", "household_id", "kin_able_child"))


@pytest.mark.django_db
@pytest.mark.parametrize("turned", [False, True])
def test_recorded_child_is_a_child_who_could_support(turned):
    elder, parent, child = elder_and_child()
    assert supported() == {}
    pair = (parent, child, KinKind.PARENT) if turned else (child, parent, KinKind.CHILD)
    linked(*pair)
    assert supported() == {"1001": True, "1002": False}
    elder.refresh_from_db()
    assert elder.facts["kin_able_child"] is True


@pytest.mark.django_db
def test_kin_that_ended_or_never_was_says_nothing():
    _, parent, child = elder_and_child()
    link, actor = linked(child, parent, since_on=date(2019, 5, 10))
    assert supported(date(2019, 5, 9)) == {}
    end_kin(link_id=link.pk, ended_on=date(2019, 6, 1), catalogue=catalogue(), actor=actor, at=AT)
    assert supported(date(2019, 5, 31))["1001"] is True
    assert supported(date(2019, 6, 1)).get("1001") is None
    with pytest.raises(UnableToRecordEvent, match="has ended"):
        end_kin(link_id=link.pk, ended_on=None, catalogue=catalogue(), actor=actor, at=AT)
    again, _ = linked(child, parent, actor=actor)
    end_kin(link_id=again.pk, ended_on=None, catalogue=catalogue(), actor=actor, at=AT)
    assert supported(date(2019, 6, 15)).get("1001") is None
    assert KinLink.objects.count() == 2


@pytest.mark.django_db
def test_kin_goes_along_when_numbers_move():
    _, parent, child = elder_and_child()
    listed(2, member("1002", "1", birth_date=ABLE), member("1002", "2"), on=date(2019, 5, 2), columns=())
    _, actor = linked(child, parent)
    home = Household.objects.get(number="1002")
    split_household(household_id=home.pk, persons=["1"], new_number="1009", happening=because(home), actor=actor, at=AT)
    assert supported()["1001"] is True


@pytest.mark.django_db
def test_kin_that_cannot_be_is_refused():
    _, parent, child = elder_and_child()
    _, actor = linked(child, parent)
    for pair, kind, evidence in (
        ((child, parent), KinKind.CHILD, "户口簿"),
        ((parent, child), KinKind.PARENT, "户口簿"),
        ((child, child), KinKind.SIBLING, "户口簿"),
        ((parent, child), KinKind.OTHER, " "),
    ):
        with pytest.raises(UnableToRecordEvent):
            linked(*pair, kind=kind, actor=actor, evidence=evidence)
    stranger = viewer(Role.COUNTY, over=OTHER_COUNTY, username="stranger.tester")
    with pytest.raises(UnableToRecordEvent, match="outside your region"):
        linked(child, parent, KinKind.SIBLING, stranger)
    assert KinLink.objects.count() == 1
