"""A village with posts and items, and a county of which nobody here may know anything."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.choices import State
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.items import VILLAGE, item
from tests.factories.posts import officer, post, tenure
from tests.web.households.conftest import CANARY, THERE

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
TODAY = date(2019, 7, 1)


@pytest.fixture(autouse=True)
def on_the_day_of_the_ledger(monkeypatch):
    """The day of the pages."""
    for module in ("one", "bulk", "views", "forms", "book", "reporting"):
        for name, value in (("now", AT), ("today", TODAY)):
            monkeypatch.setattr(f"diguan.web.ledger.{module}.{name}", lambda value=value: value, raising=False)


@pytest.fixture
def people(db):
    """Accounts of a village, its township and county, the first holding the post that owns the items."""
    found = {
        "village": holder(Role.VILLAGE, over=VILLAGE),
        "township": holder(Role.TOWNSHIP, over=TOWNSHIP),
        "county": holder(Role.COUNTY, over=COUNTY),
        "far": holder(Role.COUNTY, over="152223000000", username="far.county", region="152223000000"),
    }
    owner = post(PostKind.FIRST_SECRETARY, VILLAGE)
    tenure(owner, officer("合成干部甲", account=found["village"]))
    tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("合成干部乙"))
    found["owner"] = owner
    return found


@pytest.fixture
def items(people):
    """An item in every state here, and a canary elsewhere."""
    titled = {"title": {"zh": f"{CANARY}问题", "en": f"{CANARY} problem"}}
    return {
        "suspected": item(1, state=State.SUSPECTED, owner=people["owner"], deadline_days=30),
        "open": item(2, deadline=date(2019, 6, 28), owner=people["owner"]),
        "soon": item(3, deadline=date(2019, 7, 30), owner=people["owner"], department="housing"),
        "submitted": item(
            4,
            state=State.SUBMITTED,
            owner=people["owner"],
            submitted_by=people["village"].pk,
            closing="verified",
            verified_until=date(2019, 12, 1),
            submitted_role="village",
        ),
        "canary": item(9, deadline=date(2019, 6, 1), place=THERE, household_number="CANARY-9", **titled),
    }
