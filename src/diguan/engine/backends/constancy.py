"""Finds rules that match everybody or nobody: conditions that have one answer whatever the known facts are.

Comparisons of one fact with constants are tried out on every interval of its values that they can tell apart; what is more involved
(two facts compared, counts, sums) is taken as free to be true or false, so that no rule is refused wrongly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from diguan.engine.backends.closures import truth
from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.catalogue.model import Catalogue, FieldType
from diguan.engine.expressions.binder import Bound
from diguan.engine.expressions.checker import Key
from diguan.engine.expressions.tree import (
    And,
    Any,
    Between,
    Compare,
    Every,
    Fact,
    In,
    IsNull,
    Literal,
    Node,
    Not,
    Or,
    Rewritten,
    Value,
    facts_of,
    walk,
)
from diguan.engine.verdicts import Subject

MOST_TRIALS = 20_000
_SIMPLE = (Fact, Literal, Compare, In, Between, IsNull, Rewritten, And, Or, Not)
_FREE = "free "
_ANOTHER = "another code"
_LITTLE = 1e-6


def always(condition: Bound | Node, catalogue: Catalogue | None = None) -> bool | None:
    """True or False when a condition has that answer whatever the known facts are, None when it varies (or is too large to tell).

    `catalogue` adds the codes and ranges of the fields: a list of all codes is always true.
    """
    search = _Search(catalogue)
    tree = search.simplified(condition.tree if isinstance(condition, Bound) else condition)
    answers = search.answers(tree)
    return answers.pop() if len(answers) == 1 else None


@dataclass(slots=True)
class _Search:
    catalogue: Catalogue | None
    free: dict[Node, Fact] = field(default_factory=dict)
    trials: int = 0

    def simplified(self, node: Node) -> Node:
        """The condition over single facts; whatever else it rests on becomes a fact of its own."""
        if isinstance(node, And | Or):
            return replace(node, operands=tuple(self.simplified(operand) for operand in node.operands))
        if isinstance(node, Not):
            return Not(node.at, self.simplified(node.operand))
        if isinstance(node, Every | Any):
            fixed = always(node.predicate, self.catalogue)
            return self.freed(node) if fixed is None else Literal(node.at, fixed, FieldType.BOOLEAN)
        if isinstance(node, Literal) or (len(facts_of(node)) == 1 and all(isinstance(n, _SIMPLE) for n in walk(node))):
            return node
        return self.freed(node)

    def freed(self, node: Node) -> Fact:
        if node not in self.free:
            name = f"{_FREE}{len(self.free)}"
            self.free[node] = Fact(node.at, Subject.HOUSEHOLD, name, FieldType.BOOLEAN, None)
        return self.free[node]

    def answers(self, tree: Node) -> set[bool]:
        """Both answers as soon as both were seen, and both as well when there is no end to trying."""
        ask = truth(tree)
        choices = [(key, self.values(key, tree)) for key in sorted(facts_of(tree))]
        found: set[bool] = set()
        waiting: list[dict[Key, Value]] = [{}]
        while waiting and len(found) < 2:  # noqa: PLR2004 - true and false
            known = waiting.pop()
            self.trials += 1
            answer = ask(_as_facts(known), 0)
            if answer != 0:
                found.add(answer > 0)
            elif self.trials > MOST_TRIALS:
                return {True, False}
            elif len(known) < len(choices):
                key, values = choices[len(known)]
                waiting.extend({**known, key: value} for value in values)
        return found

    def values(self, key: Key, tree: Node) -> list[Value]:
        """One value of every kind that the condition can tell apart."""
        fact = next(n for n in walk(tree) if isinstance(n, Fact) and (n.subject, n.field) == key)
        if fact.type is FieldType.BOOLEAN:
            return [True, False]
        beside = (n for leaf in walk(tree) if fact in leaf.children for n in leaf.children)
        constants = {n.value for n in beside if isinstance(n, Literal)}
        known = self.catalogue.fields(fact.subject).get(fact.field) if self.catalogue else None
        if fact.type in (FieldType.CODE, FieldType.TEXT):
            return list(known.codes) if known and known.codes else [_ANOTHER, *constants]
        tried = {near for constant in constants for near in _around(constant)} or {0}
        limits = known.range if known else None
        return [v for v in tried if limits is None or limits[0] <= v <= limits[1]] or list(tried)  # type: ignore[operator]


def _around(constant: Value) -> Iterator[Value]:
    """Just below, at and just above a constant."""
    if isinstance(constant, date):
        yield from (constant - timedelta(days=1), constant, constant + timedelta(days=1))
    elif isinstance(constant, int | float):
        yield from (constant - 1, constant - _LITTLE, constant, constant + _LITTLE, constant + 1)


def _as_facts(known: Mapping[Key, Value]) -> HouseholdFacts:
    records = {s: Record({name: v for (subject, name), v in known.items() if subject is s}) for s in Subject}
    return HouseholdFacts(
        household=records[Subject.HOUSEHOLD],
        members=[records[Subject.PERSON]],
        village=records[Subject.VILLAGE],
        facility=records[Subject.FACILITY],
    )
