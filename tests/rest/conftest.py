"""Programs, on the day on which the invented accounts hold their roles."""

import pytest

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import account, holder
from tests.factories.programs import Program
from tests.factories.registry import AT
from tests.web.households.conftest import CANARY, THERE, home, load


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch):
    """A day on which the loaded facts are known, for the API and for the pages that it is compared with."""
    import sys

    from django.urls import get_resolver

    import diguan.rest.urls  # noqa: F401  every address of the API

    assert get_resolver().url_patterns
    for name, module in list(sys.modules.items()):
        if name.startswith(("diguan.rest.", "diguan.web.")) and not name.endswith(".clock"):
            for word, value in (("now", AT), ("today", AT.date())):
                if callable(getattr(module, word, None)):
                    monkeypatch.setattr(module, word, lambda value=value: value)


@pytest.fixture
def program(db):
    """A program of somebody who holds a role (none: no token at all)."""

    def made(role=Role.COUNTY, scope=Scope.ALL, **how):
        return Program(holder(role, **how) if role else account(), scope)

    return made


@pytest.fixture
def two_counties(db):
    """A household here and a canary there."""
    from diguan.domain.registry.models import Household

    load(home("1001"), home("CANARY-9", THERE, CANARY, status="returned"))
    return Household.objects.get(number="1001"), Household.objects.get(number="CANARY-9")
