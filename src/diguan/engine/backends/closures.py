"""Rules as closures over the facts of one household: the online verdict, and the oracle of the set-based back end.

A truth is an int from -3 to 3: its sign says true or false, 0 unknown, its size the evidence grade. NOT is minus, AND min, OR max.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as Anything
from typing import Protocol, TypeVar

from diguan.engine.backends import intervals
from diguan.engine.backends.facts import PLACES, HouseholdFacts, Record, View, view_of, views_of_members
from diguan.engine.backends.intervals import Interval
from diguan.engine.backends.plain import holds_count, literal_items, plain
from diguan.engine.backends.rules import RuleSpec
from diguan.engine.backends.spans import span_of
from diguan.engine.backends.values import BEST, Truth, value_of, weakest_of
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.binder import Bound
from diguan.engine.expressions.folding import COMPARE
from diguan.engine.expressions.tree import (
    And,
    Any,
    Compare,
    Every,
    Fact,
    In,
    IsNull,
    Literal,
    Node,
    Not,
    Or,
    Value,
    Verdicts,
    type_of,
)
from diguan.engine.verdicts import Subject

Answer_co = TypeVar("Answer_co", covariant=True)


class Evaluator(Protocol[Answer_co]):
    """A closure over a household; `member` is the index of the person it is about, None for other subjects."""

    def __call__(self, facts: HouseholdFacts, member: int | None = None) -> Answer_co:
        """The answer for these facts."""


_UNMET, _UNKNOWN, _MET, _NOT_APPLICABLE = range(4)


def compile_rule(when: Bound | None, met: Bound) -> Evaluator[tuple[int, int]]:
    """Closure (facts, member) -> (code, grade) of a rule. `member`: index of the person judged, None for other subjects."""
    judge = _judge(when, met)

    def ask(facts: HouseholdFacts, member: int | None = None) -> tuple[int, int]:
        return judge(view_of(facts, member))

    return ask


@dataclass(frozen=True, slots=True)
class HouseholdVerdicts:
    """(code, grade) by rule id: the household's with the roll-ups of rules on persons, and each member's own."""

    household: dict[str, tuple[int, int]]
    members: list[dict[str, tuple[int, int]]]


def compile_household(rules: Sequence[RuleSpec]) -> Callable[[HouseholdFacts], HouseholdVerdicts]:
    """Closure that judges a whole household at once by the rules on households and persons; others are left out."""
    own = [(rule.id, _judge(rule.when, rule.met)) for rule in rules if rule.met.subject is Subject.HOUSEHOLD]
    personal = [(rule.id, _judge(rule.when, rule.met)) for rule in rules if rule.met.subject is Subject.PERSON]

    def judge(facts: HouseholdFacts) -> HouseholdVerdicts:
        view = view_of(facts, None)
        verdicts = {name: ask(view) for name, ask in own}
        members = [{name: ask(seen) for name, ask in personal} for seen in views_of_members(view)]
        for name, _ in personal:
            verdicts[name] = roll_up([member[name] for member in members], roster_complete=facts.roster_complete)
        return HouseholdVerdicts(verdicts, members)

    return judge


def _judge(when: Bound | None, met: Bound) -> Callable[[View], tuple[int, int]]:
    holds, applies = truth_of(met.tree), None if when is None else truth_of(when.tree)

    def judge(view: View) -> tuple[int, int]:
        w = BEST if applies is None else applies(view)
        if w < 0:
            return _NOT_APPLICABLE, -w
        m = holds(view)
        if m > 0:
            return _MET, m
        return (_UNMET, min(w, -m)) if w > 0 > m else (_UNKNOWN, 0)

    return judge


def truth(condition: Bound | Node) -> Evaluator[int]:
    """Closure (facts, member) -> -3..3 of a bound condition, or of any condition inside one."""
    evaluate = truth_of(condition.tree if isinstance(condition, Bound) else condition)

    def ask(facts: HouseholdFacts, member: int | None = None) -> int:
        return evaluate(view_of(facts, member))

    return ask


def value(node: Node) -> Evaluator[Value | Interval | None]:
    """Closure (facts, member) of a value inside a bound tree: None when unknown, an Interval when members are counted in it."""
    span = span_of(node, truth_of) if holds_count(node) else None
    read = value_of(node) if span is None else None

    def ask(facts: HouseholdFacts, member: int | None = None) -> Value | Interval | None:
        view = view_of(facts, member)
        return read(view) if read is not None else Interval(*span(view)[0]) if span is not None else None

    return ask


def roll_up(verdicts: Sequence[tuple[int, int]], *, roster_complete: bool) -> tuple[int, int]:
    """Household's (code, grade) from its members' for a rule on persons: the minimum; unknown at best on an incomplete roster."""
    code = min((c for c, _ in verdicts), default=_UNKNOWN)
    if code == _UNMET:
        return code, max(grade for c, grade in verdicts if c == _UNMET)
    if code == _UNKNOWN or not roster_complete:
        return _UNKNOWN, 0
    return code, min(grade for _, grade in verdicts)


def truth_of(node: Node) -> Truth:
    """Closure of a condition over a view."""
    node = plain(node)
    return _TRUTHS[type(node)](node)


def _literal(node: Literal) -> Truth:
    constant = BEST if node.value else -BEST
    return lambda _: constant


def _not(node: Not) -> Truth:
    operand = truth_of(node.operand)
    return lambda view: -operand(view)


def _and(node: And) -> Truth:
    operands = tuple(truth_of(operand) for operand in node.operands)
    if len(operands) == 2:  # noqa: PLR2004 - the commonest number
        return _both(*operands)

    def evaluate(view: View) -> int:
        least = BEST
        for operand in operands:
            found = operand(view)
            if found < least:  # noqa: PLR1730 - twice as fast as min()
                least = found
        return least

    return evaluate


def _both(first: Truth, second: Truth) -> Truth:
    def evaluate(view: View) -> int:
        a, b = first(view), second(view)
        return a if a < b else b  # noqa: FURB136 - twice as fast as min()

    return evaluate


def _or(node: Or) -> Truth:
    operands = tuple(truth_of(operand) for operand in node.operands)
    if len(operands) == 2:  # noqa: PLR2004 - the commonest number
        return _either(*operands)

    def evaluate(view: View) -> int:
        most = -BEST
        for operand in operands:
            found = operand(view)
            if found > most:  # noqa: PLR1730 - twice as fast as max()
                most = found
        return most

    return evaluate


def _either(first: Truth, second: Truth) -> Truth:
    def evaluate(view: View) -> int:
        a, b = first(view), second(view)
        return a if a > b else b  # noqa: FURB136 - twice as fast as max()

    return evaluate


def _fact(node: Fact) -> Truth:
    place, name = PLACES[node.subject], node.field

    def evaluate(view: View) -> int:
        record: Record = view[place]
        known = record.values.get(name)
        if known is None:
            return 0
        grade = record.grades.get(name, record.default_grade)
        return grade if known else -grade

    return evaluate


def _fact_among(node: Fact, items: frozenset[object], *, wanted: bool) -> Truth:
    place, name = PLACES[node.subject], node.field

    def evaluate(view: View) -> int:
        record: Record = view[place]
        known = record.values.get(name)
        if known is None:
            return 0
        grade = record.grades.get(name, record.default_grade)
        return grade if (known in items) is wanted else -grade

    return evaluate


def _fact_compared(node: Fact, compare: Callable[[Anything, Anything], bool], constant: Value) -> Truth:
    """The commonest leaf, hence spelled out like the two above: calling one more function would double its time."""
    place, name = PLACES[node.subject], node.field

    def evaluate(view: View) -> int:
        record: Record = view[place]
        known = record.values.get(name)
        if known is None:
            return 0
        grade = record.grades.get(name, record.default_grade)
        return grade if compare(known, constant) else -grade

    return evaluate


def _compare(node: Compare) -> Truth:
    compare = COMPARE[node.operator]
    if isinstance(node.left, Fact) and isinstance(node.right, Literal):
        return _fact_compared(node.left, compare, node.right.value)
    if holds_count(node):
        return _compare_spans(node)
    left, right, weakest = value_of(node.left), value_of(node.right), weakest_of(node)

    def evaluate(view: View) -> int:
        a, b = left(view), right(view)
        if a is None or b is None:
            return 0
        grade = weakest(view)
        return grade if compare(a, b) else -grade

    return evaluate


def _compare_spans(node: Compare) -> Truth:
    """The best grade at which the intervals already decide: facts below it are taken as unknown."""
    left, right, operator = span_of(node.left, truth_of), span_of(node.right, truth_of), node.operator

    def evaluate(view: View) -> int:
        a, b = left(view), right(view)
        found = intervals.compared(operator, a[0], b[0])
        if found is None:
            return 0
        for place in (2, 1):
            if intervals.compared(operator, a[place], b[place]) is not None:
                return place + 1 if found else -place - 1
        return 1 if found else -1

    return evaluate


def _in(node: In) -> Truth:
    items, wanted = frozenset(literal_items(node)), not node.negated
    if isinstance(node.operand, Fact):
        return _fact_among(node.operand, items, wanted=wanted)
    read, weakest = value_of(node.operand), weakest_of(node)

    def evaluate(view: View) -> int:
        known = read(view)
        if known is None:
            return 0
        return weakest(view) if (known in items) is wanted else -weakest(view)

    return evaluate


def _is_null(node: IsNull) -> Truth:
    sign = 1 if node.negated else -1
    if type_of(node.operand) is FieldType.BOOLEAN:
        condition = truth_of(node.operand)
        return lambda view: sign * abs(condition(view))
    read, weakest = value_of(node.operand), weakest_of(node)
    return lambda view: 0 if read(view) is None else sign * weakest(view)


def _every(node: Every) -> Truth:
    predicate = truth_of(node.predicate)

    def evaluate(view: View) -> int:
        least = min([predicate(seen) for seen in views_of_members(view)], default=0)
        return least if view[4].roster_complete else min(least, 0)

    return evaluate


def _any(node: Any) -> Truth:
    predicate = truth_of(node.predicate)

    def evaluate(view: View) -> int:
        most = max([predicate(seen) for seen in views_of_members(view)], default=0)
        return most if view[4].roster_complete else max(most, 0)

    return evaluate


def _verdicts(node: Verdicts) -> Truth:
    names, function = node.indicators, node.function

    def evaluate(view: View) -> int:
        codes = [view[4].verdicts.get(name, _UNKNOWN) for name in names]
        if function == "any_unknown":
            return BEST if _UNKNOWN in codes else -BEST
        unmet = -BEST if _UNMET in codes else 0 if _UNKNOWN in codes else BEST
        return unmet if function == "all_met" else -unmet

    return evaluate


_TRUTHS: Mapping[type[Node], Callable[[Anything], Truth]] = {
    Literal: _literal,
    Not: _not,
    And: _and,
    Or: _or,
    Fact: _fact,
    Compare: _compare,
    In: _in,
    IsNull: _is_null,
    Every: _every,
    Any: _any,
    Verdicts: _verdicts,
}
