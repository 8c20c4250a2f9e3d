"""Every address of the API with what it takes and what may go wrong, from its own description (OpenAPI)."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from docs.generate.markdown import code, table

Description = Mapping[str, Any]
TAGS = {
    "me": "我 Me",
    "regions": "区划 Regions",
    "households": "农牧户 Households",
    "events": "家庭变动 Life events",
    "items": "台账 Ledger",
    "visits": "入户 Visits",
    "rounds": "筛查 Rounds",
    "standards": "标准 Standards",
    "posts": "责任 Responsibility",
    "messages": "消息 Messages",
    "jobs": "后台任务 Jobs",
    "loads": "导入 Loads",
    "figures": "汇总 Figures",
    "rectification": "整改 Rectification",
    "lookback": "回头看 Looking back",
}


def description() -> Description:
    """The description as the server hands it out; Django is set up in a folder of its own where nobody has yet."""
    import django  # noqa: PLC0415  only this page needs a server

    if "DIGUAN_DATA" not in os.environ:
        os.environ["DIGUAN_DATA"] = tempfile.mkdtemp(prefix="diguan-docs-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
    django.setup()
    from diguan.rest.urls import api  # noqa: PLC0415  only once Django is set up

    return api.get_openapi_schema(path_prefix="/api/v1/")


def operations(said: Description) -> Iterator[tuple[str, str, Description]]:
    """Method, address and details of every operation, by noun."""
    every = [(m.upper(), path, op) for path, methods in said["paths"].items() for m, op in methods.items()]
    for tag in TAGS:
        yield from (each for each in every if each[2]["tags"] == [tag])


def body_of(said: Description, operation: Description) -> Description:
    """The shape of what is sent; empty where nothing is."""
    content = operation.get("requestBody", {}).get("content", {})
    nothing: Description = {}
    shape = next(iter(content.values()), nothing).get("schema", nothing)
    if "$ref" in shape:
        shape = said["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return dict(shape)


def entries(said: Description, operation: Description) -> Iterator[tuple[str, str, str]]:
    """What an operation takes: where, name (required ones marked), meaning."""
    for each in operation["parameters"]:
        yield each["in"], code(each["name"]) + (" *" if each["required"] else ""), each.get("description", "")
    body = body_of(said, operation)
    for name, shape in body.get("properties", {}).items():
        required = " *" if name in body.get("required", ()) else ""
        yield "body", code(name) + required, kind_of(shape)


def kind_of(shape: Description) -> str:
    """The kind of an entry, in a word or two."""
    if "enum" in shape:
        return " | ".join(str(value) or '""' for value in shape["enum"])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(kind_of(each) for each in shape["anyOf"]))
    kind = shape.get("format") or shape.get("type") or shape.get("$ref", "").rpartition("/")[2]
    return f"{kind} [{kind_of(shape['items'])}]" if kind == "array" else str(kind)


def section(said: Description, method: str, path: str, operation: Description) -> str:
    """Heading, meaning, entries and errors of one operation."""
    errors = ", ".join(status for status in operation["responses"] if status >= "400")
    parts = [f"### {method} {path}", operation["summary"], operation.get("description", "")]
    rows = list(entries(said, operation))
    parts += [table(("在 in", "名称 name", "意义 meaning"), rows)] if rows else []
    return "\n\n".join([*filter(None, parts), f"错误 errors: {errors}"])


def page(said: Description) -> str:
    """The whole page."""
    parts = ["# 接口 API\n\n由程序生成；`*` 为必填。 Generated from the program; `*` is required.\n"]
    noun = None
    for method, path, operation in operations(said):
        if operation["tags"][0] != noun:
            noun = operation["tags"][0]
            parts.append(f"## {TAGS[noun]}")
        parts.append(section(said, method, path, operation))
    return "\n\n".join(parts)
