"""The count behind the board over a large registry: every stored figure against plain SQL written apart, and how long each takes.

Runs on the database of DATABASE_URL, which belongs to the benchmark alone; it is filled unless an earlier run did so:
`.ci/postgres python -m benchmarks.board --households 1000000` (half as many problems). The pages over the same data: benchmarks/pages.py.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded; the statements are our own
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.database import asked, registry_at_hand
from benchmarks.many_counties import STANDARD, fill
from benchmarks.measure import Result, show

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


def count_plainly() -> list[str]:
    """Every figure by place and kind, from the rows and by SQL alone, into temporary tables; what is nought everywhere is left out.

    Villages are counted from the rows and added up for the units above; all rows lie on villages.
    """
    tables = []
    for number, (keys, query) in enumerate(_queries()):
        begun, table, names = time.perf_counter(), f"plain_{number}", _columns(query)
        counted = ", ".join(f"sum({name})::int AS {name}" for name in names[keys:])
        told = " OR ".join(f"sum({name}) > 0" for name in names[keys:])
        others = ", ".join(names[1:keys])
        by_length = [
            f"""SELECT rpad(left(place, {length}), 12, '0') AS place, {others}, {counted} FROM villages
            GROUP BY {", ".join(map(str, range(1, keys + 1)))} HAVING {told}"""
            for length in LENGTHS
        ]
        _run(f"CREATE TEMPORARY TABLE villages AS {query}")
        _run(
            f"CREATE TEMPORARY TABLE {table} AS {' UNION ALL '.join(by_length)}",
            "DROP TABLE villages",
            f"ANALYZE {table}",
        )
        tables.append(table)
        _say(f"counted plainly: {_one(f'SELECT count(*) FROM {table}')} rows of {', '.join(names[keys:])}", begun)
    return tables


def unequal_to(tables: list[str]) -> tuple[int, int, list[tuple[Any, ...]]]:
    """How many rows and figures were compared with what is kept, and some of the rows to which no equal one is kept."""
    from diguan.domain.insight.choices import ITEMS, STANDINGS
    from diguan.domain.insight.counting import HOUSEHOLD_KEY
    from diguan.domain.insight.models import HouseholdFigure, ItemFigure

    rows = figures = 0
    unlike: list[tuple[Any, ...]] = []
    for table in tables:
        begun, names = time.perf_counter(), _columns(f"SELECT * FROM {table}")
        of_items = "department" in names
        model, kept = (ItemFigure, ITEMS) if of_items else (HouseholdFigure, STANDINGS)
        keys = [name for name in names if name not in kept]
        assert len(keys) == len(HOUSEHOLD_KEY) + of_items, keys
        key = " AND ".join(f"f.{'region_code' if name == 'place' else name} = p.{name}" for name in keys)
        counted = [(f"f.{name}", f"p.{name}" if name in names else "0") for name in kept]
        unlike_one = f"({', '.join(a for a, _ in counted)}) IS DISTINCT FROM ({', '.join(b for _, b in counted)})"
        _run(f"ANALYZE {model._meta.db_table}")  # noqa: SLF001  the documented way to a table's name
        joined = f"FROM {table} p LEFT JOIN {model._meta.db_table} f ON f.until IS NULL AND {key}"  # noqa: SLF001
        told = " + ".join(f"(p.{name} <> 0)::int" for name in names if name in kept)
        rows += _one(f"SELECT count(*) FROM {table}")
        figures += _one(f"SELECT coalesce(sum({told}), 0)::bigint FROM {table} p")
        unlike += _run(f"SELECT p.* {joined} WHERE {unlike_one} LIMIT 3")
        _say(f"compared: {rows} rows so far, {len(unlike)} unequal ones seen", begun)
    return rows, figures, unlike


def _queries() -> list[tuple[int, str]]:
    """By village; with how many columns are the key: registered, judged over all and by indicator, items by kind and together."""
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
    registered = """SELECT region_code AS place, '' AS standard, '*' AS indicator, count(*) AS households
        FROM registry_household WHERE NOT gone GROUP BY 1"""
    judged = """SELECT region_code AS place, standard, '*' AS indicator, count(*) AS households,
            count(*) FILTER (WHERE declared > 0) AS declared, count(*) FILTER (WHERE unmet > 0) AS unmet,
            count(*) FILTER (WHERE unknown > 0) AS unknown, count(*) FILTER (WHERE position('9' in grades) > 0) AS uncovered
        FROM screening_standing GROUP BY 1, 2"""
    by_indicator = f"""SELECT region_code AS place, standard, 'i' || n AS indicator, count(*) AS households, {verdicts},
            count(*) FILTER (WHERE code = '2' AND grade = '1') AS declared, count(*) FILTER (WHERE code = '1' AND grade <> '9') AS unknown,
            count(*) FILTER (WHERE code = '1' AND grade = '9') AS uncovered
        FROM (SELECT region_code, standard, n, substr(codes, n + 1, 1) AS code, substr(grades, n + 1, 1) AS grade
            FROM screening_standing, generate_series(0, 19) n) each GROUP BY 1, 2, 3"""
    by_kind = f"""SELECT region_code AS place, standard, indicator, department, {states}, {ways}, {special}
        FROM ledger_item GROUP BY 1, 2, 3, 4"""
    together = f"""SELECT region_code AS place, '*' AS standard, '*' AS indicator, '*' AS department, {states}, {ways}, {special}
        FROM ledger_item GROUP BY 1"""
    return [(3, registered), (3, judged), (3, by_indicator), (4, by_kind), (4, together)]


def _run(*statements: str) -> list[tuple[Any, ...]]:
    """Run statements; the rows of the last, where it has some."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def _one(query: str) -> int:
    return int(_run(query)[0][0])


def _columns(query: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({query}) q LIMIT 0")
        return [column[0] for column in cursor.description]


def _say(what: str, begun: float) -> None:
    """At once, and not only when all is done: a million households take long."""
    print(f"  {time.perf_counter() - begun:8.1f} s  {what}", file=sys.stderr, flush=True)


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Fill, count, count again by SQL, compare every figure."""
    if not registry_at_hand():
        return []
    households = asked("--households", 10_000 if quick else 100_000)
    from diguan.domain.insight.actions import count_figures
    from diguan.domain.insight.models import HouseholdFigure, ItemFigure
    from diguan.domain.ledger.models import Item

    begun = time.perf_counter()
    ready(households)
    _say(f"{households} households stand", begun)
    start = time.perf_counter()
    count_figures(on=ON, at=AT)
    first = time.perf_counter()
    _say("all figures counted and kept", start)
    count_figures(on=ON, at=AT)
    second = time.perf_counter()
    _say("counted again, nothing had changed", first)
    tables = count_plainly()
    apart = time.perf_counter()
    rows, figures, unlike = unequal_to(tables)
    kept = sum(model.objects.filter(until__isnull=True).count() for model in (HouseholdFigure, ItemFigure))
    assert not unlike, unlike
    assert kept == rows, (kept, rows)
    detail = f"""{households} households, {Item.objects.count()} problems: {rows} rows, {figures} figures equal; counted in
        {first - start:.1f} s, again without a change in {second - first:.1f} s, by plain SQL in {apart - second:.1f} s"""
    return [
        Result(
            "all figures of the board / plain SQL",
            (first - start) / (apart - second),
            BAR,
            detail=" ".join(detail.split()),
        )
    ]


if __name__ == "__main__":
    show(main)
