"""Days between two days of the identification of a monitored household; the language of rules counts months only."""

from functools import partial

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.verdicts import Subject


def _days(first: str, last: str, also: int, material: Material) -> str | None:
    """Days from the first to the last, plus `also` (1: both days count). The source shown is that of the last."""
    if not material.has((Subject.HOUSEHOLD, first), (Subject.HOUSEHOLD, last)):
        return None
    return (
        f'SELECT _sk, {last} - {first} + {also} AS value, "{last}@source" AS source '
        f"FROM {material.known(Subject.HOUSEHOLD)} WHERE {first} IS NOT NULL AND {last} IS NOT NULL"
    )


def _between(first: str, last: str, *, also: int) -> Computation:
    reads = frozenset((Subject.HOUSEHOLD, name) for name in (first, last))
    return Computation(Subject.HOUSEHOLD, reads, partial(_days, first, last, also))


NOTICE_DAYS_HELD = _between("notice_started_on", "notice_ended_on", also=1)
DAYS_TO_DECISION = _between("clue_on", "decided_on", also=0)
