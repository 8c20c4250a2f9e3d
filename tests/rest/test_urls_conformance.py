"""The API against its own description, as every role: whatever is asked, no fault of the program, and nothing that is not described.

To draw a case costs more than to ask it: a few are drawn for an operation, and the roles take turns with them.
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.choices import State
from diguan.domain.registry.models import Household
from tests.factories.accounts import AT, holder
from tests.factories.items import item
from tests.factories.lookback import closed, plan
from tests.factories.posts import officer, post, tenure
from tests.factories.programs import described, token
from tests.factories.rectification import VILLAGE, inspection, planned, problem
from tests.factories.renumbering import renumber
from tests.web.households.conftest import home, load

SCHEMA = described()
DESCRIBED = schemathesis.openapi.from_dict(SCHEMA)
HELD_TO = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = int(os.environ.get("DIGUAN_API_EXAMPLES", "3"))  # of every operation and kind of data
DRAWN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def programs(db, settings):
    """Headers of a program of every role in a county with a household, problems, a post, an inspection and a sample."""
    settings.API_LIMITS = {"token": 100_000, "account": 100_000}
    load(home("1001"))
    renumber(Household, first=1)
    owner = post()
    tenure(owner, officer())
    item(1, state=State.SUSPECTED, owner=owner, deadline_days=30)
    planned(problem(inspection(at=AT), at=AT), at=AT)
    closed(8, place=VILLAGE, household_number="1001")
    plan(size=1)
    return {role: {"Authorization": f"Bearer {token(holder(role))}"} for role in Role}


@pytest.fixture(autouse=True)
def connection_stays_open():
    """A request closes what an earlier one left open; the transaction of a test must outlive it, as under Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def drawn(operation, mode):
    """Some cases of an operation, the same in every run."""
    found = []

    @DRAWN
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case):
        found.append(case)

    draw()
    return found


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.name.lower())
def test_every_answer_is_as_described(programs, mode):
    DESCRIBED.app = get_wsgi_application()
    found, seen = {}, set()
    for place, each in enumerate(DESCRIBED.get_all_operations()):
        operation = each.ok()
        cases = drawn(operation, mode)
        for turn, (role, headers) in enumerate(programs.items()):
            case = cases[(place + turn) % len(cases)]
            try:
                response = case.call(headers=headers)
                seen.add(response.status_code)
                case.validate_response(response, checks=HELD_TO)
            except Exception as error:  # noqa: BLE001  every operation is tried, and all that failed are told
                found[operation.label, str(role)] = str(error)[:600]
    assert found == {}
    assert {403, 404, 422} <= seen
    assert 200 in seen or mode is GenerationMode.NEGATIVE
