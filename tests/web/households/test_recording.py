"""Recording a fact: it is added with its day and evidence; a second editor overwrites nothing."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.models import Observation
from tests.factories.accounts import holder
from tests.web.households.conftest import opened


def given(**changed):
    return {
        "fact": "dangerous_house",
        "value": "False",
        "observed_on": "2019-06-20",
        "grade": "3",
        "department": "",
        "evidence": "入户照片2张",
        "version": "1",
        **changed,
    }


@pytest.fixture
def client(signed_in, two_counties):
    return signed_in(holder(Role.TOWNSHIP))


@pytest.fixture
def address(two_counties):
    return f"/households/{two_counties[0].pk}/record/"


def test_record_becomes_what_is_known_and_the_older_word_stays(client, address, two_counties):
    answer = client.post(address, given(), follow=True)
    page = answer.content.decode()
    assert "已记录" in page
    shown = opened(client, two_counties[0])
    assert "入户照片2张" in shown
    assert "export-1.xlsx 另说：是" in shown
    assert Entry.objects.filter(action="record_observation").count() == 1


def test_record_of_a_member(client, address, two_counties):
    person = two_counties[0].persons.get()
    client.post(address, given(fact="person_state", value="外出", person=str(person.pk)))
    person.refresh_from_db()
    assert person.state == "外出"


def test_second_editor_sees_what_is_there_now_and_stores_nothing(client, address):
    client.post(address, given())
    before = Observation.objects.count()
    answer = client.post(address, given(value="True"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚被别人改动过" in page
    assert "<dd>否</dd>" in page
    assert "<dd>是</dd>" in page
    assert Observation.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"value": ""}, "id_value"),
        ({"value": "maybe"}, "id_value"),
        ({"observed_on": "2030-01-01"}, "id_observed_on"),
        ({"evidence": " "}, "id_evidence"),
        ({"grade": "2"}, "id_department"),
        ({"grade": "9"}, "id_grade"),
        ({"fact": "house_area", "value": "-5"}, "id_value"),
    ],
)
def test_what_is_wrong_is_said_at_its_entry_and_nothing_is_stored(client, address, wrong, at):
    before = Observation.objects.count()
    page = client.post(address, given(**wrong)).content.decode()
    assert f'<a href="#{at}">' in page
    assert Observation.objects.count() == before


def test_every_fact_has_a_form_of_its_type(client, address):
    for fact, mark in (
        ("dangerous_house", "<select"),
        ("house_area", 'type="number"'),
        ("status", '<option value="exited"'),
    ):
        assert mark in client.get(f"{address}?fact={fact}").content.decode()
    assert "哪一项事实" in client.get(f"{address}?fact=head_name").content.decode()


@pytest.mark.parametrize("person", ["999999", "x", "9" * 30])
def test_person_of_another_household_is_not_there(client, address, two_counties, person):
    foreign = str(two_counties[1].persons.get().pk)
    for said in (person, foreign):
        assert client.get(f"{address}?fact=person_state&person={said}").status_code == 404
        assert client.post(address, given(fact="person_state", value="外出", person=said)).status_code == 404


def test_those_who_may_not_record_are_refused(signed_in, address, two_counties):
    prefecture = signed_in(holder(Role.PREFECTURE))
    assert prefecture.get(address).status_code == 403
    assert "/record/" not in prefecture.get(f"/households/{two_counties[0].pk}/").content.decode()


def test_evidence_note_is_not_shown_where_the_role_shows_no_names(client, signed_in, address, two_counties):
    client.post(address, given(evidence="邻居王大山说的"))
    assert "王大山" in opened(client, two_counties[0])
    prefecture = signed_in(holder(Role.PREFECTURE))
    assert "王大山" not in opened(prefecture, two_counties[0])
    assert "王大山" not in prefecture.get(f"/households/{two_counties[0].pk}/?all=1").content.decode()
