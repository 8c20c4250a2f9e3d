"""What the rows of a household say together: how many there are, and how much older than the head each person is."""

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.verdicts import Subject

BIRTH, RELATION = "birth_date", "relation"
READS = frozenset((Subject.PERSON, name) for name in (BIRTH, RELATION))


def _listed(material: Material) -> str | None:
    """Rows of members in the newest export. Unknown of households whose members no export lists."""
    rows = material.rows(Subject.PERSON, ("household_id", "person_id"), rosters=False)
    if rows is None:
        return None
    p = material.scope.table("p")
    return f"""SELECT hk AS _sk, count(DISTINCT pk) AS value, min(source) AS source
        FROM {p} JOIN ({rows}) r ON r._sk = pk WHERE member GROUP BY hk"""


MEMBERS_LISTED = Computation(Subject.HOUSEHOLD, frozenset(), _listed)  # no cell says it: the rows do


def _gap(material: Material) -> str | None:
    """Completed years by which a person was born before (negative: after) the head.

    Unknown without a head, with two heads, or when either date of birth is unknown; the head's own gap is 0.
    """
    if not material.has(*READS):
        return None
    known, p = material.known(Subject.PERSON), material.scope.table("p")
    return f"""WITH heads AS (
            SELECT hk, any_value(k.{BIRTH}) AS born FROM {p} JOIN {known} k ON k._sk = pk
            WHERE member AND k.{RELATION} = '户主' GROUP BY hk HAVING count(*) = 1)
        SELECT k._sk, date_sub('year', k.{BIRTH}, heads.born) AS value, k."{BIRTH}@source" AS source
        FROM {known} k JOIN {p} ON pk = k._sk JOIN heads USING (hk) WHERE value IS NOT NULL"""


AGE_GAP_TO_HEAD = Computation(Subject.PERSON, READS, _gap)
