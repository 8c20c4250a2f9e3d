"""Which parts of a condition make it what it is for one household, and which unknown facts can still change it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from diguan.engine.backends.closures import truth_of
from diguan.engine.backends.facts import PLACES, HouseholdFacts, View, view_of, views_of_members
from diguan.engine.backends.values import Truth
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.binder import Bound
from diguan.engine.expressions.same import Same
from diguan.engine.expressions.tree import And, Any, Count, Every, Fact, IsNull, Node, Not, Or, Sum, type_of
from diguan.engine.verdicts import Subject


@dataclass(frozen=True, slots=True)
class Reason:
    """A leaf of a bound tree that matters: Compare, In, Between, IsNull, Fact, Rewritten, Verdicts. `member`: whom it is about."""

    leaf: Node
    member: int | None
    truth: int


class MissingFact(NamedTuple):
    """An unknown fact. `member`: index of the person it is about, None for household, village and facility."""

    subject: Subject
    member: int | None
    field: str


Explain = Callable[[View, int | None], Iterator[Reason]]


def reasons(condition: Bound | Node, facts: HouseholdFacts, member: int | None = None) -> tuple[Reason, ...]:
    """The leaves that make a condition what it is, left to right, without repetition.

    Of a true AND all parts, of a false one the false parts, of an unknown one the unknown parts; of an OR the other way round;
    of every_member and any_member the members to whom the same applies.
    """
    explain = _explainer(condition.tree if isinstance(condition, Bound) else condition)
    found = tuple(explain(view_of(facts, member), member))
    return found if len(found) == 1 else tuple(dict.fromkeys(found))  # a tree is hashed leaf by leaf


def missing(condition: Bound | Node, facts: HouseholdFacts, member: int | None = None) -> frozenset[MissingFact]:
    """Unknown facts that can still change the truth of a condition; empty when it is known."""
    found = reasons(condition, facts, member)
    return frozenset(fact for r in found if r.truth == 0 for fact in _unknown(r.leaf, facts, r.member))


def missing_for_rule(
    when: Bound | None, met: Bound, facts: HouseholdFacts, member: int | None = None
) -> frozenset[MissingFact]:
    """Unknown facts that can still change the verdict of a rule; empty when it is known."""
    view = view_of(facts, member)
    applies = 3 if when is None else _truth(when.tree)(view)
    holds = _truth(met.tree)(view)
    if applies < 0 or holds > 0:
        return frozenset()
    asked = [c for c, known in ((when, applies), (met, holds)) if c is not None and known == 0]
    return frozenset().union(*(missing(c, facts, member) for c in asked))


def _truth(node: Node) -> Truth:
    return _truths(Same(node))


@lru_cache(maxsize=4096)
def _truths(node: Same[Node]) -> Truth:
    return truth_of(node.one)


def _explainer(node: Node) -> Explain:
    return _explainers(Same(node))


@lru_cache(maxsize=4096)
def _explainers(same: Same[Node]) -> Explain:
    node = same.one
    if isinstance(node, And | Or):
        return _junction(node)
    if isinstance(node, Not):
        return _explainer(node.operand)
    if isinstance(node, Every | Any):
        return _members(node)
    if isinstance(node, IsNull) and type_of(node.operand) is FieldType.BOOLEAN and not isinstance(node.operand, Fact):
        return _explainer(node.operand)
    evaluate = _truth(node)
    person = any(subject is Subject.PERSON for subject in _subjects(node))
    return lambda view, member: iter([Reason(node, member if person else None, evaluate(view))])


def _subjects(node: Node) -> Iterator[Subject]:
    """Whose facts a leaf reads itself, not through its members."""
    if isinstance(node, Fact):
        yield node.subject
    elif not isinstance(node, Count | Sum):
        for child in node.children:
            yield from _subjects(child)


def _junction(node: And | Or) -> Explain:
    evaluate = _truth(node)
    parts = [(_truth(operand), _explainer(operand)) for operand in node.operands]

    def explain(view: View, member: int | None) -> Iterator[Reason]:
        whole = _sign(evaluate(view))
        for truth, reason in parts:
            if _sign(truth(view)) == whole:
                yield from reason(view, member)

    return explain


def _members(node: Every | Any) -> Explain:
    evaluate, predicate, reason = _truth(node), _truth(node.predicate), _explainer(node.predicate)

    def explain(view: View, _: int | None) -> Iterator[Reason]:
        whole = _sign(evaluate(view))
        for index, seen in enumerate(views_of_members(view)):
            if _sign(predicate(seen)) == whole:
                yield from reason(seen, index)

    return explain


def _sign(truth: int) -> int:
    return (truth > 0) - (truth < 0)


def _unknown(leaf: Node, facts: HouseholdFacts, member: int | None) -> Iterator[MissingFact]:
    """Unknown facts below a leaf; of the members that are counted those whose answer is open."""
    own, counts, sums = _read(Same(leaf))
    view = view_of(facts, member)
    for fact in own:
        if view[PLACES[fact.subject]].values.get(fact.field) is None:
            yield MissingFact(fact.subject, member if fact.subject is Subject.PERSON else None, fact.field)
    for index in range(len(facts.members)):
        for each in counts:
            yield from missing(each.predicate, facts, index)
        for term in sums:
            yield from _unknown(term.term, facts, index)


@lru_cache(maxsize=4096)
def _read(leaf: Same[Node]) -> tuple[tuple[Fact, ...], tuple[Count, ...], tuple[Sum, ...]]:
    """What a leaf reads: facts of its own, and the conditions and terms that it counts members by."""
    inner = list(_inside(leaf.one))
    return (
        tuple(dict.fromkeys(node for node in inner if isinstance(node, Fact))),
        tuple(node for node in inner if isinstance(node, Count)),
        tuple(node for node in inner if isinstance(node, Sum)),
    )


def _inside(node: Node) -> Iterator[Node]:
    yield node
    if not isinstance(node, Count | Sum):
        for child in node.children:
            yield from _inside(child)
