"""Drawing a sample: from the same seed and population the same one, on any machine and in any later year.

Every closing gets a number from 0 to 1 that follows from the seed and its own name alone (SHA-256); the smallest are drawn. By risk the
number is turned into -ln(number) / weight, so that a closing of twice the weight is drawn before another with twice the chance; the
logarithm is computed in decimals, rounded the same everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from hashlib import sha256

from diguan.domain.lookback.choices import Method

DIGITS = Context(prec=30)
BITS = 256


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A closing that may be drawn: number of the item, of the event that closed it, who confirmed it, its weight."""

    number: str
    closing: int
    confirmer: int
    weight: int = 1

    def line(self) -> str:
        """As it stands in the record of a population."""
        return f"{self.number} {self.closing} {self.confirmer} {self.weight}"

    @classmethod
    def of(cls, line: str) -> "Unit":
        """From what `line` gave."""
        number, *rest = line.split(" ")
        return cls(number, *(int(part) for part in rest))


def frame_of(units: Iterable[Unit]) -> str:
    """A population as a text, in the order of numbers: what is hashed and kept."""
    return "".join(f"{unit.line()}\n" for unit in sorted(units))


def units_of(frame: str) -> list[Unit]:
    """The population of a kept text."""
    return [Unit.of(line) for line in frame.splitlines()]


def hash_of(frame: str) -> str:
    """SHA-256 of a population."""
    return sha256(frame.encode()).hexdigest()


def draw(units: Iterable[Unit], method: Method, seed: str, size: int) -> list[Unit]:
    """So many closings, in the order in which they were drawn; all where there are no more. By confirmer each has at least one."""
    everyone = sorted(units)
    if method is Method.RISK:
        return _by_weight(everyone, seed, size)
    if method is Method.RANDOM:
        return _smallest(everyone, seed, size)
    strata: dict[int, list[Unit]] = defaultdict(list)
    for unit in everyone:
        strata[unit.confirmer].append(unit)
    sizes = allocate({who: len(own) for who, own in strata.items()}, size)
    drawn = [unit for who, own in strata.items() for unit in _smallest(own, seed, sizes[who])]
    return _smallest(drawn, seed, len(drawn))


def allocate(strata: Mapping[int, int], size: int) -> dict[int, int]:
    """How many of each stratum: one at least, the rest in proportion, the largest remainders first; never more than there are.

    `size` below the number of strata is raised to it.
    """
    total = sum(strata.values())
    left = min(max(size, len(strata)), total) - len(strata)
    open_ = {who: count - 1 for who, count in sorted(strata.items())}
    room = sum(open_.values())
    shares = {who: divmod(left * more, room) if room else (0, 0) for who, more in open_.items()}
    given = {who: 1 + whole for who, (whole, _) in shares.items()}
    missing = left - sum(whole for whole, _ in shares.values())
    by_remainder = sorted(shares, key=lambda who: (-shares[who][1], who))
    for who in by_remainder[:missing]:
        given[who] += 1
    return given


def _smallest(units: Sequence[Unit], seed: str, size: int) -> list[Unit]:
    return sorted(units, key=lambda unit: (_digest(unit, seed), unit))[:size]


def _by_weight(units: Sequence[Unit], seed: str, size: int) -> list[Unit]:
    return sorted(units, key=lambda unit: (_waiting(unit, seed), unit))[:size]


def _digest(unit: Unit, seed: str) -> bytes:
    return sha256(f"{seed}\x1f{unit.number}\x1f{unit.closing}".encode()).digest()


def _waiting(unit: Unit, seed: str) -> Decimal:
    """-ln(u) / weight, with u from 0 to 1 by the hash of seed and closing."""
    share = DIGITS.divide(Decimal(int.from_bytes(_digest(unit, seed)) + 1), Decimal(1 << BITS))
    return DIGITS.divide(-share.ln(DIGITS), Decimal(unit.weight))
