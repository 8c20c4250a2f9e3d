"""Incomes to compare a household's own with: that of the year before, and the net income divided by the persons."""

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.derived.income import PER_HEAD, PERSONS
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

NET = "net_income"


def _last_year(material: Material) -> str | None:
    """The figure of the newest row that lies in an earlier calendar year than the newest figure of all.

    Unknown when all rows with a figure are of one year.
    """
    rows = material.rows(Subject.HOUSEHOLD, (PER_HEAD,), rosters=False)
    return (
        None
        if rows is None
        else (
            f"""SELECT sk, {PER_HEAD} AS value, source FROM (
            SELECT *, max(year(day)) OVER (PARTITION BY sk) AS newest FROM ({rows}) WHERE {PER_HEAD} IS NOT NULL)
        WHERE year(day) < newest QUALIFY row_number() OVER (PARTITION BY sk ORDER BY day DESC, input, row_ref) = 1"""
        )
    )


INCOME_PER_HEAD_LAST_YEAR = Computation(Subject.HOUSEHOLD, frozenset(), _last_year)


def _from_net(material: Material) -> str | None:
    """Divided by the persons of the year, else by the persons now. The source shown is that of the net income."""
    sizes = [name for name in PERSONS if material.has((Subject.HOUSEHOLD, name))]
    if not sizes or not material.has((Subject.HOUSEHOLD, NET)):
        return None
    size = f"coalesce({', '.join(sizes)})"
    return f"""SELECT sk, {NET} / {size} AS value, {material.origin(f'"{NET}@source"')} % {ORIGIN_STEP} AS source
        FROM {material.known(Subject.HOUSEHOLD)} WHERE {NET} IS NOT NULL AND {size} > 0"""


INCOME_PER_HEAD_FROM_NET = Computation(
    Subject.HOUSEHOLD, frozenset((Subject.HOUSEHOLD, name) for name in (NET, *PERSONS)), _from_net
)
