"""The fewest missing facts that make a condition true, or false: every part of an AND, the cheapest of an OR.

Greedy: parts are looked at one by one, so a fact that two parts of an OR share is not seen. `exact` measures what that costs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diguan.engine.backends.closures import Evaluator, truth
from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import MissingFact, missing
from diguan.engine.catalogue import FieldType
from diguan.engine.expressions import Node
from diguan.engine.expressions.tree import And, Any, Every, Fact, IsNull, Not, Or, type_of
from diguan.engine.visiting.open_verdicts import OpenVerdict

Way = frozenset[MissingFact]
NOTHING: Way = frozenset()


@dataclass(frozen=True, slots=True)
class Truths:
    """Closures of the parts of bound rules, made once each; parts are told apart by being one and the same object."""

    made: dict[int, tuple[Node, Evaluator[int]]] = field(default_factory=dict)

    def of(self, node: Node) -> Evaluator[int]:
        """The closure of a condition."""
        if id(node) not in self.made:
            self.made[id(node)] = (node, truth(node))
        return self.made[id(node)][1]


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways within one household. `askable`: the missing facts that may be asked for.

    `known`, `leaves`, `decided`: what was found out of parts of the rules on the way, and of whole verdicts while nothing is asked yet; a
    choice asks for the same again and again.
    """

    facts: HouseholdFacts
    askable: frozenset[MissingFact]
    truths: Truths
    known: dict[tuple[int, int | None], int] = field(default_factory=dict)
    leaves: dict[tuple[int, int | None], Way] = field(default_factory=dict)
    decided: dict[tuple[int, int | None], Way | None] = field(default_factory=dict)

    def to_satisfy(self, open_: OpenVerdict, paid: Way = NOTHING) -> Way | None:
        """Facts that can make a verdict met, or not applicable; None when asking cannot.

        Of equal ways the one by `when` goes first: whether a rule concerns somebody at all is asked before what it demands.
        """
        when, met = open_.indicator.when, open_.indicator.met
        hoped = [] if when is None else [self._to(when.tree, open_.member, paid, wanted=False)]
        hoped.append(self._to(met.tree, open_.member, paid, wanted=True))
        return cheapest(hoped, paid)

    def to_refute(self, open_: OpenVerdict, paid: Way = NOTHING) -> Way | None:
        """Facts that can make a verdict unmet; None when asking cannot."""
        when, met = open_.indicator.when, open_.indicator.met
        parts = [self._to(met.tree, open_.member, paid, wanted=False)]
        if when is not None:
            parts.append(self._to(when.tree, open_.member, paid, wanted=True))
        return joined(parts)

    def to_decide(self, open_: OpenVerdict, paid: Way = NOTHING) -> Way | None:
        """The way to satisfy a verdict, else the one to refute it."""
        if paid:
            return self._decided(open_, paid)
        key = (id(open_.indicator), open_.member)
        if key not in self.decided:
            self.decided[key] = self._decided(open_, NOTHING)
        return self.decided[key]

    def _decided(self, open_: OpenVerdict, paid: Way) -> Way | None:
        way = self.to_satisfy(open_, paid)
        return self.to_refute(open_, paid) if way is None else way

    def _to(self, node: Node, member: int | None, paid: Way, *, wanted: bool) -> Way | None:
        if known := self._truth(node, member):
            return NOTHING if (known > 0) is wanted else None
        if isinstance(node, And | Or):
            parts = [self._to(operand, member, paid, wanted=wanted) for operand in node.operands]
            return joined(parts) if isinstance(node, And) is wanted else cheapest(parts, paid)
        if isinstance(node, Not):
            return self._to(node.operand, member, paid, wanted=not wanted)
        if isinstance(node, Every | Any):
            return self._members(node, paid, wanted=wanted)
        return self._leaf(node, member, wanted=wanted)

    def _truth(self, node: Node, member: int | None) -> int:
        key = (id(node), member)
        if key not in self.known:
            self.known[key] = self.truths.of(node)(self.facts, member)
        return self.known[key]

    def _members(self, node: Every | Any, paid: Way, *, wanted: bool) -> Way | None:
        parts = [self._to(node.predicate, index, paid, wanted=wanted) for index in range(len(self.facts.members))]
        if isinstance(node, Every) is not wanted:
            return cheapest(parts, paid)
        return joined(parts) if parts and self.facts.roster_complete else None

    def _leaf(self, node: Node, member: int | None, *, wanted: bool) -> Way | None:
        if isinstance(node, IsNull):
            if wanted is not node.negated:
                return None
            if type_of(node.operand) is FieldType.BOOLEAN and not isinstance(node.operand, Fact):
                return cheapest((self._to(node.operand, member, NOTHING, wanted=w) for w in (True, False)), NOTHING)
        key = (id(node), member)
        if key not in self.leaves:
            self.leaves[key] = missing(node, self.facts, member)
        needed = self.leaves[key]
        return needed if needed and needed <= self.askable else None


def cheapest(ways: Iterable[Way | None], paid: Way) -> Way | None:
    """The way with the fewest facts that are not asked for anyway; the first of several."""
    possible = [way for way in ways if way is not None]
    return min(possible, key=lambda way: len(way - paid)) if possible else None


def joined(ways: Sequence[Way | None]) -> Way | None:
    """All of the ways together; None when one of them is not possible."""
    found = [way for way in ways if way is not None]
    return frozenset[MissingFact]().union(*found) if len(found) == len(ways) else None


def fewest(ways: Ways, opened: Iterable[OpenVerdict]) -> Way:
    """Facts that can decide all of some verdicts, chosen greedily: the cheapest verdict first, what is asked already is free.

    A fact that has become needless by those chosen after it is left out again.
    """
    priced = []
    for place, each in enumerate(opened):
        way = ways.to_decide(each)
        if way is not None:
            priced.append((len(way), place, each))
    chosen: Way = NOTHING
    for _, _, each in sorted(priced, key=lambda p: p[:2]):
        chosen |= ways.to_decide(each, chosen) or NOTHING
    for fact in sorted(chosen, key=lambda f: (f.member is not None, f.member or 0, f.field)):
        fewer = chosen - {fact}
        if all((ways.to_decide(each, fewer) or NOTHING) <= fewer for _, _, each in priced):
            chosen = fewer
    return chosen
