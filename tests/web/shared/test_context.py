"""Where the switch of language leads back to."""

import pytest
from django.test import RequestFactory

from diguan.web.shared.context import address_of

HOST = "http://testserver"


@pytest.mark.parametrize(
    ("referer", "led"),
    [
        (f"{HOST}/households/7/?standard=a&as_of=2019-06-30", "/households/7/?standard=a&as_of=2019-06-30"),
        (f"{HOST}/households/7/", "/households/7/"),
        ("https://evil.example/households/7/", "/"),
        ("", "/"),
    ],
)
def test_answer_to_a_form_leads_back_to_the_page_of_the_form(referer, led):
    request = RequestFactory().post("/households/7/reveal/", headers={"referer": referer} if referer else {})
    assert address_of(request) == led


def test_page_leads_back_to_itself():
    assert address_of(RequestFactory().get("/households/?at=x")) == "/households/?at=x"
