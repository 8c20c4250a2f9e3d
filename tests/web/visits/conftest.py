"""Days on which the loaded facts are known."""

import pytest

from tests.factories.registry import AT


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch):
    """The day of the visits."""
    for module in ("views", "recording"):
        monkeypatch.setattr(f"diguan.web.visits.{module}.now", lambda: AT)
        monkeypatch.setattr(f"diguan.web.visits.{module}.today", AT.date)
