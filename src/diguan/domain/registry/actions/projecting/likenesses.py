"""Who looks like somebody else, brought up to date for whom a fold has touched: by sets, within the database.

Groups of one identity number reach over counties, so that one transaction at a time brings them up to date: of two that add the same number
in two counties at once neither would see the other.
"""

from collections.abc import Collection, Sequence

from django.db import connection as database
from django.db.backends.utils import CursorWrapper

from diguan.domain.indexes import COUNTY
from diguan.domain.registry.bulk import on_postgresql
from diguan.domain.registry.choices import ENDING, Resemblance
from diguan.engine.snapshot.database import text

LOCK = 7_307_404  # keeps this lock apart from others of the database
NAMED = "p.name IS NOT NULL AND p.birth_date IS NOT NULL"
PEOPLE = "registry_person p JOIN registry_household h ON h.id = p.household_id"
STANDING = f"""NOT p.gone AND p.member AND NOT h.gone AND h.listed
    AND (p.state IS NULL OR p.state NOT IN ({", ".join(map(text, ENDING))}))"""
NUMBERED = f"""INSERT INTO registry_likeness (kind, region_code, person_id, first_id)
    SELECT CASE WHEN g.low = g.high THEN {Resemblance.NUMBER} ELSE {Resemblance.ACROSS} END, s.region_code, s.id, g.first_id
    FROM like_standing s JOIN (SELECT blind, min(id) AS first_id, min(county) AS low, max(county) AS high
        FROM like_standing GROUP BY blind HAVING count(*) > 1) g ON g.blind = s.blind"""
# Of those who have one number as well one stands for all: they are listed by their number.
ALIKE = f"""INSERT INTO registry_likeness (kind, region_code, person_id, first_id)
    SELECT {Resemblance.ALIKE}, region_code, id, first_id FROM (
        SELECT id, region_code, min(id) OVER who AS first_id, count(*) OVER who AS alike FROM (
            SELECT min(id) AS id, region_code, name, birth_date FROM like_standing
            GROUP BY region_code, name, birth_date, blind, CASE WHEN blind IS NULL THEN id END) single
        WINDOW who AS (PARTITION BY region_code, name, birth_date)) found WHERE alike > 1"""


def renew_likenesses(counties: Sequence[str], numbers: Collection[str] | None = None) -> None:
    """Bring up to date everybody of some counties, and whom they resemble. `numbers`: only the households of one county.

    Within the transaction that has changed them, after it has.
    """
    if not counties:
        return
    where = f"h.county IN ({', '.join(map(text, counties))})"
    if numbers is not None:
        where += f" AND h.number IN ({', '.join(map(text, sorted(numbers))) or 'NULL'})"
    with database.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])
        _renew(cursor, where, (Resemblance.ACROSS, Resemblance.NUMBER), "p.blind = t.blind", NUMBERED)
        county = f"{'LEFT' if on_postgresql() else 'SUBSTR'}(p.region_code, {{}}{COUNTY})".format(
            "" if on_postgresql() else "1, "
        )
        by_index = f"{county} = {county.replace('p.', 't.')} AND p.pinyin = t.pinyin"
        same = f"{by_index} AND p.region_code = t.region_code AND p.name = t.name AND p.birth_date = t.birth_date"
        _renew(cursor, where, (Resemblance.ALIKE,), same, ALIKE)


def _renew(cursor: CursorWrapper, where: str, kinds: Sequence[int], same: str, insert: str) -> None:
    """Groups of some kinds: of those who were touched, of those in one group with them, and of those who are in one group with them now."""
    listed = ", ".join(map(str, kinds))
    groups = f"""SELECT l.first_id FROM registry_likeness l JOIN registry_person p ON p.id = l.person_id
        JOIN registry_household h ON h.id = p.household_id WHERE l.kind IN ({listed}) AND {where}"""
    known = "p.blind IS NOT NULL" if Resemblance.ALIKE not in kinds else NAMED
    columns = "p.id, p.blind, p.region_code, p.name, p.pinyin, p.birth_date, h.county"
    _make(
        cursor,
        "like_touched",
        f"""SELECT p.id FROM {PEOPLE} WHERE {where} UNION
        SELECT person_id FROM registry_likeness WHERE kind IN ({listed}) AND first_id IN ({groups})""",
    )
    _make(
        cursor,
        "like_known",
        f"SELECT {columns} FROM like_touched t JOIN registry_person p ON p.id = t.id JOIN registry_household h "
        f"ON h.id = p.household_id WHERE {known} AND {STANDING}",
    )
    _make(
        cursor,
        "like_standing",
        f"""SELECT * FROM like_known UNION SELECT {columns} FROM like_known t JOIN registry_person p ON {same}
        JOIN registry_household h ON h.id = p.household_id WHERE {STANDING}""",
    )
    cursor.execute(
        f"""DELETE FROM registry_likeness WHERE kind IN ({listed})
        AND person_id IN (SELECT id FROM like_touched UNION ALL SELECT id FROM like_standing)"""
    )
    cursor.execute(insert)


def _make(cursor: CursorWrapper, table: str, query: str) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {query}")
    cursor.execute(f"ANALYZE {table}")
