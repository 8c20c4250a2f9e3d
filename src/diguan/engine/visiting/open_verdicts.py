"""The unknown verdicts of one household and the facts that can still change them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diguan.engine.backends.closures import Evaluator, compile_rule
from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import MissingFact, missing_for_rule
from diguan.engine.expressions import Bound
from diguan.engine.screening.bound import BoundIndicator, BoundPack
from diguan.engine.verdicts import Subject, Verdict


@dataclass(frozen=True, slots=True)
class OpenVerdict:
    """An indicator whose verdict on the household, or on one of its members, is unknown."""

    indicator: BoundIndicator
    member: int | None

    def code(self, facts: HouseholdFacts) -> int:
        """The verdict on other facts."""
        return _judge(self.indicator.when, self.indicator.met)(facts, self.member)[0]

    def missing(self, facts: HouseholdFacts) -> frozenset[MissingFact]:
        """Unknown facts that can still change it."""
        return missing_for_rule(self.indicator.when, self.indicator.met, facts, self.member)


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts of one household and its members: how many are unmet, and those that are unknown."""

    unmet: int
    unknown: tuple[OpenVerdict, ...]


def judged(bound: BoundPack, facts: HouseholdFacts) -> Judged:
    """The household's and its members' verdicts by every indicator about households and persons."""
    found = [(each, each.code(facts)) for each in _subjects(list(bound.indicators.values()), facts)]
    unknown = tuple(each for each, code in found if code == Verdict.UNKNOWN)
    return Judged(sum(code == Verdict.UNMET for _, code in found), unknown)


def _subjects(indicators: Sequence[BoundIndicator], facts: HouseholdFacts) -> Iterator[OpenVerdict]:
    for indicator in indicators:
        if indicator.subject is Subject.HOUSEHOLD:
            yield OpenVerdict(indicator, None)
        elif indicator.subject is Subject.PERSON:
            yield from (OpenVerdict(indicator, member) for member in range(len(facts.members)))


@lru_cache(maxsize=1024)
def _judge(when: Bound | None, met: Bound) -> Evaluator[tuple[int, int]]:
    return compile_rule(when, met)
