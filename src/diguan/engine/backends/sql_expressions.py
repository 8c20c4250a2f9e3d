"""Conditions and values of a bound tree as SQL expressions, at an evidence threshold.

A truth has grade g or better exactly when it is decided with all facts below g taken as unknown. So one compiler of three-valued Booleans
is enough: at the lowest grade it gives the verdict, at the higher ones its evidence; where all facts have one grade, one pass.
"""

from collections.abc import Callable, Mapping
from typing import Any as Anything
from typing import Protocol

from diguan.engine.backends.dialects import constant
from diguan.engine.backends.layout import SOURCE_SUFFIX, Layout
from diguan.engine.backends.plain import holds_count, plain
from diguan.engine.backends.sql_joins import ALIASES
from diguan.engine.backends.sql_text import Tri, cases, conjunction, disjunction, negation
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.tree import (
    Age,
    And,
    Any,
    Arithmetic,
    Compare,
    Count,
    Every,
    Fact,
    In,
    IsNull,
    Literal,
    Months,
    Negate,
    Node,
    Not,
    Or,
    Sum,
    Verdicts,
    type_of,
)
from diguan.engine.verdicts import Grade, Subject

# Ends of an interval as SQL, None = unbounded; a SQL NULL means unbounded as well.
Span = tuple[str | None, str | None]


class Members(Protocol):
    """What a rule on households may ask of its members; answers are expressions over the household's row."""

    def every(self, predicate: Node, grade: int) -> Tri:
        """every_member at a threshold."""

    def any(self, predicate: Node, grade: int) -> Tri:
        """any_member at a threshold."""

    def count(self, predicate: Node, grade: int) -> Span:
        """count_members at a threshold."""

    def sum(self, node: Sum, grade: int) -> str | None:
        """sum_members at a threshold."""


class Expressions:
    """Compiles conditions over the aliases h, p, v, f; `used` says whose columns were needed."""

    def __init__(self, layout: Layout, members: Members | None = None) -> None:
        self.layout = layout
        self.members = members
        self.used: set[Subject] = set()

    def truth(self, node: Node, grade: int) -> Tri:
        """A condition when facts below `grade` are taken as unknown."""
        node = plain(node)
        if isinstance(node, Literal):
            return bool(node.value)
        if isinstance(node, Not):
            return negation(self.truth(node.operand, grade))
        if isinstance(node, And):
            return conjunction(self.truth(operand, grade) for operand in node.operands)
        if isinstance(node, Or):
            return disjunction(self.truth(operand, grade) for operand in node.operands)
        return self.leaf(node, grade)

    def leaf(self, node: Node, grade: int) -> Tri:
        """A condition that is not built of conditions of the same subject."""
        if isinstance(node, Every | Any):
            assert self.members is not None  # noqa: S101 - the checker lets member functions stand in rules on households only
            ask = self.members.every if isinstance(node, Every) else self.members.any
            return ask(node.predicate, grade)
        return _LEAVES[type(node)](self, node, grade)

    def fact(self, node: Fact, grade: int) -> str | None:
        """A column, only where its source is good enough; None when it never is or the relation does not carry it."""
        relation = self.layout.relations.get(node.subject)
        column = relation.columns.get(node.field) if relation else None
        if column is None:
            return None
        self.used.add(node.subject)
        value = self.layout.dialect.quoted(ALIASES[node.subject], node.field)
        if column.source is not None:
            return value if self.layout.grades.get(column.source, Grade.DECLARED) >= grade else None
        good = sorted(source for source, found in self.layout.grades.items() if found >= grade)
        if len(good) == len(self.layout.grades):
            return value
        source = self.layout.dialect.quoted(ALIASES[node.subject], node.field + SOURCE_SUFFIX)
        return f"CASE WHEN {source} IN ({', '.join(map(str, good))}) THEN {value} END" if good else None

    def comparison(self, node: Compare, grade: int) -> Tri:
        """=, <>, <, <=, >, >=."""
        if holds_count(node):
            return _compared(node.operator, self.span(node.left, grade), self.span(node.right, grade))
        left, right = self.value(node.left, grade), self.value(node.right, grade)
        return None if left is None or right is None else f"({left} {node.operator} {right})"

    def membership(self, node: In, grade: int) -> Tri:
        """IN and NOT IN constants."""
        operand = self.value(node.operand, grade)
        if operand is None:
            return None
        literals = [item for item in node.items if isinstance(item, Literal)]
        items = list(dict.fromkeys(constant(self.layout.dialect, item) for item in literals))
        fractional = FieldType.NUMBER in {type_of(node.operand), *(item.type for item in literals)}
        return self.layout.dialect.membership(operand, items, fractional=fractional, negated=node.negated)

    def null_test(self, node: IsNull, grade: int) -> Tri:
        """IS NULL and IS NOT NULL: unknown of an unknown value."""
        read = self.truth if type_of(node.operand) is FieldType.BOOLEAN else self.value
        found: Tri = read(node.operand, grade)
        if not isinstance(found, str):
            return None if found is None else node.negated
        return f"(CASE WHEN {found} IS NOT NULL THEN {'TRUE' if node.negated else 'FALSE'} END)"

    def verdicts(self, node: Verdicts, _: int) -> Tri:
        """any_unmet, any_unknown, all_met over the verdict columns of the household's relation."""
        self.used.add(Subject.HOUSEHOLD)
        codes = [self.layout.dialect.quoted(ALIASES[Subject.HOUSEHOLD], name) for name in node.indicators]
        unknown = disjunction(f"({code} = 1)" for code in codes)
        if node.function == "any_unknown":
            return unknown
        unmet = disjunction(f"({code} = 0)" for code in codes)
        found = ("TRUE", "FALSE") if node.function == "any_unmet" else ("FALSE", "TRUE")
        return f"({cases([(unmet, found[0]), (unknown, 'NULL')], found[1])})"

    def value(self, node: Node, grade: int) -> str | None:
        """A value without counts; None when it is never known."""
        if isinstance(node, Fact):
            return self.fact(node, grade)
        if isinstance(node, Literal):
            return constant(self.layout.dialect, node)
        if isinstance(node, Negate):
            operand = self.value(node.operand, grade)
            return None if operand is None else f"(- {operand})"
        if isinstance(node, Sum):
            assert self.members is not None  # noqa: S101 - the checker lets it stand in rules on households only
            return self.members.sum(node, grade)
        if isinstance(node, Arithmetic):
            return self.arithmetic(node, grade)
        assert isinstance(node, Age | Months)  # noqa: S101 - nothing else is left
        return self.elapsed(node, grade)

    def arithmetic(self, node: Arithmetic, grade: int) -> str | None:
        """Both sides cast to the type the checker chose, so that nothing overflows and back ends round alike."""
        left, right = self.value(node.left, grade), self.value(node.right, grade)
        if left is None or right is None:
            return None
        return computed(node, left, right)

    def elapsed(self, node: Age | Months, grade: int) -> str | None:
        """Completed years or months, in the words of `expressions.dates`."""
        since = self.value(node.born if isinstance(node, Age) else node.since, grade)
        on = None if node.on is None else self.value(node.on, grade)
        if since is None or on is None:
            return None
        if isinstance(node, Age):
            early = f"month({on}) * 100 + day({on}) < month({since}) * 100 + day({since})"
            return f"(year({on}) - year({since}) - CAST({early} AS BIGINT))"
        months = f"(year({on}) - year({since})) * 12 + month({on}) - month({since})"
        return f"({months} - CAST(day({on}) < day({since}) AS BIGINT))"

    def span(self, node: Node, grade: int) -> Span:
        """Both ends of a number that may hold counts."""
        if not holds_count(node):
            value = self.value(node, grade)
            return value, value
        if isinstance(node, Count):
            assert self.members is not None  # noqa: S101 - the checker lets it stand in rules on households only
            return self.members.count(node.predicate, grade)
        if isinstance(node, Negate):
            low, high = self.span(node.operand, grade)
            return None if high is None else f"(- {high})", None if low is None else f"(- {low})"
        assert isinstance(node, Arithmetic)  # noqa: S101 - nothing else is left
        return self.span_arithmetic(node, grade)

    def span_arithmetic(self, node: Arithmetic, grade: int) -> Span:
        """Ends added; subtracted crosswise; multiplied, and exchanged by a negative factor."""
        left, right = self.span(node.left, grade), self.span(node.right, grade)
        factor = node.left if isinstance(node.left, Literal) else node.right
        crosswise = node.operator == "-"
        if node.operator == "*" and isinstance(factor, Literal) and float(factor.value) < 0:  # type: ignore[arg-type]
            return _end(node, left[1], right[1]), _end(node, left[0], right[0])
        return _end(node, left[0], right[1 if crosswise else 0]), _end(node, left[1], right[0 if crosswise else 1])


_LEAVES: Mapping[type[Node], Callable[[Expressions, Anything, int], Tri]] = {
    Fact: Expressions.fact,
    Compare: Expressions.comparison,
    In: Expressions.membership,
    IsNull: Expressions.null_test,
    Verdicts: Expressions.verdicts,
}


def computed(node: Arithmetic, left: str, right: str) -> str:
    """An arithmetic expression over two SQL values."""
    kind = "DOUBLE" if node.type is FieldType.NUMBER else "BIGINT"
    return f"(CAST({left} AS {kind}) {node.operator} CAST({right} AS {kind}))"


def _end(node: Arithmetic, left: str | None, right: str | None) -> str | None:
    return None if left is None or right is None else computed(node, left, right)


def _compared(operator: str, left: Span, right: Span) -> Tri:
    """Intervals compared: decided for every choice inside them, or unknown."""
    if operator in (">", ">="):
        return _compared("<" if operator == ">" else "<=", right, left)
    if operator in ("<", "<="):
        reverse = "<=" if operator == "<" else "<"
        return _decided([(_ends(left[1], operator, right[0]), True), (_ends(right[1], reverse, left[0]), False)])
    apart = [_ends(left[1], "<", right[0]), _ends(right[1], "<", left[0])]
    together = conjunction([_ends(left[1], "<=", right[0]), _ends(right[1], "<=", left[0])])
    holds = operator == "="
    return _decided([*((end, not holds) for end in apart), (together, holds)])


def _ends(low: str | None, operator: str, high: str | None) -> Tri:
    return None if low is None or high is None else f"({low} {operator} {high})"


def _decided(branches: list[tuple[Tri, bool]]) -> Tri:
    kept = [(truth, "TRUE" if result else "FALSE") for truth, result in branches if truth is not None]
    return f"({cases(kept, 'NULL')})" if kept else None
