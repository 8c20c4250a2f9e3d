"""Every address of the pages as every role, and as nobody: opened, refused, or led to sign in. Read from the addresses themselves.

Those of the API are tried by tests of their own (tests/rest).
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from diguan.domain.accounts.permissions import Role, acts_of
from tests.factories.accounts import COUNTY, account, holder

ADMINISTRATOR = "the.administrator"
FREE = {"language", "signing:sign_in", "signing:code"}  # for whoever has not signed in


def addresses(resolver, namespace=""):
    """Name and pattern of every address."""
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) == settings.API.lstrip("/"):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


EVERY = dict(addresses(get_resolver()))


def opened(pattern, name):
    """The address with a number for each of its parts, and the act that opens it."""
    parts = dict.fromkeys(pattern.pattern.converters, 999_999)
    return reverse(name, kwargs=parts), getattr(pattern.callback, "act", None)


def test_there_are_addresses():
    assert {"home:home", "accounts:list", "audit:list", "signing:sign_in"} <= set(EVERY)
    assert len(EVERY) >= 14


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EVERY))
def test_address_leads_nobody_further_than_to_sign_in(name):
    address, _ = opened(EVERY[name], name)
    for response in (Client().get(address), Client().post(address)):
        if name in FREE:
            assert response.status_code in (200, 302, 405)
        else:
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_address_opens_for_the_roles_of_its_act_alone(signed_in, role):
    client = signed_in(holder(role) if role else account())
    wrong = {}
    for name, pattern in EVERY.items():
        address, act = opened(pattern, name)
        if name == "signing:sign_out":
            continue
        allowed = act is None or (role is not None and act in acts_of(role))
        for response in (client.get(address), client.post(address)):
            refused = response.status_code == 403
            if refused is allowed and not (response.status_code == 405 and not allowed):
                wrong[name] = response.status_code
    assert wrong == {}


@pytest.mark.django_db
def test_page_of_a_foreign_account_is_answered_like_one_that_is_not_there(signed_in):
    client = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY, username=ADMINISTRATOR))
    foreign = account("far.canary", region="152223000000", name="金丝雀")
    answers = [client.get(f"/accounts/{number}/") for number in (foreign.pk, 999_999)]
    assert [a.status_code for a in answers] == [404, 404]
    bodies = [a.content.decode().replace(str(foreign.pk), "N").replace("999999", "N") for a in answers]
    assert strip_tokens(bodies[0]) == strip_tokens(bodies[1])
    assert "canary" not in bodies[0]


def strip_tokens(page):
    import re

    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', "", page)


@pytest.mark.django_db
def test_whoever_must_change_the_password_is_led_there_first(signed_in):
    made = holder(Role.ADMINISTRATOR)
    made.must_change_password = True
    made.save()
    client = signed_in(made)
    for name, pattern in EVERY.items():
        address, _ = opened(pattern, name)
        if name in {*FREE, "signing:password", "signing:sign_out"}:
            continue
        response = client.get(address)
        assert (response.status_code, response.headers.get("Location")) == (302, "/password/"), name
    assert client.get("/password/").status_code == 200
