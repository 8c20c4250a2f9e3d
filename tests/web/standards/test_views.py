"""Standards as pages: the same text as everywhere, with citations and worked cases; two side by side."""

from html import escape

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.engine.standards import list_standards, load_standard
from tests.factories.accounts import holder


@pytest.fixture
def client(signed_in, db):
    return signed_in(holder(Role.VILLAGE))


def test_list_has_every_shipped_standard(client):
    page = client.get("/standards/").content.decode()
    assert [f"/standards/{header.id}/" in page for header in list_standards()] == [True] * len(list_standards())


def test_standard_is_read_as_a_text_with_citations_and_cases(client):
    page = client.get("/standards/cn-two-assurances/").content.decode()
    pack = load_standard("cn-two-assurances")
    education = pack.indicators["compulsory_education"]
    assert '<h3 id="compulsory_education">' in page
    assert education.cites[0].document in page
    assert f"算例（{len(education.cases)}）" in page
    assert [case.name for case in education.cases if escape(case.name) not in page] == []


def test_standard_speaks_english(client):
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/standards/cn-two-assurances/").content.decode()
    assert "Worked cases" in page
    assert "Met when" in page


def test_absent_standard_is_not_found(client):
    assert client.get("/standards/nothing/").status_code == 404
    assert client.get("/standards/..%2F..%2Fetc/").status_code == 404


def test_standard_beside_itself_has_no_difference(client):
    asked = {"before": "cn-two-assurances", "after": "cn-two-assurances"}
    page = client.get("/standards/compare/", asked).content.decode()
    assert page.count('<p class="entry') == 0
    assert "cn-two-assurances@" in page


def test_two_standards_are_told_apart(client):
    asked = {"before": "cn-two-assurances", "after": "cn-monitoring", "as_of": "2020-12-31"}
    page = client.get("/standards/compare/", asked).content.decode()
    assert "monitoring_line" in page
    assert "poverty_line" in page


def test_unknown_standard_is_refused_at_its_entry(client):
    page = client.get("/standards/compare/", {"before": "nothing", "after": "cn-monitoring"}).content.decode()
    assert 'role="alert"' in page


def test_list_says_since_when_each_standard_is_in_force(client):
    page = client.get("/standards/").content.decode()
    days = [load_standard(header.id).in_force[0].isoformat() for header in list_standards()]
    assert [day for day in days if day not in page] == []


def test_comparison_opened_by_its_address_alone_asks_before_it_complains(client):
    page = client.get("/standards/compare/").content.decode()
    assert "data-error-summary" not in page
    assert "data-error-summary" in client.get("/standards/compare/?before=absent").content.decode()
