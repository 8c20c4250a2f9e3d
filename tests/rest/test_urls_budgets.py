"""How many questions an address may ask the database, however many rows it answers with. One that needs more says here why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.choices import State
from diguan.domain.registry.models import Household
from tests.factories.accounts import COUNTY
from tests.factories.items import item
from tests.factories.posts import officer, post, tenure
from tests.web.households.conftest import home, load

# Every address asks for the token with its account, the grants, and counts (one write).
BUDGETS = {
    "me": 3,
    "regions": 3,
    "households": 6,  # rounds, rows, standings
    "households?count=true&standing=unmet&standard=cn-two-assurances": 7,
    "households/{household}": 18,  # rows by tables, open problems
    "households/{household}/members": 14,
    "items": 5,  # rows with their posts
    "items?count=true": 6,
    "items/{item}": 14,  # history, files, chain, helpers, names
    "visits": 6,
    "rounds": 4,
    "standards": 3,
    "messages": 4,
    "jobs": 4,
    "figures/ledger": 4,
    "figures/standings": 5,
    "figures/workload": 6,
    "figures/board": 6,  # rounds, the newest count
    "figures/board/days": 6,
    "figures/persistence": 4,
    "households/{household}/events": 8,  # rows with what they changed, names
    "households/{household}/kin": 5,
    "arrivals": 4,  # and who they are, where there is anybody
    "loads": 4,
    "lookback/plans": 4,
    "lookback/mine": 4,
    "rectification/inspections": 8,  # four figures of each, in three questions
    "rectification/problems": 4,
    "rectification/checks": 4,
    f"posts?region_code={COUNTY}": 5,
    f"chain?region_code={COUNTY}": 7,
}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_addresses_keep_to_their_budget_however_many_rows(program, many):
    load(*(home(f"{n:04}") for n in range(many)))
    owner = post()
    tenure(owner, officer())
    found = [item(n, state=State.SUSPECTED, owner=owner, deadline_days=30) for n in range(1, many + 1)]
    numbers = {"household": Household.objects.latest("id").pk, "item": found[0].pk}
    asking = program(Role.COUNTY)
    asking.get("me")  # notes when the token was used
    over = {}
    for address, budget in BUDGETS.items():
        with CaptureQueriesContext(connection) as asked:
            asking.read(address.format(**numbers))
        if len(asked) > budget:
            over[address] = (len(asked), [query["sql"][:90] for query in asked.captured_queries])
    assert over == {}
