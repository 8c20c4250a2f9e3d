"""Every address of the API as every role, and as nobody; read from its own description."""

import re

import pytest

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.permissions import SCOPE_ACTS, Role, acts_of
from diguan.rest.frame.door import TAKES_FILES
from diguan.rest.urls import api
from tests.factories.accounts import account
from tests.factories.programs import Program

PARTS = {"name": "cn-two-assurances", "indicator": "no-such"}
ABSENT = 999_999


def operations():
    """Method, address with numbers in it, act, of every operation."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for each in view.operations:
                plain = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(PARTS.get(m[1], ABSENT)), path)
                for method in each.methods:
                    yield method, plain.lstrip("/"), tuple(sorted(getattr(each.view_func, "acts", ())))


EVERY = sorted(set(operations()), key=str)


def asked(program, method, path):
    if f"/{path}".endswith(tuple(TAKES_FILES)):
        return program.client.post(f"/api/v1/{path}", {"other": "x"})
    return program.get(path) if method == "GET" else program.post(path, {})


def test_there_are_addresses():
    assert len(EVERY) >= 45
    assert ("GET", "households", ("see",)) in EVERY


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "acts"), EVERY)
def test_nobody_is_let_in_without_a_token(method, path, acts):
    response = asked(Program(said="diguan_wrong"), method, path)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("role", [None, *Role])
def test_address_opens_for_the_roles_of_its_act_and_the_scope_of_the_token(settings, program, role, scope):
    settings.API_LIMITS = {"token": 1000, "account": 1000}
    asking = program(role, scope) if role else Program(account(), scope)
    wrong = {}
    for method, path, acts in EVERY:
        response = asked(asking, method, path)
        may = acts_of(role) & SCOPE_ACTS[scope] if role else frozenset()
        allowed = not acts or not may.isdisjoint(acts)
        if (response.status_code == 403) is allowed or response.status_code >= 500:
            wrong[method, path] = response.status_code
    assert wrong == {}


@pytest.mark.django_db
def test_description_is_there_for_everybody_and_names_every_error():
    said = Program().get("openapi.json").json()
    assert said["openapi"] == "3.1.0"
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            errors = {code for code in operation["responses"] if code >= "400"}
            wanted = {"401", "403", "422", "429"} | ({"404"} if "{" in path else set())
            wanted |= {"400", "409", "413", "415"} if method == "post" else set()
            assert wanted <= errors, (method, path)
            assert "·" in operation["summary"]


@pytest.mark.django_db
def test_unknown_address_and_method_are_problems(program):
    asking = program()
    assert asking.get("nothing-here").json()["status"] == 404
    refused = asking.client.put("/api/v1/households")
    assert (refused.status_code, refused.json()["type"]) == (405, "urn:diguan:problem:method")
    assert "GET" in refused.headers["Allow"]
