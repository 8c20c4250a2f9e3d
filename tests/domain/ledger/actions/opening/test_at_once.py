"""Many suspicions at once are what each would be by itself, in a few statements however many they are."""

from dataclasses import replace

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions.opening import Reported, UnableToOpenItem, open_at_once, open_item
from diguan.domain.ledger.choices import Refusal, Source
from diguan.domain.ledger.models import Event, Item
from diguan.domain.registry.models import Household, Person
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.ledger import AT
from tests.factories.rectification import somebody
from tests.web.households.conftest import home, load

pytestmark = pytest.mark.django_db
OFFICE = somebody(Role.COUNTY)
OWN = ("id", "key", "number", "running", "household_number", "version")


def report(household, key):
    return Reported(
        source=Source.MANUAL,
        kind="alike",
        title="举一反三：同类户",
        explanation=" 同类户是否另有问题 ",
        household_id=household.pk,
        department="education",
        criteria="入户核实",
        key=key,
    )


def reports(count):
    load(*(home(f"{n:04}") for n in range(count)))
    return [report(row, f"alike|{row.number}") for row in Household.objects.order_by("number")]


def said(row):
    return {name: value for name, value in model_to_dict(row).items() if name not in OWN}


def at_once(given, actor=OFFICE):
    return open_at_once(reports=given, act=Act.RECTIFY, actor=actor, at=AT)


def test_items_at_once_are_like_one_by_itself():
    first, *others = reports(6)
    single = open_item(reported=first, act=Act.RECTIFY, actor=OFFICE, at=AT).item
    outcomes = at_once(others)
    items = list(Item.objects.exclude(pk=single.pk).order_by("running"))
    assert [said(item) for item in items] == [said(Item.objects.get(pk=single.pk))] * 5
    assert [item.running for item in items] == [single.running + n for n in range(1, 6)]
    assert [item.household_number for item in items] == ["0001", "0002", "0003", "0004", "0005"]
    assert {key: each.item.pk for key, each in outcomes.items()} == {item.key: item.pk for item in items}
    events = [model_to_dict(event, exclude=("id", "item")) for event in Event.objects.order_by("id")]
    assert events == [events[0]] * 6
    assert Entry.objects.filter(action="open_items").count() == 1


def test_what_is_known_is_not_opened_again():
    given = reports(3)
    at_once(given[:1])
    outcomes = at_once(given)
    assert [outcomes[each.key].code for each in given] == [Refusal.KNOWN, None, None]
    assert Item.objects.count() == 3


def test_one_that_is_foreign_or_not_whole_opens_none():
    given = reports(3)
    with pytest.raises(UnableToOpenItem):
        at_once([*given[:2], replace(given[2], criteria="")])
    with pytest.raises(UnableToOpenItem):
        at_once(given, somebody(Role.COUNTY, over=OTHER_COUNTY))
    assert Item.objects.count() == 0


def test_person_of_another_household_opens_none():
    first, second = reports(2)
    known = replace(first, person_number="0000-1")
    for given in ([replace(second, person_number="0000-1")], [known, replace(second, person_number="0000-1")]):
        with pytest.raises(UnableToOpenItem) as refused:
            at_once(given)
        assert refused.value.field == "person_number"
    assert Item.objects.count() == 0
    Person.objects.update(gone=True)
    with pytest.raises(UnableToOpenItem):
        at_once([known])
    Person.objects.update(gone=False)
    item = at_once([known])[known.key].item
    assert (item.subject, item.person_number) == ("person", "0000-1")


def test_seventy_more_cost_a_few_statements():
    given = reports(130)
    counted = []
    for part in (given[:30], given[30:]):
        with CaptureQueriesContext(connection) as asked:
            at_once(part)
        counted.append(len(asked))
    assert counted[1] - counted[0] < 10  # a database takes so many values in one statement


def test_what_is_known_costs_no_more_questions_however_many_and_ends_as_by_itself():
    given = reports(40)
    at_once(given)
    asked = {}
    for count in (2, 40):
        with CaptureQueriesContext(connection) as caught:
            outcomes = at_once(given[:count])
        asked[count] = len(caught)
        assert {each.code for each in outcomes.values()} == {Refusal.KNOWN}
    assert asked[2] == asked[40]
    alone = open_item(reported=given[0], act=Act.RECTIFY, actor=OFFICE, at=AT)
    assert (outcomes[given[0].key].item.pk, outcomes[given[0].key].code) == (alone.item.pk, alone.code)
    with pytest.raises(UnableToOpenItem):
        at_once(given, somebody(Role.COUNTY, over=OTHER_COUNTY))
