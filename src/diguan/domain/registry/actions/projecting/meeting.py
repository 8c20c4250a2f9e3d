"""Whom a fold of whole counties makes resemble somebody: found in DuckDB, so that the database looks at those few and not at everybody.

Tables of DuckDB used here: folded_household, prepared_person, known_household and known_person as project.py and differences.py make them.
"""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from diguan.domain.registry.actions.projecting.likenesses import make, renew, taken_in_turn
from diguan.domain.registry.actions.projecting.staging import put_stage
from diguan.domain.registry.bulk import on_postgresql
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Household
from diguan.engine.snapshot.database import Connection, run, text

STEADY = """CREATE TEMP TABLE steady_household AS SELECT county, number FROM folded_household f JOIN (
    SELECT county, number, digest AS known FROM known_household WHERE NOT gone) k USING (county, number) WHERE k.known = f.digest"""
# Those who count, `steady` where neither they nor their household changed: whoever else has their number is known to the table already.
STANDING = f"""CREATE TEMP TABLE standing AS
    SELECT k.id AS household_id, p.number, p.region_code, p.name, p.birth_date, p.blind,
        s.number IS NOT NULL AND o.digest IS NOT DISTINCT FROM p.digest AND o.gone IS NOT DISTINCT FROM false AS steady
    FROM prepared_person p JOIN folded_household f ON f.county = p.county AND f.number = p.household_number
    JOIN known_household k ON k.county = p.county AND k.number = p.household_number
    LEFT JOIN steady_household s ON s.county = p.county AND s.number = p.household_number
    LEFT JOIN known_person o ON o.household_id = k.id AND o.number = p.number
    WHERE p.member AND f.listed AND (p.state IS NULL OR p.state NOT IN ({", ".join(map(text, ENDING))}))"""
TWO_NUMBERED = "SELECT blind FROM standing WHERE blind IS NOT NULL GROUP BY ALL HAVING count(*) > 1"
TWO_NAMED = """SELECT region_code, name, birth_date FROM standing WHERE name IS NOT NULL AND birth_date IS NOT NULL
    GROUP BY ALL HAVING count(*) > 1"""
MET = f"""SELECT household_id, number FROM standing SEMI JOIN ({TWO_NUMBERED}) USING (blind)
    UNION SELECT household_id, number FROM standing SEMI JOIN ({TWO_NAMED}) USING (region_code, name, birth_date)"""
UNSTEADY = "SELECT DISTINCT blind FROM standing WHERE blind IS NOT NULL AND NOT steady"


def remember_households(duck: Connection) -> None:
    """Keep which households stay as they are, before what is known of them is asked for anew."""
    run(duck, STEADY)


def renew_likenesses_of_counties(duck: Connection, counties: Sequence[str], *, personal: bool) -> None:
    """Bring up to date who resembles whom in counties that a fold has just put in place. `personal`: the fold knows anybody.

    Within the transaction of the fold, after its persons are in.
    """
    if not counties:
        return
    listed = ", ".join(map(text, counties))
    touched = f"""SELECT l.person_id AS id FROM registry_likeness l JOIN registry_person p ON p.id = l.person_id
        JOIN registry_household h ON h.id = p.household_id WHERE h.county IN ({listed})"""
    with taken_in_turn() as cursor:
        if personal:
            touched += _met(cursor, duck)
            touched += _elsewhere(cursor, duck, counties, listed)
        renew(cursor, touched)
        if on_postgresql():
            cursor.execute("ANALYZE registry_likeness")


def _met(cursor: CursorWrapper, duck: Connection) -> str:
    """Everybody who resembles somebody of the fold."""
    run(duck, STANDING)
    columns = ("household_id", "number")
    put_stage(cursor, duck, ("like_met", "registry_person"), columns, MET, columns)
    return """ UNION SELECT p.id FROM like_met m
        JOIN registry_person p ON p.household_id = m.household_id AND p.number = m.number"""


def _elsewhere(cursor: CursorWrapper, duck: Connection, counties: Sequence[str], listed: str) -> str:
    """Everybody of a number that the fold brought and that another county has as well."""
    if not Household.objects.exclude(county__in=counties).exists():
        return ""
    put_stage(cursor, duck, ("like_number", "registry_person"), ("blind",), UNSTEADY, ("blind",))
    make(
        cursor,
        "like_elsewhere",
        f"""SELECT DISTINCT n.blind FROM like_number n JOIN registry_person p ON p.blind = n.blind
        JOIN registry_household h ON h.id = p.household_id WHERE h.county NOT IN ({listed})""",
        "blind",
    )
    return " UNION SELECT p.id FROM like_elsewhere e JOIN registry_person p ON p.blind = e.blind"
