"""The API against its own description, as every role: whatever is asked, no fault of the program, and nothing that is not described."""

import json

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
from diguan.rest.urls import api
from tests.factories.accounts import holder
from tests.factories.items import item
from tests.factories.posts import officer, post, tenure
from tests.factories.programs import token
from tests.web.households.conftest import home, load

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
DESCRIBED = schemathesis.openapi.from_dict(SCHEMA)
HELD_TO = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 4  # of every operation, role and kind of data; a nightly run draws more
DRAWN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def program(request, db, settings):
    """Headers of a program in a county with a household, problems and a post."""
    settings.API_LIMITS = {"token": 100_000, "account": 100_000}
    load(home("1001"))
    Household.objects.update(id=1)
    owner = post()
    tenure(owner, officer())
    item(1, state=State.SUSPECTED, owner=owner, deadline_days=30)
    return {"Authorization": f"Bearer {token(holder(request.param))}"}


@pytest.fixture(autouse=True)
def connection_stays_open():
    """A request closes what an earlier one left open; the transaction of a test must outlive it, as under Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def operations():
    return [found.ok() for found in DESCRIBED.get_all_operations()]


@pytest.mark.parametrize("program", [Role.VILLAGE, Role.COUNTY, Role.REGION, Role.AUDITOR], indirect=True)
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.name.lower())
def test_every_answer_is_as_described(program, mode):
    DESCRIBED.app = get_wsgi_application()
    found = {}
    for operation in operations():

        @DRAWN
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case):
            response = case.call(headers=program)
            case.validate_response(response, checks=HELD_TO)

        try:
            asked()
        except Exception as error:  # noqa: BLE001  every operation is tried, and all that failed are told
            found[operation.label] = str(error)[:600]
    assert found == {}
