"""How many questions a page may ask the database, however many rows there are. A page that needs more says here why."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.permissions import Role
from diguan.domain.insight.actions import count_figures
from diguan.domain.registry.models import Household
from tests.factories.accounts import AT, ON, holder
from tests.factories.lookback import closed, plan
from tests.factories.rectification import inspection, planned
from tests.factories.rectification import problem as feedback
from tests.web.households.conftest import home, load

# Every page asks for the session, the account, its grants and its unread messages.
BUDGETS = {
    "/mine/": 5,  # rounds, how households stand
    "/households/": 10,  # rounds, which rows, the rows, count, standings, saved views
    "/households/?standing=unmet&standard=cn-two-assurances": 9,
    "/households/{}/?standard=cn-two-assurances": 14,  # what there is beside the facts, open problems, who answers
    "/households/{}/?standard=cn-two-assurances&all=1": 14,
    "/households/{}/facts/?standard=cn-two-assurances": 12,
    "/households/{}/met/?standard=cn-two-assurances": 12,
    "/households/{}/timeline/?standard=cn-two-assurances": 12,
    "/twice/": 8,  # rows, who they are, where others are, who was told apart
    "/board/": 14,  # rounds, the count, figures of households and items, their days, look-back
    "/board/charts/": 12,
    "/rounds/": 7,
    "/rounds/compare/": 7,  # rounds, jobs under way, jobs that failed
    "/standards/": 4,
    "/standards/cn-two-assurances/": 4,
    "/saved/": 5,
    "/rectification/": 8,  # rows, problems, stages, self-checks
    "/rectification/{inspection}/": 14,  # progress, problems, tasks, stages, posts and who holds them
    "/rectification/{inspection}/?list=reconciliation": 18,  # stages, links, items, files, attempts, searches, checks, the ledger's count
    "/rectification/problems/{problem}/": 20,  # plan, history, items, files, searches, posts of the place
    "/rectification/checks/": 5,
    "/lookback/": 7,  # samples, how far they are, who drew them
    "/lookback/mine/": 5,
    "/lookback/results/": 5,
    "/workstyle/": 14,  # visits, repetition, workbooks out and in, three of closing, households, ways, answers
    "/lookback/{sample}/": 16,  # cases, inspectors, attempts, names, figures
}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_pages_keep_to_their_budget_however_many_households(many):
    load(*(home(f"{n:04}") for n in range(many)))
    for running in range(1, many + 1):
        closed(running)
    samples = [plan(size=many, seed=str(n)) for n in range(min(many, 3))]
    made = inspection()
    problem = [planned(feedback(made)) for _ in range(many)][-1]
    client, number = Client(), Household.objects.latest("id").pk
    client.force_login(holder(Role.COUNTY), backend="django.contrib.auth.backends.ModelBackend")
    count_figures(on=ON, at=AT)
    client.get("/mine/")  # notes when the account was here
    over = {}
    for address, budget in BUDGETS.items():
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address.format(number, inspection=made.pk, problem=problem.pk, sample=samples[0].pk))
        assert response.status_code == 200
        if len(asked) > budget:
            over[address] = (len(asked), [query["sql"][:90] for query in asked.captured_queries])
    assert over == {}
