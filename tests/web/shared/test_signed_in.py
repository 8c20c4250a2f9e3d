"""Whoever sends a form after their sign-in ended reads that it was not stored, and is led back to the page of the form."""

from django.test import Client

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import PASSWORD, holder


def test_form_sent_after_the_sign_in_ended_is_told_to_be_not_stored_and_leads_back_to_its_page(db):
    person, client = holder(Role.COUNTY), Client()
    referer = "http://testserver/ledger/7/?list=mine"
    sent = client.post("/ledger/7/submit/", {"reason": "写了很久"}, headers={"referer": referer})
    assert sent.status_code == 302
    page = client.get(sent.headers["Location"])
    assert "没有保存" in page.content.decode()
    entered = client.post(sent.headers["Location"], {"username": person.username, "password": PASSWORD})
    assert entered.headers["Location"] == "/ledger/7/?list=mine"


def test_page_that_is_only_read_leads_to_the_sign_in_without_a_word(db):
    page = Client().get("/ledger/7/?list=mine", follow=True)
    assert page.redirect_chain[0][0] == "/sign-in/?next=/ledger/7/%3Flist%3Dmine"
    assert "没有保存" not in page.content.decode()


def test_form_from_elsewhere_leads_to_the_first_page_alone(db):
    sent = Client().post("/ledger/7/submit/", headers={"referer": "http://elsewhere.example/x/"})
    assert sent.headers["Location"] == "/sign-in/?next=/"
