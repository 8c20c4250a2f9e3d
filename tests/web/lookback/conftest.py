"""The days of the pages of looking back, and people who look back."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import holder

NOW = datetime(2020, 3, 2, 2, tzinfo=UTC)
TODAY = date(2020, 3, 2)
ELSEWHERE = "152222101000"


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch):
    """Half a year after the closings."""
    for module in ("drawing", "looking", "one"):
        monkeypatch.setattr(f"diguan.web.lookback.{module}.now", lambda: NOW)
        monkeypatch.setattr(f"diguan.web.lookback.{module}.today", lambda: TODAY)


@pytest.fixture
def office(signed_in, db):
    """The office of the county."""
    return signed_in(holder(Role.COUNTY))


@pytest.fixture
def inspector(db):
    """Somebody of another township."""
    return holder(Role.TOWNSHIP, over=ELSEWHERE, username="the.inspector")
