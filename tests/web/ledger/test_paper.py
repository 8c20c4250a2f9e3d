"""Attempts to close on paper are listed for whoever sees their items, by place and reason; and a file that proves two things is told."""

import pytest

from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.models import Event, Proof
from tests.factories.items import AT, VILLAGE, item
from tests.web.households.conftest import CANARY


def tried(made, refusal, by=None):
    Event.objects.create(
        item=made,
        act="submit",
        from_state=made.state,
        to_state=made.state,
        accepted=False,
        refusal=refusal,
        actor=by and by.pk,
        at=AT,
    )


@pytest.fixture
def attempts(people, items):
    tried(items["open"], "unmet", people["village"])
    tried(items["open"], "evidence_missing", people["village"])
    tried(items["soon"], "role")  # not on paper
    tried(items["canary"], "unmet")


def test_attempts_are_listed_by_reason_and_place(signed_in, people, items, attempts):
    client = signed_in(people["township"])
    page = client.get("/ledger/paper/").content.decode()
    assert page.count(f'href="/ledger/{items["open"].pk}/"') == 2
    assert "标准判定仍未达标" in page
    assert people["village"].name in page
    assert f"/ledger/{items['soon'].pk}/" not in page
    assert CANARY not in page
    page = client.get("/ledger/paper/", {"refusal": "unmet", "region_code": VILLAGE}).content.decode()
    assert page.count(f'href="/ledger/{items["open"].pk}/"') == 1
    assert "没有这样的尝试" in client.get("/ledger/paper/", {"refusal": "declared"}).content.decode()
    assert client.get("/ledger/paper/", {"refusal": "nothing", "region_code": "152223000000"}).status_code == 200


def a_file(name, given="b"):
    return Evidence.objects.create(
        sha256="a" * 64,
        given_sha256=given * 64,
        size=10,
        media_type="application/pdf",
        name=name,
        region_code=VILLAGE,
        uploaded_by=7,
        at=AT,
    )


def test_second_person_is_told_of_a_file_that_proves_something_else(signed_in, people, items):
    own, other = a_file("甲.pdf"), a_file("乙.pdf", "c")
    neighbour = item(7, deadline=AT.date(), owner=people["owner"])
    Proof.objects.create(item=items["submitted"], evidence=own, at=AT)
    Proof.objects.create(item=neighbour, evidence=other, at=AT)
    address = f"/ledger/{items['submitted'].pk}/"
    page = signed_in(people["township"]).get(address).content.decode()
    assert "同一份材料还用在" in page
    assert f'href="/ledger/{neighbour.pk}/"' in page
    assert "同一份材料还用在" not in signed_in(people["village"]).get(address).content.decode()
    Proof.objects.filter(item=neighbour).update(item=items["canary"])
    page = signed_in(people["township"]).get(address).content.decode()
    assert "同一份材料还用在" not in page
    assert "CANARY" not in page


def test_conditions_are_folded_until_one_is_set(signed_in, people, items):
    client = signed_in(people["township"])
    assert '<details class="more"><summary>更多条件' in client.get("/ledger/").content.decode()
    assert '<details class="more" open>' in client.get("/ledger/?special=overdue").content.decode()
