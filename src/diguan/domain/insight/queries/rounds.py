"""What figures rest on: when they were counted, and which rounds judged the households."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max

from diguan.domain.insight.models import Reckoning
from diguan.domain.ledger.models import Event
from diguan.domain.regions.queries import subtree
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import rounds_touching
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Resting:
    """The newest rounds that judged households of a place, newest first, each by one standard."""

    rounds: tuple[Round, ...]

    @property
    def standards(self) -> dict[str, Label]:
        """Standards with what they are called, the one of the newest round first."""
        newest: dict[str, Label] = {}
        for round_ in self.rounds:
            newest.setdefault(round_.standard, Label(round_.label["zh"], round_.label["en"]))
        return newest

    def of(self, standard: str) -> tuple[Round, ...]:
        """Those of a standard."""
        return tuple(round_ for round_ in self.rounds if round_.standard == standard)

    def indicators(self, standard: str) -> dict[str, Label]:
        """Indicators of a standard in the order of its rounds."""
        said = (each for round_ in self.of(standard) for each in round_.indicators)
        return {each["id"]: Label(each["zh"], each["en"]) for each in said}

    def as_of(self, standard: str) -> tuple[date, date] | None:
        """The earliest and the latest day that rounds of a standard judged."""
        days = sorted(round_.as_of for round_ in self.of(standard))
        return (days[0], days[-1]) if days else None


def resting_on(region_code: str, reckoning: Reckoning | None) -> Resting:
    """Rounds on which figures of a place rest: those that their count knew, a later one judged nobody whom it counted."""
    if reckoning is None:
        return Resting(())
    return rounds_below(region_code, reckoning.round, reckoning.pk, reckoning.at)


@lru_cache(maxsize=1024)
def rounds_below(region_code: str, newest: int, _count: int, _at: datetime) -> Resting:
    """Rounds never change, so that one count always rests on the same ones."""
    return Resting(tuple(rounds_touching((subtree(region_code),), newest)))


def last_reckoning() -> Reckoning | None:
    """The newest count; None before the first."""
    return Reckoning.objects.order_by("-id").first()


def is_stale(last: Reckoning | None, on: date) -> bool:
    """Whether a count would find anything that the last one cannot have known: another day, a step of an item, a round."""
    if last is None:
        return True
    newest = (_newest(Event), _newest(Round))
    return last.on != on or newest != (last.event, last.round)


def _newest(model: type[Event] | type[Round]) -> int:
    return model.objects.aggregate(newest=Max("pk"))["newest"] or 0
