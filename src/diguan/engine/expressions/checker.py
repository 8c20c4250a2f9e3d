"""Names, types, units and codes of a parsed tree, checked against a scope; derived fields are inlined on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any as Anything
from typing import cast

from diguan.engine.catalogue.model import Catalogue, Field, FieldType, Label
from diguan.engine.expressions import comparisons
from diguan.engine.expressions.comparisons import TYPE_LABELS
from diguan.engine.expressions.constants import NUMBERS, fitted, is_constant
from diguan.engine.expressions.functions import VERDICT_FUNCTIONS, function_named
from diguan.engine.expressions.names import Reach, field_named, verdicts_named
from diguan.engine.expressions.parser import TOO_DEEP, parse, refuse_depth
from diguan.engine.expressions.places import Position, UnableToReadExpression, Where, did_you_mean
from diguan.engine.expressions.scope import ParameterType, Scope
from diguan.engine.expressions.tree import (
    MEMBER_FUNCTIONS,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Fact,
    In,
    IsNull,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Parameter,
    Verdicts,
    facts_of,
    type_of,
    unit_of,
    walk,
)
from diguan.engine.expressions.units import same
from diguan.engine.verdicts import Subject

MOST_NODES = 20_000
Key = tuple[Subject, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A typed tree with derived fields inlined. `facts`: stored fields it reads; `derived`: fields that were inlined."""

    tree: Node
    subject: Subject
    facts: frozenset[Key]
    parameters: frozenset[str]
    indicators: frozenset[str]
    derived: frozenset[Key]


def check(node: Node, scope: Scope, expected: FieldType = FieldType.BOOLEAN) -> Checked:
    """A parsed tree, typed; raises UnableToReadExpression at the first thing that is wrong.

    `expected`: BOOLEAN for rules; a derived field passes its own type (INTEGER also serves where NUMBER is expected).
    """
    checker = _Checker(scope, Reach(scope.subject), _Inlining())
    try:
        tree = checker.visit(node)
    except RecursionError as error:
        raise UnableToReadExpression(TOO_DEEP, node.at) from error
    _refuse_type(tree, expected)
    refuse_depth(tree)
    nodes = list(walk(tree))
    return Checked(
        tree=tree,
        subject=scope.subject,
        facts=facts_of(tree),
        parameters=frozenset(n.name for n in nodes if isinstance(n, Parameter)),
        indicators=frozenset(i for n in nodes if isinstance(n, Verdicts) for i in n.indicators),
        derived=frozenset(checker.inlining.done),
    )


def read_expression(text: str, where: Where | None, scope: Scope) -> Checked:
    """Parse and check a condition."""
    return check(parse(text, where), scope)


def check_derived(catalogue: Catalogue, parameters: Mapping[str, ParameterType]) -> list[UnableToReadExpression]:
    """What is wrong with the derived fields of a catalogue that have an expression; empty when nothing is."""
    problems = []
    for subject in Subject:
        for derived in catalogue.fields(subject).values():
            if derived.expression is not None:
                try:
                    check(
                        Name(Position(derived.file, derived.line), None, derived.name),
                        Scope(subject, catalogue, parameters),
                        derived.type,
                    )
                except UnableToReadExpression as error:
                    problems.append(error)
    return problems


@dataclass(slots=True)
class _Inlining:
    """Derived fields met so far: those being read (outermost first) and those done, with their size in nodes."""

    open: list[Key] = field(default_factory=list)
    done: dict[Key, tuple[Node, int]] = field(default_factory=dict)
    size: int = 0


_NO_PARAMETER = Label(zh="没有这个参数", en="no such parameter")
_TYPE = Label(zh="类型不对", en="wrong type")
_UNIT = Label(zh="单位不对", en="wrong unit")
_CYCLE = Label(zh="派生字段互相引用，成了圈", en="derived fields that refer to each other in a circle")
_TOO_LARGE = Label(
    zh=f"展开派生字段后超过 {MOST_NODES} 个节点", en=f"more than {MOST_NODES} nodes once derived fields are inlined"
)
_CONSTANT = Label(zh="函数里没有任何字段，对每个成员都一样", en="no field inside: the same for every member")
_CONSTANT_HINT = Label(zh="数人数请写 count_members(true)", en="to count heads write count_members(true)")
_NOT_HERE = Label(
    zh="成员函数只能写在户的规则里，不能套在另一个成员函数里",
    en="a member function stands in a rule on households, never inside another",
)


class _Checker:
    def __init__(self, scope: Scope, reach: Reach, inlining: _Inlining) -> None:
        self.scope = scope
        self.reach = reach
        self.inlining = inlining

    def visit(self, node: Node) -> Node:
        self.inlining.size += 1
        if self.inlining.size > MOST_NODES:
            raise UnableToReadExpression(_TOO_LARGE, node.at)
        handler = cast(Callable[[_Checker, Node], Node], _HANDLERS[type(node)])
        return handler(self, node)

    def condition(self, node: Node) -> Node:
        typed = self.visit(node)
        _refuse_type(typed, FieldType.BOOLEAN)
        return typed

    def unchanged(self, node: Node) -> Node:
        return node

    def name(self, node: Name) -> Node:
        found = field_named(node, self.reach, self.scope)
        if found.expression is not None:
            return self.inlined(found, node)
        return Fact(node.at, found.subject, found.name, found.type, found.unit)

    def inlined(self, derived: Field, node: Name) -> Node:
        key = (derived.subject, derived.name)
        if key in self.inlining.open:
            circle = " -> ".join(name for _, name in [*self.inlining.open[self.inlining.open.index(key) :], key])
            raise UnableToReadExpression(_CYCLE, node.at, found=circle)
        if key not in self.inlining.done:
            self.inlining.done[key] = self.read_derived(derived, key)
        else:
            self.inlining.size += self.inlining.done[key][1]
        tree = self.inlining.done[key][0]
        if not self.reach.members_allowed and any(isinstance(n, MEMBER_FUNCTIONS) for n in walk(tree)):
            raise UnableToReadExpression(_NOT_HERE, node.at, found=derived.name)
        return tree

    def read_derived(self, derived: Field, key: Key) -> tuple[Node, int]:
        before = self.inlining.size
        self.inlining.open.append(key)
        raw = parse(str(derived.expression), derived)
        scope = Scope(derived.subject, self.scope.catalogue, self.scope.parameters)
        tree = _Checker(scope, Reach(derived.subject), self.inlining).visit(raw)
        _refuse_type(tree, derived.type)
        if not same(unit_of(tree), derived.unit):
            wanted = str(derived.unit)
            raise UnableToReadExpression(_UNIT, tree.at, found=str(unit_of(tree)), expected=Label(zh=wanted, en=wanted))
        self.inlining.open.pop()
        return tree, self.inlining.size - before

    def parameter(self, node: Parameter) -> Node:
        known = self.scope.parameters.get(node.name)
        if known is None:
            hint = did_you_mean(node.name, self.scope.parameters)
            raise UnableToReadExpression(_NO_PARAMETER, node.at, found=f":{node.name}", hint=hint)
        return Parameter(node.at, node.name, known.type, known.unit or ("1" if known.type in NUMBERS else None))

    def junction(self, node: And | Or) -> Node:
        return replace(node, operands=tuple(self.condition(operand) for operand in node.operands))

    def negation(self, node: Not) -> Node:
        return Not(node.at, self.condition(node.operand))

    def comparison(self, node: Compare) -> Node:
        return comparisons.compared(node, self.visit(node.left), self.visit(node.right), self.scope.catalogue)

    def membership(self, node: In) -> Node:
        items = tuple(self.visit(item) for item in node.items)
        return comparisons.membership(node, self.visit(node.operand), items, self.scope.catalogue)

    def range(self, node: Between) -> Node:
        ends = self.visit(node.low), self.visit(node.high)
        return comparisons.ranged(node, self.visit(node.operand), ends, self.scope.catalogue)

    def null_test(self, node: IsNull) -> Node:
        return comparisons.null_test(node, self.visit(node.operand))

    def arithmetic(self, node: Arithmetic) -> Node:
        return comparisons.arithmetic(node, self.visit(node.left), self.visit(node.right), self.scope.catalogue)

    def minus(self, node: Negate) -> Node:
        return comparisons.negated(node, self.visit(node.operand))

    def call(self, node: Call) -> Node:
        if node.function in VERDICT_FUNCTIONS and self.scope.verdicts is not None and self.reach.verdicts_allowed:
            return verdicts_named(node, self.scope.verdicts)
        function = function_named(node)
        arguments = self.member_arguments(node) if function.members else tuple(self.visit(a) for a in node.arguments)
        return function.make(
            node.at, tuple(self.argument(a, t) for a, t in zip(arguments, function.takes, strict=True))
        )

    def member_arguments(self, node: Call) -> tuple[Node, ...]:
        if not self.reach.members_allowed:
            raise UnableToReadExpression(_NOT_HERE, node.at, found=f"{node.function}()")
        inside = _Checker(self.scope, Reach(Subject.PERSON, member=True), self.inlining)
        arguments = tuple(inside.visit(a) for a in node.arguments)
        if all(is_constant(a) for a in arguments) and node.function != "count_members":
            raise UnableToReadExpression(_CONSTANT, node.at, found=f"{node.function}()", hint=_CONSTANT_HINT)
        return arguments

    def argument(self, argument: Node, wanted: FieldType) -> Node:
        comparisons.refuse_null(argument)
        if wanted is FieldType.DATE:
            argument = fitted(
                argument, Fact(argument.at, self.scope.subject, "", FieldType.DATE, None), self.scope.catalogue
            )
        _refuse_type(argument, wanted)
        return argument


def _refuse_type(node: Node, expected: FieldType) -> None:
    found = type_of(node)
    if isinstance(node, Null):
        comparisons.refuse_null(node)
    if found is expected or (expected is FieldType.NUMBER and found in NUMBERS):
        return
    shown = TYPE_LABELS[found]
    raise UnableToReadExpression(_TYPE, node.at, found=f"{shown.zh} / {shown.en}", expected=TYPE_LABELS[expected])


_HANDLERS: Mapping[type[Node], Callable[[_Checker, Anything], Node]] = {
    Literal: _Checker.unchanged,
    Null: _Checker.unchanged,
    Name: _Checker.name,
    Parameter: _Checker.parameter,
    And: _Checker.junction,
    Or: _Checker.junction,
    Not: _Checker.negation,
    Compare: _Checker.comparison,
    In: _Checker.membership,
    Between: _Checker.range,
    IsNull: _Checker.null_test,
    Arithmetic: _Checker.arithmetic,
    Negate: _Checker.minus,
    Call: _Checker.call,
}
