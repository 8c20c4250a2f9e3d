"""Values of parameters, as written in a file or given by the operator, in the type of the parameter."""

from datetime import date

from diguan.engine.documents import Label, Problem, ScalarNode
from diguan.engine.documents.nodes import DECIMAL, WHOLE, Kind
from diguan.engine.standards.model import ParameterKind, ParameterValue

EXPECTED = {
    "number": Label("数字", "a number"),
    "integer": Label("整数", "a whole number"),
    "date": Label("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
    "text": Label("文字", "a text"),
}
QUOTED = Label(
    "数字和日期不加引号，文字要加", "numbers and dates stand without quotes, a text that looks like one with quotes"
)


def parameter_value(type: ParameterKind, node: ScalarNode, problems: list[Problem]) -> ParameterValue | None:
    """The value of a file's scalar; None with a problem appended when it is not of the type."""
    kinds = {
        "number": (Kind.INTEGER, Kind.NUMBER),
        "integer": (Kind.INTEGER,),
        "date": (Kind.DATE, Kind.TEXT),
        "text": (Kind.TEXT,),
    }
    value = value_of_text(type, node.raw) if node.kind in kinds[type] else None
    if value is None:
        message = Label(f"参数的值是{node.found.zh}", f"the parameter is given {node.found.en}")
        problems.append(Problem.at(node.where, message, EXPECTED[type], QUOTED))
    return value


def value_of_text(type: ParameterKind, text: str) -> ParameterValue | None:
    """The value that a text says in a type; None when it says none."""
    if type == "text":
        return text.strip() or None
    if type == "integer":
        return int(text) if WHOLE.match(text) else None
    if type == "number":
        return float(text) if DECIMAL.match(text) else None
    try:
        return date.fromisoformat(text) if len(text) == len("2019-01-01") else None
    except ValueError:
        return None
