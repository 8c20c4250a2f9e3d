"""The true minimum of first questions, by trying every set of facts and every answer that makes a difference.

Only for parts of a household that share no fact with each other and are small: MOST_FACTS facts, MOST_TRIALS trials.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import MissingFact
from diguan.engine.verdicts import Verdict
from diguan.engine.visiting.hopes import Hope, supposing
from diguan.engine.visiting.model import Effort
from diguan.engine.visiting.open_verdicts import OpenVerdict
from diguan.engine.visiting.ways import Way, Ways, fewest

MOST_FACTS = 6
MOST_TRIALS = 4_000
SATISFIED = (Verdict.MET, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Part:
    """Unknown verdicts that hang together, and the facts that can be asked for about them."""

    opened: tuple[OpenVerdict, ...]
    facts: tuple[MissingFact, ...]


def parts_of(opened: Iterable[tuple[OpenVerdict, Way]], askable: frozenset[MissingFact]) -> list[Part]:
    """Verdicts, each with the facts that can change it, put together that share one that may be asked for, in order."""
    found: list[tuple[list[OpenVerdict], set[MissingFact]]] = []
    for each, lacking in opened:
        own = set(lacking & askable)
        sharing = [part for part in found if part[1] & own]
        for part in sharing:
            found.remove(part)
        found.append(([o for p in sharing for o in p[0]] + [each], own.union(*(p[1] for p in sharing))))
    return [Part(tuple(verdicts), tuple(sorted(names, key=order))) for verdicts, names in found]


def order(fact: MissingFact) -> tuple[int, str]:
    """The household first, then member by member."""
    return (-1 if fact.member is None else fact.member, fact.field)


def effort(part: Part, ways: Ways, hopes: Mapping[MissingFact, Sequence[Hope]]) -> Effort:
    """Greedy and exact number of first questions of one part; `beyond` counts a part that is too large for the exact search."""
    chosen = fewest(ways, part.opened)
    exact = minimum(part, ways, hopes)
    if exact is None:
        return Effort(beyond=1)
    return Effort(parts=1, greedy=len(chosen), exact=exact)


def minimum(part: Part, ways: Ways, hopes: Mapping[MissingFact, Sequence[Hope]]) -> int | None:
    """How many facts suffice, if the answers are such that all is well; None when that takes too long to find out."""
    hoped = [(each, ways.to_satisfy(each) is not None) for each in part.opened]
    if len(part.facts) > MOST_FACTS:
        return None
    trials = 0
    for size in range(len(part.facts) + 1):
        for some in combinations(part.facts, size):
            for values in product(*(hopes[fact] for fact in some)):
                trials += 1
                if trials > MOST_TRIALS:
                    return None
                given = {fact: hope.value for fact, hope in zip(some, values, strict=True)}
                if _decided(hoped, supposing(ways.facts, given)):
                    return size
    return None


def _decided(hoped: Sequence[tuple[OpenVerdict, bool]], facts: HouseholdFacts) -> bool:
    """Every verdict known, and met or not applicable where that can be hoped for."""
    for each, satisfied in hoped:
        code = each.code(facts)
        if code == Verdict.UNKNOWN or (satisfied and code not in SATISFIED):
            return False
    return True
