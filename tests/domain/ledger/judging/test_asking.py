"""The standard asked about one problem says what a round over the same facts says: found there, it is not gone here."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger.actions import open_items
from diguan.domain.ledger.choices import Refusal
from diguan.domain.ledger.judging import ask
from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.models import Household, Person
from diguan.engine.verdicts import Grade
from tests.domain.ledger.conftest import AS_OF, AT, COUNTY, county, files, handmade, judged_folder, round_one
from tests.factories.snapshots import catalogue

__all__ = ["county", "files", "handmade", "judged_folder", "round_one"]


@pytest.fixture
def opened(round_one):
    open_items(round_id=round_one.pk, actor=None, at=AT)
    return round_one


def record(number, person=None, on=AS_OF, **facts):
    home = Household.objects.get(number=number)
    record_observation(
        household_id=home.pk,
        finding=Finding(facts, on, Evidence(Grade.SEEN, "现场照片"), person),
        expected_version=home.version,
        catalogue=catalogue(),
        actor=Viewer(1, (Right(Role.COUNTY, COUNTY),)),
        at=AT,
    )


def answer(**about):
    return ask(Item.objects.get(**about), AS_OF).refusal


def test_problems_of_a_round_asked_on_its_day(opened):
    """One load of the county for all of them: nothing the round found is gone, and each goes by its own facts."""
    found = {item: ask(item, AS_OF) for item in Item.objects.order_by("id")}
    assert [str(item) for item, said in found.items() if said.refusal is None] == []
    by_kind = {(item.kind, said.refusal) for item, said in found.items()}
    assert {
        ("not_delivered", Refusal.UNMET),
        ("conflict", Refusal.UNKNOWN),
        ("needs_evidence", Refusal.UNKNOWN),
        ("over_standard", Refusal.STILL_FOUND),
        ("suspected_missed_household", Refusal.STILL_FOUND),
        ("suspected_missed_member", Refusal.UNMET),
    } <= by_kind

    # aid beyond the standard: nobody of the household has both any more
    over = Item.objects.get(kind="over_standard")
    for person in Person.objects.filter(household__number=over.household_number, member=True):
        record(over.household_number, person.number, tekun_person=False)
    assert answer(pk=over.pk) is None

    # a wrong exit looks back: what is safe today was not safe on the day of the exit
    exit_ = Item.objects.get(kind="suspected_wrong_exit")
    record(exit_.household_number, dangerous_house=False)
    assert answer(pk=exit_.pk) is Refusal.STILL_FOUND
    record(exit_.household_number, on=date(2018, 12, 1), dangerous_house=False)
    assert answer(pk=exit_.pk) is None

    # a missed member: somebody of the same identity number is on the list
    missed = Item.objects.get(kind="suspected_missed_member")
    unlisted = Person.objects.get(number=missed.person_number)
    home = Household.objects.get(number=missed.household_number)
    listed = Person.objects.create(
        household=home, number="77", region_code=home.region_code, member=True, blind=unlisted.blind
    )
    said = ask(missed, AS_OF)
    assert (said.refusal, said.listed) == (None, True)
    listed.delete()
    assert answer(pk=missed.pk) is Refusal.UNMET

    # a problem of a standard that no round has judged here, and one of a place
    Item.objects.filter(pk=missed.pk).update(seen_round=None, standard="cn-monitoring")
    assert answer(pk=missed.pk) is Refusal.NOT_JUDGED
    Item.objects.filter(pk=missed.pk).update(household_number="")
    assert answer(pk=missed.pk) is Refusal.NOT_JUDGED
