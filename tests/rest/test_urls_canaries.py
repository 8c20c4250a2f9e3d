"""Every operation as people of one county, with numbers, words and codes of another: no answer tells anything of it."""

import json
import re

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.rest.urls import api
from tests.factories.accounts import COUNTY, OTHER_COUNTY, a_village, holder
from tests.factories.foreign import CANARIES, FAR, IDENTITY, NAME, NUMBER, USERNAME, planted
from tests.factories.programs import Program
from tests.web.households.conftest import home, load

ABSENT = 6_000_000
PLACED = {Role.VILLAGE: None, Role.COUNTY: COUNTY, Role.DEPARTMENT: COUNTY, Role.ADMINISTRATOR: COUNTY}
PARTS = {"name": "cn-two-assurances", "indicator": "safe_housing"}
# What somebody of this county may know, guess or have been told of the other one, for whichever entry asks for it.
GUESSED = {
    "region_code": OTHER_COUNTY,
    "under": OTHER_COUNTY,
    "text": NAME,
    "standard": "cn-two-assurances",
    "standing": "unmet",
    "indicator": "far",
    "post": FAR + 1,
    "before": "cn-two-assurances",
    "after": "cn-two-assurances",
    "as_of": "2019-06-30",
    "count": True,
    "version": 1,
    "reason": "核对医保参保",
    "evidence": "见到",
    "households": [FAR + 1],
    "person": NUMBER,
    "until": 2**61,
    "planned_on": "2019-08-01",
    "made_on": "2019-06-30",
    "observed_on": "2019-06-30",
    "token": "00000000-0000-4000-8000-000000000000",
    "outcome": "absent",
    "grade": "seen",
    "facts": {"dangerous_house": False},
    "closing": "mended",
    "days": 10,
}


SCHEMA = api.get_openapi_schema(path_prefix="/api/v1/")


def operations():
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method, path, operation


EVERY = {name: (method, path, operation) for name, method, path, operation in operations()}


def entries(operation):
    """Names of what an operation asks for beside its address."""
    names = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        body = SCHEMA["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    return names | set(body.get("properties", ()))


def answers(program, name, number):
    method, path, operation = EVERY[name]
    at = re.sub(r"\{(\w+)\}", lambda m: str(PARTS.get(m[1], number)), path).removeprefix("/api/v1/")
    said = {each: GUESSED[each] for each in entries(operation) if each in GUESSED}
    if method == "get":
        yield program.get(at)
        yield program.get(at, **said)
        for one, value in said.items():
            yield program.get(at, **{one: value})
    elif at.endswith("/evidence"):
        yield program.client.post(f"/api/v1/{at}", {"other": "x"})
    else:
        yield program.post(at, {})
        yield program.post(at, {k: v for k, v in said.items() if k != "evidence" or name == "record_observation"})


def plain(content):
    """Text of an answer, with its escapes undone."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), content.decode(errors="replace"))


def told(response):
    said = f"{plain(response.content)} {response.headers}"
    try:
        errors = json.loads(response.content).get("errors", ()) if response.status_code >= 400 else ()
    except ValueError:
        errors = ()
    for fault in errors:  # what was typed may be said again to whoever typed it
        if fault.get("value"):
            said = said.replace(fault["value"], "")
    return re.sub(f"{OTHER_COUNTY}|{NAME}", "", said) if errors else said


@pytest.fixture
def program(request, db, settings):
    settings.API_LIMITS = {"token": 10_000, "account": 10_000}
    planted()
    load(home("1001"), number=7)
    return Program(holder(request.param, over=PLACED[request.param]))


@pytest.mark.parametrize("program", PLACED, indirect=True)
def test_no_operation_tells_anything_of_another_county(program):
    found = {}
    for name in EVERY:
        for response in answers(program, name, FAR + 1):
            seen = [canary for canary in CANARIES if canary in told(response)]
            if response.status_code >= 500 or seen:
                found[name] = (response.status_code, seen)
    assert found == {}


@pytest.mark.parametrize("program", PLACED, indirect=True)
def test_foreign_number_is_answered_like_one_that_nobody_has(program):
    different = {}
    for name, (_, path, _) in EVERY.items():
        if "{number}" not in path:
            continue
        pairs = zip(answers(program, name, FAR + 1), answers(program, name, ABSENT), strict=True)
        for there, nowhere in pairs:
            one = (there.status_code, there.content.decode().replace(str(FAR + 1), "N"))
            other = (nowhere.status_code, nowhere.content.decode().replace(str(ABSENT), "N"))
            if one != other:
                different[name] = (there.status_code, nowhere.status_code)
    assert different == {}


@pytest.mark.django_db
def test_canaries_are_seen_by_their_own_people(settings):
    """A bird that nobody could see anywhere would prove nothing."""
    from diguan.domain.accounts.models import Account

    settings.API_LIMITS = {"token": 10_000, "account": 10_000}
    planted()
    program = Program(Account.objects.get(username=USERNAME))
    pages = ["households", "items", "rounds", f"rounds/{FAR + 1}", f"posts/{FAR + 1}", "jobs", "me"]
    said = "".join(plain(program.get(page).content) for page in pages)
    said += plain(program.post(f"households/{FAR + 1}/reveal", {"reason": "核对医保参保"}).content)
    assert {NAME, NUMBER, IDENTITY, USERNAME} <= {canary for canary in CANARIES if canary in said}
    assert a_village()[:6] not in said
