"""How many questions the pages may ask on which work is done, however many items, files and refused attempts there are."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.permissions import Role
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import Refusal, State, Step
from diguan.domain.ledger.models import Attachment, Event
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import holder
from tests.factories.items import AT, VILLAGE, item
from tests.factories.posts import officer, post, tenure
from tests.web.households.conftest import home, load

# Every page asks for the session, the account, its grants and its unread messages.
BUDGETS = {
    "/ledger/": 11,  # rows, count, owners, posts to give to
    "/ledger/mine/": 22,  # own items, three lists of what waits, their households and posts
    "/ledger/{item}/": 18,  # history, chain and who holds it, files, reports, helper, household, names
    "/ledger/new/": 4,
    "/ledger/paper/": 7,  # attempts, items, names, reasons
    "/ledger/book/": 5,
    "/posts/{post}/": 10,  # tenures, open items, posts to hand them to
    "/visits/back/": 5,  # workbooks that came back
}


def refused(of, by):
    """An attempt to close on paper."""
    Event.objects.create(
        item=of,
        act=Step.SUBMIT,
        from_state=of.state,
        to_state=of.state,
        actor=by,
        role="village",
        reason="已经解决",
        accepted=False,
        refusal=Refusal.UNMET,
        at=AT,
    )


def attached(of, number, by):
    """A file that was handed in for it."""
    digest = f"{number:064x}"
    kept = {"sha256": digest, "given_sha256": digest, "size": 1, "media_type": "image/png", "name": f"{number}.png"}
    row = Evidence.objects.create(**kept, region_code=VILLAGE, uploaded_by=by, at=AT)
    Attachment.objects.create(item=of, evidence=row, by=by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_pages_of_work_keep_to_their_budget_however_many_items(many):
    load(*(home(f"{n:04}") for n in range(many)))
    who, clerk = holder(Role.COUNTY), holder(Role.VILLAGE, over=VILLAGE)
    owner = post(PostKind.FIRST_SECRETARY, VILLAGE)
    tenure(owner, officer("合成干部甲", account=clerk))
    made = [item(n, owner=owner, deadline=datetime(2019, 7, 9, tzinfo=UTC).date()) for n in range(1, many + 1)]
    for n in range(many):
        item(100 + n, state=State.SUSPECTED, owner=owner)
        item(200 + n, state=State.SUBMITTED, owner=owner)
        refused(made[n], clerk.pk)
        refused(made[0], clerk.pk)
        attached(made[0], n, clerk.pk)
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/mine/")  # notes when the account was here
    over = {}
    for address, budget in BUDGETS.items():
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address.format(item=made[0].pk, post=owner.pk))
        assert response.status_code == 200, address
        if len(asked) > budget:
            over[address] = len(asked)
    assert over == {}
