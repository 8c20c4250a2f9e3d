"""Clients of the pages, signed in."""

import pytest
from django.test import Client

from tests.factories.accounts import AT, ON


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    """The day on which the invented accounts hold their roles."""
    for module in (
        "signing.views",
        "signing.tokens",
        "signing.entering",
        "signing.factor",
        "accounts.safety",
        "accounts.changes",
        "accounts.views",
        "audit.views",
        "shared.requests",
        "board.books",
    ):
        for name, value in (("now", AT), ("today", ON)):
            if hasattr(__import__(f"diguan.web.{module}", fromlist=[name]), name):
                monkeypatch.setattr(f"diguan.web.{module}.{name}", lambda value=value: value)


@pytest.fixture
def signed_in():
    """A client that has signed in as an account."""

    def sign_in(account):
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
