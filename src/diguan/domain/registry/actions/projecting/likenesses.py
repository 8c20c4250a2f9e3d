"""Who looks like somebody else, brought up to date for whom a fold has touched: by sets, within the database.

Groups of one identity number reach over counties, so that one transaction at a time brings them up to date: of two that add the same number
in two counties at once neither would see the other.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection as database
from django.db.backends.utils import CursorWrapper

from diguan.domain.registry.bulk import on_postgresql
from diguan.domain.registry.choices import ENDING, Resemblance
from diguan.engine.snapshot.database import text

LOCK = 7_307_404  # keeps this lock apart from others of the database
NAMED = "p.name IS NOT NULL AND p.birth_date IS NOT NULL"
COLUMNS = "p.id, p.blind, p.region_code, p.name, p.pinyin, p.birth_date, h.county"
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


def renew_likenesses(county: str, numbers: Collection[str]) -> None:
    """Bring up to date everybody of some households of a county, and whom they resemble.

    Within the transaction that has changed them, after it has.
    """
    if numbers:
        listed = ", ".join(map(text, sorted(numbers)))
        with taken_in_turn() as cursor:
            renew(cursor, f"SELECT p.id FROM {PEOPLE} WHERE h.county = {text(county)} AND h.number IN ({listed})")


@contextmanager
def taken_in_turn() -> Iterator[CursorWrapper]:
    """A cursor for whom nobody else brings the table up to date until the transaction ends."""
    with database.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])
        yield cursor


def renew(cursor: CursorWrapper, touched: str) -> None:
    """Bring up to date whom a query of ids names, with those of their groups and those whom they resemble now."""
    county = "LEFT({}.region_code, 6)" if on_postgresql() else "SUBSTR({}.region_code, 1, 6)"  # as the index has it
    same = f"{county.format('p')} = {county.format('t')} AND p.pinyin = t.pinyin"
    same += " AND p.region_code = t.region_code AND p.name = t.name AND p.birth_date = t.birth_date"
    make(cursor, "like_asked", touched, "id")
    _gather(cursor, (Resemblance.ACROSS, Resemblance.NUMBER), "p.blind IS NOT NULL")
    _put(cursor, (Resemblance.ACROSS, Resemblance.NUMBER), "p.blind = t.blind", NUMBERED)
    _gather(cursor, (Resemblance.ALIKE,), NAMED)
    _put(cursor, (Resemblance.ALIKE,), same, ALIKE)


def _gather(cursor: CursorWrapper, kinds: Sequence[int], known: str) -> None:
    """Those who were asked for and those in one group with them, and of both who stands there."""
    listed = ", ".join(map(str, kinds))
    groups = (
        f"SELECT first_id FROM registry_likeness WHERE kind IN ({listed}) AND person_id IN (SELECT id FROM like_asked)"
    )
    touched = f"""SELECT id FROM like_asked UNION
        SELECT person_id FROM registry_likeness WHERE kind IN ({listed}) AND first_id IN ({groups})"""
    make(cursor, "like_touched", touched, "id")
    standing = f"""SELECT {COLUMNS} FROM like_touched t JOIN registry_person p ON p.id = t.id
        JOIN registry_household h ON h.id = p.household_id WHERE {known} AND {STANDING}"""
    make(cursor, "like_known", standing, "blind", "pinyin")


def _put(cursor: CursorWrapper, kinds: Sequence[int], same: str, insert: str) -> None:
    """Their groups anew, with those who are the `same` now."""
    beside = f"""SELECT {COLUMNS} FROM {PEOPLE} WHERE {STANDING} AND EXISTS (SELECT 1 FROM like_known t WHERE {same})
        AND NOT EXISTS (SELECT 1 FROM like_touched o WHERE o.id = p.id)"""
    make(cursor, "like_standing", f"SELECT * FROM like_known UNION ALL {beside}")
    cursor.execute(
        f"""DELETE FROM registry_likeness WHERE kind IN ({", ".join(map(str, kinds))})
        AND person_id IN (SELECT id FROM like_touched UNION ALL SELECT id FROM like_standing)"""
    )
    cursor.execute(insert)


def make(cursor: CursorWrapper, table: str, query: str, *looked_up: str) -> None:
    """A table of the connection, quick to look up by some columns: SQLite would look through all of it for every row beside."""
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {query}")
    if on_postgresql():
        cursor.execute(f"ANALYZE {table}")
        return
    for column in looked_up:
        cursor.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
