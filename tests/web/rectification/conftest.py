"""A county with its people signed in, an inspection, and the day of the pages."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.posts import officer, post, tenure

AT = datetime(2019, 3, 4, 2, tzinfo=UTC)
TODAY = date(2019, 3, 4)
MODULES = ("views", "one", "stepping", "planning", "spreading", "checks", "papers", "books")


@pytest.fixture(autouse=True)
def on_the_day_of_the_inspection(monkeypatch, settings, tmp_path):
    """The day of the pages, and a folder for what is handed in."""
    settings.EVIDENCE, settings.UPLOADS = tmp_path / "evidence", tmp_path / "uploads"
    for module in MODULES:
        for name, value in (("now", AT), ("today", TODAY)):
            monkeypatch.setattr(f"diguan.web.rectification.{module}.{name}", lambda value=value: value, raising=False)


@pytest.fixture
def people(db, signed_in):
    """Clients of a county, its department, a township and a prefecture; the township's secretary is an officer."""
    found = {}
    for role in (Role.COUNTY, Role.TOWNSHIP, Role.DEPARTMENT, Role.PREFECTURE, Role.VILLAGE):
        account = holder(role)
        found[role] = signed_in(account)
        if role is Role.TOWNSHIP:
            tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("合成干部乙", account=account))
    tenure(post(PostKind.SECRETARY, COUNTY), officer("合成干部丙"))
    return found
