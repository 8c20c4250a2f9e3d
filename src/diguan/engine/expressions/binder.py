"""A checked tree tied to a day and to the values that parameters have on it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from diguan.engine.catalogue.model import FieldType, Label
from diguan.engine.expressions.checker import Checked, Key
from diguan.engine.expressions.elapsed import rewritten
from diguan.engine.expressions.folding import folded
from diguan.engine.expressions.places import Position
from diguan.engine.expressions.tree import Age, Literal, Months, Node, Parameter, Value, Verdicts, facts_of, walk
from diguan.engine.verdicts import Subject

_MOST_EXACT = 2**53


class UnableToBindExpression(ValueError):
    """A parameter has no value, or a value that does not fit: which, where, what was expected."""

    def __init__(self, problem: Label, at: Position, found: str = "", expected: Label | None = None) -> None:
        self.problem = problem
        self.at = at
        self.found = found
        self.expected = expected
        super().__init__(f"{self.message('zh')}\n{self.message('en')}")

    def message(self, language: str) -> str:
        """The whole message in one language ("zh" or "en")."""
        shown = f" {self.found}" if self.found else ""
        wanted = f" ({self.expected[language]})" if self.expected else ""
        return f"{self.at}: {self.problem[language]}{shown}{wanted}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition ready to be evaluated. `facts`: the stored fields that still matter once constants are folded."""

    tree: Node
    as_of: date
    facts: frozenset[Key]
    indicators: frozenset[str]
    checked: Checked

    @property
    def subject(self) -> Subject:
        """What the condition is about."""
        return self.checked.subject

    @property
    def constant(self) -> bool | None:
        """True or False when the condition is that whatever the facts are; None when it depends on them."""
        return bool(self.tree.value) if isinstance(self.tree, Literal) else None


def bind(checked: Checked, as_of: date, parameters: Mapping[str, Value]) -> Bound:
    """The condition on a day; raises UnableToBindExpression when a parameter lacks a fitting value.

    Parameters become literals that keep the parameter's name, ages and months compared with constants become comparisons of dates
    (`Rewritten`), and what rests on constants alone is worked out.
    """
    tree = _Binder(as_of, parameters).visit(checked.tree)
    indicators = frozenset(i for n in walk(tree) if isinstance(n, Verdicts) for i in n.indicators)
    return Bound(tree, as_of, facts_of(tree), indicators, checked)


class _Binder:
    def __init__(self, as_of: date, parameters: Mapping[str, Value]) -> None:
        self.as_of = as_of
        self.parameters = parameters

    def visit(self, node: Node) -> Node:
        if isinstance(node, Parameter):
            return self.parameter(node)
        if isinstance(node, Age | Months) and node.on is None:
            node = replace(node, on=Literal(node.at, self.as_of, FieldType.DATE))
        return rewritten(folded(self.rebuilt(node)))

    def rebuilt(self, node: Node) -> Node:
        changes: dict[str, object] = {}
        for name in node.below:
            part = getattr(node, name)
            changes[name] = tuple(self.visit(p) for p in part) if isinstance(part, tuple) else self.visit(part)
        return replace(node, **changes) if changes else node  # type: ignore[arg-type]

    def parameter(self, node: Parameter) -> Literal:
        value = self.parameters.get(node.name)
        if value is None:
            raise UnableToBindExpression(_NO_VALUE, node.at, found=f":{node.name} {self.as_of}")
        problem = _misfit(node, value)
        if problem is not None:
            raise UnableToBindExpression(_MISFIT, node.at, found=f":{node.name} = {value!r}", expected=problem)
        if node.type is FieldType.NUMBER:
            value = float(value)  # type: ignore[arg-type]
        if node.type is FieldType.INTEGER:
            value = int(value)  # type: ignore[arg-type]
        return Literal(node.at, value, node.type, node.unit, parameter=node.name)


_NO_VALUE = Label(zh="参数在这一天没有值", en="the parameter has no value on this day")
_MISFIT = Label(zh="参数的值不合用", en="the value of the parameter does not fit")


def _misfit(node: Parameter, value: Value) -> Label | None:
    """What was expected instead of a value, or None when it fits."""
    fits, expected = _FITS[node.type]
    if not fits(value):
        return expected
    if node.type is FieldType.CODE and value not in node.codes:
        return Label(zh="代码之一：" + "、".join(node.codes), en="one of the codes: " + ", ".join(node.codes))
    return None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: Value) -> bool:
    return _is_number(value) and float(value).is_integer() and abs(float(value)) <= _MOST_EXACT  # type: ignore[arg-type]


def _is_date(value: Value) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


_TEXT = (_is_text, Label(zh="文字", en="a text"))
_FITS: Mapping[FieldType, tuple[Callable[[Value], bool], Label]] = {
    FieldType.NUMBER: (_is_number, Label(zh="数", en="a number")),
    FieldType.INTEGER: (_is_integer, Label(zh="不超过 2^53 的整数", en="a whole number of at most 2^53")),
    FieldType.DATE: (_is_date, Label(zh="日期", en="a date")),
    FieldType.TEXT: _TEXT,
    FieldType.CODE: _TEXT,
}
