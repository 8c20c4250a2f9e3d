"""Figures to hold against the income per head: that of the year before, net income and fixed expenses by the persons."""

from functools import partial

from diguan.engine.snapshot.database import text
from diguan.engine.snapshot.derived.computation import NEWEST, Computation, Material
from diguan.engine.snapshot.derived.income import ADDED, PER_HEAD, PERSONS, SUBTRACTED
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

NET = "net_income"
FIXED = ("own_medical_cost", "medical_claims")


def _last_year(material: Material) -> str | None:
    """The figure of the newest day that lies in an earlier calendar year than the newest row of all.

    Unknown when all rows are of one year, or when that day's are empty: an older one would speak of another year.
    """
    rows = material.rows(Subject.HOUSEHOLD, (PER_HEAD,), rosters=False)
    return (
        None
        if rows is None
        else (
            f"""SELECT _sk, {PER_HEAD} AS value, source FROM (
            SELECT *, max(day) OVER (PARTITION BY _sk) AS latest FROM (
                SELECT *, max(year(day)) OVER (PARTITION BY _sk) AS newest FROM ({rows})) WHERE year(day) < newest)
        WHERE day = latest AND {PER_HEAD} IS NOT NULL {NEWEST}"""
        )
    )


INCOME_PER_HEAD_LAST_YEAR = Computation(
    Subject.HOUSEHOLD, frozenset(), _last_year, frozenset({(Subject.HOUSEHOLD, PER_HEAD)})
)


def listed_persons(material: Material) -> str:
    """SELECT of (_sk, members): how many persons are listed, of households whose members are all known."""
    p, incomplete = material.scope.table("p"), material.scope.table("incomplete")
    return (
        f"SELECT hk AS _sk, count(*) AS members FROM {p} "
        f"WHERE member AND hk NOT IN (SELECT hk FROM {incomplete}) GROUP BY hk"
    )


def _given(material: Material) -> str | None:
    """Whether a row of the newest day has anything in the cell of the figure, though it be damaged; what its parts make says nothing."""
    rows = material.rows(Subject.HOUSEHOLD, (PER_HEAD,), rosters=False)
    flawed = f"_sk IN (SELECT _sk FROM {material.states(Subject.HOUSEHOLD)} WHERE field = {text(PER_HEAD)})"
    newest = f"SELECT * FROM ({rows}) QUALIFY day = max(day) OVER (PARTITION BY _sk)"
    told = f"bool_or({PER_HEAD} IS NOT NULL OR {flawed})"
    return rows and f"SELECT _sk, {told} AS value, min(source) AS source FROM ({newest}) GROUP BY _sk"


INCOME_PER_HEAD_GIVEN = Computation(Subject.HOUSEHOLD, frozenset({(Subject.HOUSEHOLD, PER_HEAD)}), _given)


def _by_persons(amount: str, parts: tuple[str, ...], material: Material) -> str | None:
    """An amount of known parts by the persons of the year, else by the persons now, else by those in the list.

    "Else": where no table that speaks of the household has the column. The source shown is that of the weakest part.
    """
    if not material.has(*((Subject.HOUSEHOLD, name) for name in parts)):
        return None
    size = material.first_told(Subject.HOUSEHOLD, PERSONS, "members")
    origins = ", ".join(material.origin(f'"{name}@source"') for name in parts)
    return f"""SELECT _sk, ({amount}) / {size} AS value, greatest({origins}) % {ORIGIN_STEP} AS source
        FROM {material.known(Subject.HOUSEHOLD)} LEFT JOIN ({listed_persons(material)}) USING (_sk)
        WHERE {amount} IS NOT NULL AND {size} > 0"""


def _per_head(amount: str, *parts: str) -> Computation:
    reads = frozenset((Subject.HOUSEHOLD, name) for name in (*parts, *PERSONS))
    return Computation(Subject.HOUSEHOLD, reads, partial(_by_persons, amount, parts))


def _from_net(material: Material) -> str | None:
    """Of the row that the known figure per head stands in: its net income, else what its parts make, by its persons.

    "Else": where the table of the row has no such column. Figures of two rows may be of two years and need not agree.
    """
    if not material.has((Subject.HOUSEHOLD, PER_HEAD)):
        return None
    rows = material.rows(Subject.HOUSEHOLD, (PER_HEAD,), (NET, *ADDED, SUBTRACTED, *PERSONS), rosters=False)
    parts = " + ".join(f"r.{name}" for name in ADDED) + f" - r.{SUBTRACTED}"
    net = f'CASE WHEN r."{NET}@told" THEN r.{NET} ELSE {parts} END'
    annual, current = PERSONS
    size = f'CASE WHEN r."{annual}@told" THEN r.{annual} ELSE r.{current} END'
    same = f"SELECT r._sk, r.day, r.input, r.row_ref, r.source, {net} AS net, {size} AS persons"
    same += (
        f" FROM ({rows}) r JOIN {material.known(Subject.HOUSEHOLD)} k ON k._sk = r._sk AND k.{PER_HEAD} = r.{PER_HEAD}"
    )
    return (
        rows
        and f"SELECT _sk, net / persons AS value, source FROM ({same}) WHERE net IS NOT NULL AND persons > 0 {NEWEST}"
    )


INCOME_PER_HEAD_FROM_NET = Computation(
    Subject.HOUSEHOLD,
    frozenset({(Subject.HOUSEHOLD, PER_HEAD)}),
    _from_net,
    frozenset((Subject.HOUSEHOLD, name) for name in (NET, *ADDED, SUBTRACTED, *PERSONS)),
)
# by those in the list, too: the list of monitored households gives no size
FIXED_EXPENSE_PER_HEAD = _per_head(" - ".join(FIXED), *FIXED)
