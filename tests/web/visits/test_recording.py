"""The form at the door: few questions, each with a tick "seen"; nothing typed is lost when it is refused or somebody was faster."""

import re

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.fieldwork.models import Visit
from diguan.domain.registry.models import Household, Observation
from diguan.domain.registry.queries.household import household_file
from diguan.engine.catalogue import load_catalogue
from tests.factories.accounts import holder
from tests.web.households.conftest import CANARY, HERE, THERE, home, load


@pytest.fixture
def household(db):
    load(home("1001"), home("CANARY-9", THERE, CANARY))
    return Household.objects.get(number="1001")


@pytest.fixture
def client(signed_in, household):
    return signed_in(holder(Role.VILLAGE, over=HERE))


@pytest.fixture
def address(household):
    return f"/households/{household.pk}/visit/"


def form_of(page):
    """What a browser would send of an untouched form."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**hidden, "outcome": "met", "told_by": "head", "made_on": "2019-06-30", "note": ""}


def test_form_asks_what_decides_and_shows_what_is_on_record_for_what_is_unmet(client, address):
    page = client.get(address).content.decode()
    form = form_of(page)
    assert "dangerous_house" in form["facts"].split()
    assert 'name="dangerous_house.seen"' in page
    assert "登记为：是" in page
    assert form["version"] == "1"


def test_visit_is_recorded_and_decides(client, address, household):
    form = form_of(client.get(address).content.decode())
    given = {**form, "dangerous_house": "False", "dangerous_house.seen": "on", "note": "看了房"}
    page = client.post(address, given, follow=True).content.decode()
    assert "1001：入户已记录，1 个答案" in page
    visit = Visit.objects.get()
    assert (visit.answered, visit.asked) == (1, len(form["facts"].split()))
    file = household_file(household, load_catalogue(), visit.made_on)
    assert file.facts["dangerous_house"].value is False
    assert "dangerous_house" not in form_of(client.get(address).content.decode())["facts"].split()


def test_form_sent_twice_is_one_visit(client, address):
    form = form_of(client.get(address).content.decode())
    for _ in range(2):
        assert client.post(address, {**form, "dangerous_house": "False"}).status_code == 302
    assert Visit.objects.count() == 1


def test_what_is_wrong_is_said_at_its_entry_and_what_was_typed_stays(client, address):
    form = form_of(client.get(address).content.decode())
    page = client.post(address, {**form, "dangerous_house": "False", "dangerous_house.seen": "on"}).content.decode()
    assert "写明看到的证件" in page
    assert re.search(r'name="dangerous_house" value="False"[^>]*checked', page)
    assert Visit.objects.count() == 0


def test_whoever_was_overtaken_keeps_what_was_typed_and_sends_again(client, address, household):
    form = form_of(client.get(address).content.decode())
    other = form_of(client.get(address).content.decode())
    client.post(address, {**other, "dangerous_house": "True"})
    before = Observation.objects.count()
    answer = client.post(address, {**form, "dangerous_house": "False"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚被别人改动过" in page
    assert Observation.objects.count() == before
    again = {**form_of(page), "dangerous_house": "False"}
    assert again["token"] == form["token"]
    assert client.post(address, again).status_code == 302
    assert Visit.objects.count() == 2


def test_facts_of_nobody_here_are_passed_over(client, address, household):
    foreign = Household.objects.get(number="CANARY-9").persons.get()
    form = form_of(client.get(address).content.decode())
    facts = f"person_state-{foreign.pk} no_such_fact name dangerous_house"
    given = {**form, "facts": facts, f"person_state-{foreign.pk}": "外出", "name": "甲", "dangerous_house": "False"}
    client.post(address, given)
    visit = Visit.objects.get()
    assert (visit.asked, visit.answered) == (1, 1)
    assert Observation.objects.get(pk=visit.observations[0]).facts == {"dangerous_house": False}


def test_nobody_was_there(client, address):
    form = form_of(client.get(address).content.decode())
    page = client.post(address, {**form, "outcome": "absent", "told_by": ""}, follow=True).content.decode()
    assert "已记为家中无人" in page


def test_household_of_elsewhere_is_not_there(client):
    foreign = Household.objects.get(number="CANARY-9")
    answers = [client.get(f"/households/{number}/visit/") for number in (foreign.pk, 999_999)]
    assert [a.status_code for a in answers] == [404, 404]
    assert CANARY not in answers[0].content.decode()
