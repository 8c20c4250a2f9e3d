"""Calendar months between two days of one household. Exports give months; where both give days, only full months count."""

from functools import partial

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.verdicts import Subject


def _months(first: str, last: str, also: int, material: Material) -> str | None:
    """Months from the month of the first to that of the last, plus `also` (1: both months count).

    Of two days of the month the last month is full only when it reaches the day of the first. The first of a month stands for the
    whole month. The source shown is that of the last.
    """
    if not material.has((Subject.HOUSEHOLD, first), (Subject.HOUSEHOLD, last)):
        return None
    begun = f"day({last}) > 1 AND day({last}) < day({first})" if not also else "false"
    return f"""SELECT _sk, date_diff('month', {first}, {last}) + {also} - (CASE WHEN {begun} THEN 1 ELSE 0 END) AS value,
        "{last}@source" AS source
        FROM {material.known(Subject.HOUSEHOLD)} WHERE {first} IS NOT NULL AND {last} IS NOT NULL"""


def _between(first: str, last: str, *, also: int = 0) -> Computation:
    reads = frozenset((Subject.HOUSEHOLD, name) for name in (first, last))
    return Computation(Subject.HOUSEHOLD, reads, partial(_months, first, last, also))


MONTHS_MONITORED = _between("monitored_on", "cleared_on")
INCOME_MONTHS = _between("income_from", "income_until", also=1)


def _before(material: Material) -> str | None:
    """Calendar months whatever the days: the window ends with a month."""
    end, identified = "income_until", "monitored_on"
    if not material.has((Subject.HOUSEHOLD, end), (Subject.HOUSEHOLD, identified)):
        return None
    return f"""SELECT _sk, date_diff('month', {end}, {identified}) AS value, "{end}@source" AS source
        FROM {material.known(Subject.HOUSEHOLD)} WHERE {end} IS NOT NULL AND {identified} IS NOT NULL"""


INCOME_MONTHS_BEFORE = Computation(
    Subject.HOUSEHOLD, frozenset((Subject.HOUSEHOLD, name) for name in ("income_until", "monitored_on")), _before
)
