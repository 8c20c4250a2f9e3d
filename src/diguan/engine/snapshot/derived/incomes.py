"""Figures to hold against the income per head: that of the year before, net income and fixed expenses by the persons."""

from functools import partial

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.derived.income import PER_HEAD, PERSONS
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

NET = "net_income"
FIXED = ("own_medical_cost", "medical_claims")


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


INCOME_PER_HEAD_LAST_YEAR = Computation(
    Subject.HOUSEHOLD, frozenset(), _last_year, frozenset({(Subject.HOUSEHOLD, PER_HEAD)})
)


def listed_persons(material: Material) -> str:
    """SELECT of (sk, members): how many persons are listed, of households whose members are all known."""
    p, incomplete = material.scope.table("p"), material.scope.table("incomplete")
    return (
        f"SELECT hk AS sk, count(*) AS members FROM {p} "
        f"WHERE member AND hk NOT IN (SELECT hk FROM {incomplete}) GROUP BY hk"
    )


def _by_persons(amount: str, parts: tuple[str, ...], listed: bool, material: Material) -> str | None:  # noqa: FBT001  bound below
    """An amount of known parts by the persons of the year, else by the persons now, else (`listed`) by those in the list.

    The source shown is that of the weakest part.
    """
    sizes = [name for name in PERSONS if material.has((Subject.HOUSEHOLD, name))] + ["members"] * listed
    if not sizes or not material.has(*((Subject.HOUSEHOLD, name) for name in parts)):
        return None
    size = f"coalesce({', '.join(sizes)})"
    origins = ", ".join(material.origin(f'"{name}@source"') for name in parts)
    return f"""SELECT sk, ({amount}) / {size} AS value, greatest({origins}) % {ORIGIN_STEP} AS source
        FROM {material.known(Subject.HOUSEHOLD)} LEFT JOIN ({listed_persons(material)}) USING (sk)
        WHERE {amount} IS NOT NULL AND {size} > 0"""


def _per_head(amount: str, *parts: str, listed: bool) -> Computation:
    reads = frozenset((Subject.HOUSEHOLD, name) for name in (*parts, *PERSONS))
    return Computation(Subject.HOUSEHOLD, reads, partial(_by_persons, amount, parts, listed))


INCOME_PER_HEAD_FROM_NET = _per_head(NET, NET, listed=False)  # held against a figure of those who divide the income
FIXED_EXPENSE_PER_HEAD = _per_head(
    " - ".join(FIXED), *FIXED, listed=True
)  # the list of monitored households gives no size
