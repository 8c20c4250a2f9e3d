"""The day on which the invented officers hold their posts, and households."""

import pytest

from diguan.domain.registry.models import Household
from tests.factories.accounts import AT, ON


@pytest.fixture(autouse=True)
def on_the_day_of_posts(monkeypatch):
    """The clock of these pages."""
    monkeypatch.setattr("diguan.web.shared.clock.now", lambda: AT)
    monkeypatch.setattr("diguan.web.shared.clock.today", lambda: ON)


def household(number, region):
    """A household of the exports."""
    return Household.objects.create(county=region[:6], number=number, region_code=region, listed=True, size=1)
