"""The count behind the board over a large registry: every stored figure against plain SQL written apart, and how long each takes.

Runs on the database of DATABASE_URL, which belongs to the benchmark alone; it is filled unless an earlier run did so:
`.ci/postgres python -m benchmarks.board --households 1000000` (half as many problems). The pages over the same data: benchmarks/pages.py.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded; the statements are our own
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.many_counties import STANDARD, fill
from benchmarks.measure import Result

AT, ON = datetime(2019, 10, 1, 8, tzinfo=UTC), date(2019, 10, 1)
BAR = 10.0
LENGTHS = (2, 4, 6, 9, 12)  # digits of a province, prefecture, county, township, village
VERDICTS = {"met": "2", "unmet": "0", "not_applicable": "3"}
HASH = "('x' || substr(md5({salt} || id), 1, 7))::bit(28)::int"
VARY = """UPDATE screening_standing SET
    codes = translate(substr(md5('codes' || id), 1, 20), '0123456789abcdef', '0112222222222233'),
    grades = translate(substr(md5('grades' || id), 1, 20), '0123456789abcdef', '0011112222233333')"""
MARK = """UPDATE screening_standing s SET
    grades = (SELECT string_agg(CASE WHEN substr(s.codes, i, 1) = '1' THEN CASE WHEN i > 15 THEN '9' ELSE '0' END
        ELSE substr(s.grades, i, 1) END, '' ORDER BY i) FROM generate_series(1, 20) i),
    unmet = 20 - length(replace(codes, '0', '')), unknown = 15 - length(replace(left(codes, 15), '1', '')),
    declared = (SELECT count(*) FROM generate_series(1, 20) i WHERE substr(codes, i, 1) = '2' AND substr(grades, i, 1) = '1')"""
ITEMS = """INSERT INTO ledger_item (key, number, running, source, standard, indicator, kind, subject, county, household_number,
        person_number, region_code, department, level, title, explanation, grade, route, criteria, state, opened_at, found_on, found_at,
        determined_at, deadline_on, deadline_known, postpone_role, submitted_at, submitted_by, submitted_role, closing, verified_until,
        closed_at, ended_on, rebounds, returns, postponements, version, updated_at)
    SELECT 'k' || id, county || '-' || n, n, 'finding', '{standard}', 'i' || {hash} % 20, 'benchmark', 'household', county, number,
        '', region_code, (ARRAY['', 'education', 'housing', 'water'])[1 + {hash} / 32 % 4], 'village', said, said, 1, '', '', state, at,
        on_, at, CASE WHEN state NOT IN ('suspected', 'withdrawn') THEN at END,
        CASE WHEN state NOT IN ('suspected', 'withdrawn') THEN on_ + 30 + {hash} / 128 % 90 END, true, '',
        CASE WHEN held THEN at END, CASE WHEN held THEN 1 END, '', way,
        CASE WHEN way = 'verified' THEN on_ + 400 END, CASE WHEN state = 'closed' THEN at END,
        CASE WHEN state IN ('closed', 'withdrawn') THEN on_ END, {hash} / 4096 % 8 / 7, 0, 0, 1, at
    FROM (SELECT *, CASE WHEN held THEN (ARRAY['mended', 'corrected', 'verified', 'accepted'])[1 + {hash} / 8 % 4] ELSE '' END AS way,
            row_number() OVER (PARTITION BY county ORDER BY id) AS n, timestamptz '2019-07-01 08:00:00+00' AS at,
            date '2019-07-01' AS on_, jsonb_build_object('zh', '测量', 'en', 'benchmark') AS said
        FROM (SELECT *, state IN ('submitted', 'closed') AS held FROM (SELECT *, (ARRAY['suspected', 'open', 'open', 'open', 'submitted',
                'closed', 'closed', 'withdrawn'])[1 + {hash} % 8] AS state
            FROM registry_household WHERE NOT gone AND id % 2 = 0) h) h) h""".replace(
    "{hash}", HASH.format(salt="'item'")
)


def problems() -> None:
    """Give every second household a problem, in every state and late or not, and make verdicts differ from one to the next."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in (VARY, MARK, ITEMS.replace("{standard}", STANDARD)):
            cursor.execute(statement)
        for table in ("ledger_item", "screening_standing"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def ready(households: int) -> None:
    """The registry of the benchmark with its problems, unless it is there."""
    from diguan.domain.ledger.models import Item
    from diguan.domain.registry.models import Household

    if not Household.objects.exists():
        fill(households)
    if not Item.objects.exists():
        problems()


def plain_counts() -> dict[tuple[str, ...], Mapping[str, int]]:
    """Every figure by place and kind, from the rows and by SQL alone; what is nought everywhere is left out."""
    found: dict[tuple[str, ...], Mapping[str, int]] = {}
    for length in LENGTHS:
        place = f"rpad(left(region_code, {length}), 12, '0')"
        for keys, query in _queries(place):
            for row in _rows(query):
                counts = {name: number for name, number in list(row.items())[keys:] if number}
                if counts:
                    found[tuple(str(value) for value in list(row.values())[:keys])] = counts
    return found


def _queries(place: str) -> list[tuple[int, str]]:
    """With how many columns are the key: registered, judged over all and by indicator, items by kind and together."""
    verdicts = ", ".join(f"count(*) FILTER (WHERE code = '{code}') AS {name}" for name, code in VERDICTS.items())
    ways = ", ".join(
        f"count(*) FILTER (WHERE state = 'closed' AND closing = '{w}') AS {w}"
        for w in ("mended", "corrected", "verified", "accepted")
    )
    states = ", ".join(
        f"count(*) FILTER (WHERE state = '{s}') AS {s}" for s in ("suspected", "open", "submitted", "withdrawn")
    )
    special = f"""count(*) FILTER (WHERE state = 'open' AND deadline_on < '{ON}') AS overdue,
        count(*) FILTER (WHERE state IN ('suspected', 'open', 'submitted') AND rebounds > 0) AS rebound"""
    return [
        (
            3,
            f"SELECT {place} AS place, '', '*' AS i, count(*) AS households FROM registry_household WHERE NOT gone GROUP BY 1",
        ),
        (
            3,
            f"""SELECT {place} AS place, standard, '*' AS i, count(*) AS households, count(*) FILTER (WHERE declared > 0) AS declared,
            count(*) FILTER (WHERE unmet > 0) AS unmet, count(*) FILTER (WHERE unknown > 0) AS unknown,
            count(*) FILTER (WHERE position('9' in grades) > 0) AS uncovered FROM screening_standing GROUP BY 1, 2""",
        ),
        (
            3,
            f"""SELECT {place} AS place, standard, 'i' || n AS i, count(*) AS households, {verdicts},
            count(*) FILTER (WHERE code = '2' AND grade = '1') AS declared, count(*) FILTER (WHERE code = '1' AND grade <> '9') AS unknown,
            count(*) FILTER (WHERE code = '1' AND grade = '9') AS uncovered
            FROM (SELECT region_code, standard, n, substr(codes, n + 1, 1) AS code, substr(grades, n + 1, 1) AS grade
                FROM screening_standing, generate_series(0, 19) n) each GROUP BY 1, 2, 3""",
        ),
        (
            4,
            f"SELECT {place} AS place, standard, indicator, department, {states}, {ways}, {special} FROM ledger_item GROUP BY 1, 2, 3, 4",
        ),
        (
            4,
            f"SELECT {place} AS place, '*' AS s, '*' AS i, '*' AS d, {states}, {ways}, {special} FROM ledger_item GROUP BY 1",
        ),
    ]


def _rows(query: str) -> list[dict[str, Any]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def stored_figures() -> dict[tuple[str, ...], Mapping[str, int]]:
    """The figures of now as they are kept."""
    from diguan.domain.insight.choices import ITEMS, STANDINGS
    from diguan.domain.insight.counting import HOUSEHOLD_KEY, ITEM_KEY
    from diguan.domain.insight.models import HouseholdFigure, ItemFigure

    found: dict[tuple[str, ...], Mapping[str, int]] = {}
    kept = (HouseholdFigure, HOUSEHOLD_KEY, STANDINGS), (ItemFigure, ITEM_KEY, ITEMS)
    for model, keys, columns in kept:
        rows = model.objects.filter(until__isnull=True).values_list(*keys, *columns)
        for row in rows.iterator(chunk_size=20_000):
            key, numbers = row[: len(keys)], row[len(keys) :]
            found[key] = {name: number for name, number in zip(columns, numbers, strict=True) if number}
    return found


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Fill, count, count again by SQL, compare every figure."""
    if not os.environ.get("DATABASE_URL"):
        return []
    asked = sys.argv[sys.argv.index("--households") + 1] if "--households" in sys.argv else ""
    households = int(asked) if asked else 10_000 if quick else 100_000
    os.environ.setdefault("DIGUAN_DATA", tempfile.mkdtemp(prefix="diguan-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from diguan.domain.insight.actions import count_figures
    from diguan.domain.ledger.models import Item

    ready(households)
    start = time.perf_counter()
    count_figures(on=ON, at=AT)
    first = time.perf_counter()
    count_figures(on=ON, at=AT)
    second = time.perf_counter()
    plain = plain_counts()
    apart = time.perf_counter()
    stored = stored_figures()
    assert stored == plain, [
        (k, stored.get(k), plain.get(k)) for k in (stored.keys() | plain.keys()) if stored.get(k) != plain.get(k)
    ][:3]
    figures = sum(len(each) for each in stored.values())
    detail = f"""{households} households, {Item.objects.count()} problems: {figures} figures equal; counted in {first - start:.1f} s,
        again without a change in {second - first:.1f} s, by plain SQL in {apart - second:.1f} s"""
    return [
        Result(
            "all figures of the board / plain SQL",
            (first - start) / (apart - second),
            BAR,
            detail=" ".join(detail.split()),
        )
    ]


if __name__ == "__main__":
    for result in main("--quick" in sys.argv):
        print(result)
