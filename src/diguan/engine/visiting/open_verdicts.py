"""The verdicts of one household that a fact can still change, and those facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diguan.engine.backends.closures import Evaluator, compile_rule, truth
from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import MissingFact, missing, missing_for_rule
from diguan.engine.expressions import Bound
from diguan.engine.expressions.same import Same
from diguan.engine.screening.bound import BoundIndicator, BoundPack
from diguan.engine.verdicts import Subject, Verdict


@dataclass(frozen=True, slots=True)
class OpenVerdict:
    """An indicator whose verdict on the household, or on one of its members, is unknown, or met without knowing whether it applies."""

    indicator: BoundIndicator
    member: int | None

    def code(self, facts: HouseholdFacts) -> int:
        """The verdict on other facts."""
        return _judge(self.indicator.when, self.indicator.met)(facts, self.member)[0]

    def missing(self, facts: HouseholdFacts) -> frozenset[MissingFact]:
        """Unknown facts that can still change it."""
        found = missing_for_rule(self.indicator.when, self.indicator.met, facts, self.member)
        return found or self.whether(facts)

    def whether(self, facts: HouseholdFacts) -> frozenset[MissingFact]:
        """Unknown facts that say whether a rule concerns somebody by whom it is met; empty where that is known, or is not met."""
        when = self.indicator.when
        if when is None or self.code(facts) != Verdict.MET or _truth(when)(facts, self.member) != 0:
            return frozenset()
        return missing(when, facts, self.member)


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts of one household and its members: how many are unmet, those that are unknown, and those met that may not apply."""

    unmet: int
    unknown: tuple[OpenVerdict, ...]
    perhaps: tuple[OpenVerdict, ...]

    @property
    def opened(self) -> tuple[OpenVerdict, ...]:
        """Everything that a fact can still change."""
        return (*self.unknown, *self.perhaps)


def judged(bound: BoundPack, facts: HouseholdFacts) -> Judged:
    """The household's and its members' verdicts by every indicator about households and persons."""
    found = [(each, each.code(facts)) for each in _subjects(list(bound.indicators.values()), facts)]
    unknown = tuple(each for each, code in found if code == Verdict.UNKNOWN)
    perhaps = tuple(each for each, code in found if code == Verdict.MET and each.whether(facts))
    return Judged(sum(code == Verdict.UNMET for _, code in found), unknown, perhaps)


def _subjects(indicators: Sequence[BoundIndicator], facts: HouseholdFacts) -> Iterator[OpenVerdict]:
    for indicator in indicators:
        if indicator.subject is Subject.HOUSEHOLD:
            yield OpenVerdict(indicator, None)
        elif indicator.subject is Subject.PERSON:
            yield from (OpenVerdict(indicator, member) for member in range(len(facts.members)))


def _judge(when: Bound | None, met: Bound) -> Evaluator[tuple[int, int]]:
    return _judges(Same(when), Same(met))


@lru_cache(maxsize=1024)
def _judges(when: Same[Bound | None], met: Same[Bound]) -> Evaluator[tuple[int, int]]:
    return compile_rule(when.one, met.one)


def _truth(condition: Bound) -> Evaluator[int]:
    return _truths(Same(condition))


@lru_cache(maxsize=1024)
def _truths(condition: Same[Bound]) -> Evaluator[int]:
    return truth(condition.one)
