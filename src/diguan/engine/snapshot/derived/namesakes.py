"""Who may be listed twice under two identity numbers, or without one: the same name and date of birth in one village.

Compared are the persons of the list with each other, and those of the resident base alone with each other: a person of the list
without a number is no second person because the base has him too.
"""

from diguan.engine.snapshot.derived.computation import NEWEST, Computation, Material
from diguan.engine.snapshot.derived.identities import GONE
from diguan.engine.snapshot.listing import BASE
from diguan.engine.verdicts import Subject

# names without spaces and without the point between the parts of a name, which is written in many ways
PLAIN_NAME = "regexp_replace(name, '[\\s·•‧∙．.]', '', 'g')"
COMPARED = ("identity", "birth_date", "person_state")
KEY = "region_code, base, plain_name, birth_date"


def standing(material: Material, needed: tuple[str, ...]) -> str | None:
    """SELECT of the newest row of everybody who still stands in a household, with household, village and plain name.

    None when no table carries `needed`.
    """
    others = tuple(name for name in COMPARED if name not in needed)
    rows = material.rows(Subject.PERSON, needed, others, rosters=False)
    p, h = material.scope.table("p"), material.scope.table("h")
    newest = f"SELECT * FROM ({rows}) {NEWEST}"
    return rows and (
        f"SELECT n.*, p.household_id, p.person_id, h.region_code, starts_with(p.person_id, '{BASE}') AS base, "
        f"{PLAIN_NAME} AS plain_name FROM ({newest}) n JOIN {p} p ON p.pk = n._sk JOIN {h} h USING (hk) WHERE NOT {GONE}"
    )


def _namesake(material: Material) -> str | None:
    """True for everybody of whom another in the village has the name and date of birth but not the identity number."""
    rows = standing(material, ("name", "birth_date"))
    several = "count(DISTINCT coalesce(identity, _sk::VARCHAR)) > 1"
    known = "name IS NOT NULL AND birth_date IS NOT NULL AND region_code IS NOT NULL"
    return rows and (
        f"WITH known AS (SELECT * FROM ({rows}) WHERE {known}), alike AS (SELECT {KEY}, {several} AS value FROM known GROUP BY ALL) "
        f"SELECT _sk, value, source FROM known JOIN alike USING ({KEY})"
    )


NAMESAKE_IN_VILLAGE = Computation(
    Subject.PERSON,
    frozenset(),
    _namesake,
    frozenset((Subject.PERSON, name) for name in ("name", "birth_date", "identity")),
)
