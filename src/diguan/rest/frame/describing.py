"""What the library does not say of the API by itself: every error that may come, keys of requests, texts in both languages."""

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from diguan.locale import texts
from diguan.rest.frame.door import KEY, LONGEST_KEY
from diguan.rest.frame.problems import (
    ABSENT,
    BAD,
    CONFLICT,
    FORBIDDEN,
    INVALID,
    KINDS,
    MEDIA_TYPE,
    NO_SUCH_TYPE,
    TOO_LARGE,
    TOO_MANY,
    UNAUTHORIZED,
)

Details = dict[str, Any]
CATALOGUE = "api"
TEXT: Details = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
MAYBE_TEXT: Details = {"anyOf": [TEXT, {"type": "null"}]}
FAULT: Details = {
    "type": "object",
    "properties": {
        "where": {"type": "string"},
        "value": {"type": ["string", "null"]},
        "message": TEXT,
        "expected": MAYBE_TEXT,
        "hint": MAYBE_TEXT,
    },
    "required": ["where", "value", "message", "expected", "hint"],
}
PROBLEM: Details = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "message": TEXT,
        "hint": MAYBE_TEXT,
        "errors": {"type": "array", "items": FAULT},
    },
    "required": ["type", "title", "status", "detail", "message", "hint", "errors"],
}
RETRY: Details = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """The same schema, completed in place."""
    schema["components"]["schemas"]["Problem"] = PROBLEM
    schema["security"] = [{"token": []}]
    schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, path)
    return schema


def _complete(operation: Details, method: str, path: str) -> None:
    name = operation["operationId"]
    said = texts(CATALOGUE)[f"operation.{name}"]
    operation["summary"] = f"{said.zh} · {said.en}"
    operation.pop("security", None)
    operation["responses"] = {str(status): told for status, told in operation["responses"].items()}
    for parameter in operation["parameters"]:
        told = texts(CATALOGUE)[f"parameter.{parameter['name']}"]
        parameter["description"] = f"{told.zh} · {told.en}"
    if method == "post":
        operation["parameters"].append(_key())
    for status in _errors(method, path):
        operation["responses"][str(status)] = _problem(status)


def _errors(method: str, path: str) -> Iterator[int]:
    """Which errors an operation may answer with."""
    yield from (UNAUTHORIZED, FORBIDDEN, INVALID, TOO_MANY)
    if "{" in path:
        yield ABSENT
    if method == "post":
        yield from (BAD, ABSENT, CONFLICT, TOO_LARGE, NO_SUCH_TYPE)


def _problem(status: int) -> Details:
    said = KINDS[status][1]
    found: Details = {
        "description": f"{said.zh} · {said.en}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return {**found, "headers": RETRY} if status == TOO_MANY else found


def _key() -> Details:
    said = texts(CATALOGUE)["parameter.key"]
    return {
        "in": "header",
        "name": KEY,
        "required": False,
        "description": f"{said.zh} · {said.en}",
        "schema": {"type": "string", "maxLength": LONGEST_KEY, "minLength": 1, "pattern": r"^[ -~]+$"},
    }
