"""Every operation as people of one county, with numbers, words and codes of another: no answer tells anything of it."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.accounts.permissions import Role
from diguan.rest.frame.door import TAKES_FILES
from tests.factories.accounts import COUNTY, OTHER_COUNTY, a_village, holder
from tests.factories.foreign import CANARIES, FAR, IDENTITY, NAME, NUMBER, PROBLEM, USERNAME, planted
from tests.factories.programs import Program, described
from tests.web.households.conftest import home, load

ABSENT = 6_000_000
# Everybody but the region, for whom no place is foreign.
PLACED = {
    Role.VILLAGE: None,
    Role.TOWNSHIP: None,
    Role.COUNTY: COUNTY,
    Role.DEPARTMENT: COUNTY,
    Role.PREFECTURE: "150100000000",
    Role.AUDITOR: COUNTY,
    Role.ADMINISTRATOR: COUNTY,
}
PARTS = {"name": "cn-two-assurances", "indicator": "safe_housing", "event": "1"}
# What somebody of this county may know, guess or have been told of the other one, for whichever entry asks for it.
GUESSED = {
    "region_code": OTHER_COUNTY,
    "under": OTHER_COUNTY,
    "text": NAME,
    "standard": "cn-two-assurances",
    "standing": "unmet",
    "indicator": "far",
    "department": "education",
    "before": "cn-two-assurances",
    "after": "cn-two-assurances",
    "version": 1,
    "reason": "核对医保参保",
    "person": NUMBER,
    "until": 2**61,
    "username": USERNAME,
    "facts": {"dangerous_house": False},
    "days": 10,
    "margin": 0.1,
    "number": 3,
    "size": 1,
    "seconds": 1,
    "visit": None,
    "received": None,
}
DAY, WORDS, TOKEN = "2019-06-30", "见到", "00000000-0000-4000-8000-000000000000"


SCHEMA = described()


def operations():
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method, path, operation


EVERY = {name: (method, path, operation) for name, method, path, operation in operations()}


def shape_of(said):
    """A shape without what leads to it and without null."""
    said = next((each for each in said.get("anyOf", ()) if each.get("type") != "null"), said)
    if "$ref" in said:
        return shape_of(SCHEMA["components"]["schemas"][said["$ref"].rpartition("/")[2]])
    return said


def guess(name, said):
    """A value that fits a shape: of foreign things wherever a number is asked for."""
    if name in GUESSED:
        return GUESSED[name]
    shape = shape_of(said)
    if "enum" in shape or "const" in shape:
        return next(each for each in shape.get("enum", [shape.get("const")]) if each != "")
    if shape.get("type") == "array":
        return [guess("", shape["items"])]
    if shape.get("type") == "object":
        return {each: guess(each, inner) for each, inner in shape.get("properties", {}).items()}
    if shape.get("format") in ("date", "uuid"):
        return DAY if shape["format"] == "date" else TOKEN
    return {"integer": FAR + 1, "number": 1.0, "boolean": True}.get(shape.get("type"), WORDS)


def entries(operation):
    """What an operation asks for beside its address, with what somebody may guess."""
    asked = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    asked |= shape_of(body).get("properties", {})
    return {name: guess(name, said) for name, said in asked.items()}


def answers(program, name, number):
    method, path, operation = EVERY[name]
    at = re.sub(r"\{(\w+)\}", lambda m: str(PARTS.get(m[1], number)), path).removeprefix("/api/v1/")
    said = entries(operation)
    if method == "get":
        yield program.get(at)
        yield program.get(at, **said)
        for one, value in said.items():
            yield program.get(at, **{one: value})
    elif f"/{at}".endswith(tuple(TAKES_FILES)):
        yield program.client.post(f"/api/v1/{at}", {"other": "x"})
        file = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF")
        yield program.client.post(f"/api/v1/{at}", {"file": file, "region_code": OTHER_COUNTY, "as_of": DAY})
    else:
        yield program.post(at, {})
        yield program.post(at, said)


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


def unlike(there, nowhere):
    """Whether a foreign number is answered in another way than one that nobody has."""
    one = (there.status_code, there.content.decode(errors="replace").replace(str(FAR + 1), "N"))
    said = nowhere.content.decode(errors="replace").replace(str(ABSENT), "N").replace(str(FAR + 1), "N")
    other = (nowhere.status_code, said)
    return one != other


@pytest.mark.parametrize("program", PLACED, indirect=True)
def test_no_operation_tells_anything_of_another_county(program):
    found = {}
    for name, (_, path, _) in EVERY.items():
        there = list(answers(program, name, FAR + 1))
        for response in there:
            seen = [canary for canary in CANARIES if canary in told(response)]
            if response.status_code >= 500 or seen:
                found[name] = (response.status_code, seen)
        if "{number}" in path:
            nowhere = list(answers(program, name, ABSENT))
            pairs = [(a.status_code, b.status_code) for a, b in zip(there, nowhere, strict=True) if unlike(a, b)]
            if pairs:
                found[name] = pairs
    assert found == {}


@pytest.mark.django_db
def test_canaries_are_seen_by_their_own_people(settings):
    """A bird that nobody could see anywhere would prove nothing."""
    from diguan.domain.accounts.models import Account

    settings.API_LIMITS = {"token": 10_000, "account": 10_000}
    planted()
    program = Program(Account.objects.get(username=USERNAME))
    pages = [
        *("households", "items", "rectification/inspections", "rectification/problems", "lookback/plans", "loads"),
        *(f"rectification/problems/{FAR + 1}", f"lookback/plans/{FAR + 1}/cases", f"households/{FAR + 1}/events"),
    ]
    said = "".join(plain(program.get(page).content) for page in pages)
    assert {PROBLEM, NUMBER} <= {canary for canary in CANARIES if canary in said}
    pages = ["households", "items", "rounds", f"rounds/{FAR + 1}", f"posts/{FAR + 1}", "jobs", "me"]
    said = "".join(plain(program.get(page).content) for page in pages)
    said += plain(program.post(f"households/{FAR + 1}/reveal", {"reason": "核对医保参保"}).content)
    assert {NAME, NUMBER, IDENTITY, USERNAME} <= {canary for canary in CANARIES if canary in said}
    assert a_village()[:6] not in said
