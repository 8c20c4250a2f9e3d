"""What was expected of a part of a request, in both languages, from what the checker of shapes says of it."""

from collections.abc import Mapping
from typing import Any

from diguan.engine.documents import Label
from diguan.rest.frame.problems import Fault

WRONG = Label("这一项不对", "this part is not right")
MISSING = Label("缺这一项", "this part is missing")
# By the beginning of the checker's kind of error: what was expected, with what the checker adds in braces.
EXPECTED: Mapping[str, Label] = {
    "missing": Label("必须给出", "it must be given"),
    "extra_forbidden": Label(
        "没有这个名称的内容，请对照接口说明", "nothing has this name; compare the description of the API"
    ),
    "literal_error": Label("其中之一：{expected}", "one of {expected}"),
    "enum": Label("其中之一：{expected}", "one of {expected}"),
    "greater_than_equal": Label("不小于 {ge}", "at least {ge}"),
    "greater_than": Label("大于 {gt}", "more than {gt}"),
    "less_than_equal": Label("不大于 {le}", "at most {le}"),
    "less_than": Label("小于 {lt}", "less than {lt}"),
    "string_too_long": Label("不超过 {max_length} 个字符", "at most {max_length} characters"),
    "string_too_short": Label("至少 {min_length} 个字符", "at least {min_length} characters"),
    "string_pattern_mismatch": Label("符合格式 {pattern}", "text that fits {pattern}"),
    "too_long": Label("不超过 {max_length} 项", "at most {max_length} entries"),
    "too_short": Label("至少 {min_length} 项", "at least {min_length} entries"),
    "int_": Label("整数", "a whole number"),
    "float_": Label("数", "a number"),
    "bool_": Label("true 或 false", "true or false"),
    "date_": Label("日期，写作 2019-06-30", "a day, as in 2019-06-30"),
    "string_": Label("文字", "text"),
    "uuid_": Label("UUID 标识", "a UUID"),
    "list_": Label("数组", "an array"),
    "dict_": Label("对象", "an object"),
    "model_": Label("对象", "an object"),
    "json_": Label("JSON 文本", "JSON"),
}
OTHER = Label("见接口说明", "see the description of the API")


def fault_of(error: Mapping[str, Any]) -> Fault:
    """One entry of a failed check of shapes: its place, its value, what was expected."""
    kind, told = str(error["type"]), error.get("ctx", {})
    found = next(
        (label for start, label in EXPECTED.items() if kind == start or (start[-1] == "_" and kind.startswith(start))),
        OTHER,
    )
    value = error.get("input")
    said = None if kind in ("missing", "extra_forbidden") or isinstance(value, dict | list | bytes) else str(value)
    return Fault(
        where=".".join(str(part) for part in error["loc"]),
        message=MISSING if kind == "missing" else WRONG,
        expected=Label(found.zh.format(**told), found.en.format(**told)),
        value=said,
    )


def unasked(where: str) -> Fault:
    """A name that nobody asks for. Its value is not said again."""
    return Fault(where, WRONG, EXPECTED["extra_forbidden"])
