"""What identity numbers tell without being kept: whether they are valid, stand twice in the region, agree with birth and sex.

Read from the newest row of a person in an export or in the resident base; the numbers themselves never leave this query.
A roster is joined by the number and says nothing about it.
"""

from collections.abc import Callable
from dataclasses import replace

from diguan.engine.snapshot.derived.computation import NEWEST, Computation, Material
from diguan.engine.verdicts import Subject

BORN = "try_strptime(identity[7:14], '%Y%m%d')::DATE"
# as `gone` of the catalogue says it; what is not known keeps nobody out
GONE = "coalesce(person_state IN ('死亡', '迁出', '婚出'), false)"


def _newest(material: Material, *names: str) -> str | None:
    rows = material.rows(Subject.PERSON, ("identity", *names), rosters=False)
    return None if rows is None else f"SELECT * FROM ({rows}) {NEWEST}"


def _state(material: Material) -> str | None:
    rows = _newest(material)
    return (
        None
        if rows is None
        else (
            f"SELECT _sk, CASE WHEN identity IS NOT NULL THEN '有效' ELSE coalesce(flaw, '缺失') END AS value, source "
            f"FROM ({rows}) LEFT JOIN (SELECT row_ref, any_value(flaw) AS flaw FROM identity_flaws GROUP BY row_ref) USING (row_ref)"
        )
    )


def _duplicated(material: Material) -> str | None:
    """True for every person of a number that stands for another as well, in whatever household of the inputs.

    Who has died, moved or married out stands for nobody: his row waits to be struck off where he was, and he is listed where he is.
    """
    rows = material.rows(Subject.PERSON, ("identity",), ("person_state",), rosters=False)
    others = f"count(*) FILTER (NOT {GONE}) OVER (PARTITION BY identity) - (NOT {GONE})::INTEGER"
    newest = f"SELECT * FROM ({rows}) {NEWEST}"
    return rows and f"SELECT _sk, {others} > 0 AS value, source FROM ({newest}) WHERE identity IS NOT NULL"


def _birth_agrees(material: Material) -> str | None:
    """A date of birth on the first of the month may be a month only: then year and month must agree."""
    rows = _newest(material, "birth_date")
    same = f"birth_date = {BORN} OR (day(birth_date) = 1 AND birth_date = date_trunc('month', {BORN}))"
    return (
        None
        if rows is None
        else (
            f"SELECT _sk, {same} AS value, source FROM ({rows}) WHERE identity IS NOT NULL AND birth_date IS NOT NULL"
        )
    )


def _sex_agrees(material: Material) -> str | None:
    """The seventeenth digit is odd for men."""
    rows = _newest(material, "sex")
    told = "CASE WHEN identity[17]::INTEGER % 2 = 1 THEN '男' ELSE '女' END"
    return (
        None
        if rows is None
        else (f"SELECT _sk, sex = {told} AS value, source FROM ({rows}) WHERE identity IS NOT NULL AND sex IS NOT NULL")
    )


def _of_identity(query: Callable[[Material], str | None], *names: str) -> Computation:
    columns = frozenset((Subject.PERSON, name) for name in ("identity", *names))
    return Computation(Subject.PERSON, frozenset(), query, columns)


IDENTITY_STATE = _of_identity(_state)
IDENTITY_DUPLICATED = replace(_of_identity(_duplicated), beyond=frozenset({(Subject.PERSON, "identity")}))
IDENTITY_BIRTH_AGREES = _of_identity(_birth_agrees, "birth_date")
IDENTITY_SEX_AGREES = _of_identity(_sex_agrees, "sex")
