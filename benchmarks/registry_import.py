"""Import into the registry against raw COPY of the same rows, and extraction against raw COPY of the same observations.

Runs on the database of DATABASE_URL: `.ci/postgres python -m benchmarks.registry_import --households 100000`.
Bars: import at most 4 times the raw COPY of every row that it stored; extraction at least 0.7 of the rows a second of a raw COPY.
Seconds on the wall, because half of the work is the server's.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded
import io
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from benchmarks.database import asked, registry_at_hand
from benchmarks.measure import Result, show
from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.database import open_connection
from diguan.engine.snapshot.model import FactTable, ReadInputs, SheetRef, Source
from diguan.engine.verdicts import Subject

DAY = date(2019, 6, 1)
TABLES = ("registry_observation", "registry_identifiers", "registry_household", "registry_person")
PERSONS_OF_TEN = 32  # households of ten have so many members
PLACE = "'152221' || lpad(({house} % 300 + 100)::VARCHAR, 3, '0') || lpad(({house} % 7 + 200)::VARCHAR, 3, '0') AS region_code"
HOUSEHOLDS = f"""SELECT range AS row_ref, (8000000000 + range)::VARCHAR AS household_id, {PLACE.format(house="range")},
    ['exited', 'monitored', 'registered'][range % 3 + 1] AS status,
    range % 17 = 0 AS dangerous_house, range % 19 <> 0 AS drinking_water_safe, (3000 + range % 9000)::DOUBLE AS income_per_head,
    (20 + range % 90)::DOUBLE AS house_area, (range % 40)::DOUBLE AS cultivated_area, (range % 30000)::DOUBLE AS wage_income,
    (range % 8000)::DOUBLE AS transfer_income, ['因病', '因残', '缺资金', '缺技术'][range % 4 + 1] AS cause_main,
    range % 5 = 0 AS help_industry, range % 6 = 0 AS help_employment,
    '1380000' || lpad((range % 10000)::VARCHAR, 4, '0') AS household_phone FROM range({{n}})"""
# Nobody has another's number, and nobody of a village another's name and day of birth.
PERSONS = f"""SELECT range AS row_ref, (8000000000 + range * 10 // 32)::VARCHAR AS household_id,
    (900000000000 + range)::VARCHAR AS person_id, {PLACE.format(house="(range * 10 // 32)")},
    '990101' || (19400101 + range // 10000)::VARCHAR || lpad((range % 10000)::VARCHAR, 4, '0') AS identity,
    ['王', '李', '张', '刘', '陈', '单'][range % 6 + 1]
        || chr((19968 + (range * 7) % 3000)::INTEGER) || chr((19968 + (range * 13 + range // 84000 * 17) % 3000)::INTEGER) AS name,
    ['户主', '配偶', '之子', '之女'][range % 4 + 1] AS relation, ['男', '女'][range % 2 + 1] AS sex,
    DATE '1940-01-01' + (range % 28000)::INTEGER AS birth_date, ['健康', '长期慢性病', '残疾'][range % 3 + 1] AS health_status,
    range % 50 <> 0 AS insured_residents, range % 90 = 0 AS insured_employees, ['小学', '初中', '高中'][range % 3 + 1] AS education_level,
    ['普通劳动力', '技能劳动力', '无劳动力'][range % 3 + 1] AS labour_skill FROM range({{n}})"""


def inputs_of(households: int) -> ReadInputs:
    """An export of so many households with 3.2 persons each."""
    source = Source(1, "export", "full.xlsx", "f" * 64, DAY)
    with open_connection() as duck:
        homes = duck.sql(HOUSEHOLDS.format(n=households)).to_arrow_table()
        people = duck.sql(PERSONS.format(n=households * PERSONS_OF_TEN // 10)).to_arrow_table()
    known = load_catalogue()
    for subject, table in ((Subject.HOUSEHOLD, homes), (Subject.PERSON, people)):
        unknown = (
            set(table.column_names)
            - set(known.fields(subject))
            - {"row_ref", "household_id", "person_id", "region_code"}
        )
        assert not unknown, unknown
    read = ReadInputs([FactTable(Subject.PERSON, source, people), FactTable(Subject.HOUSEHOLD, source, homes)])
    read.sheets.append(SheetRef(1, "full.xlsx", "Sheet1"))
    return read


def timed(work: Callable[[], object]) -> float:
    """Seconds on the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def copied_out(table: str) -> list[bytes]:
    """A table as COPY writes it."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return [bytes(block) for block in copy]


def copied_in(lines: dict[str, list[bytes]]) -> None:
    """Raw COPY of the same rows into tables of the same columns with their primary keys."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, blocks in lines.items():
            cursor.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING DEFAULTS, PRIMARY KEY ({_key(table)}))")
            with cursor.copy(f"COPY raw_{table} FROM STDIN") as copy:
                whole = io.BytesIO(b"".join(blocks))
                while block := whole.read(1 << 20):
                    copy.write(block)
    with connection.cursor() as cursor:
        for table in lines:
            cursor.execute(f"DROP TABLE raw_{table}")


def _key(table: str) -> str:
    return "observation_id" if table == "registry_identifiers" else "id"


def streamed() -> int:
    """Raw COPY of the observations with their identifiers, thrown away; returns the rows."""
    from django.db import connection

    query = "SELECT o.*, i.* FROM registry_observation o LEFT JOIN registry_identifiers i ON i.observation_id = o.id ORDER BY o.id"
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        return sum(1 for _ in copy)


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Import, copy, stream and extract; the two of a pair in turn."""
    households = asked("--households", 2_000 if quick else 100_000)
    if not registry_at_hand():
        return []
    from diguan.domain.registry.actions.loading import load_inputs
    from diguan.domain.registry.actions.loading.load import Terms
    from diguan.domain.registry.queries.extraction import Extent, extract_inputs

    catalogue, read = load_catalogue(), inputs_of(households)
    at = datetime(2019, 7, 1, tzinfo=UTC)
    imported = timed(lambda: load_inputs(read=read, terms=Terms(catalogue, DAY), actor=None, at=at, progress=_tell))
    lines = {table: copied_out(table) for table in TABLES}
    raw = min(timed(lambda: copied_in(lines)) for _ in range(2))
    size = sum(len(b) for blocks in lines.values() for b in blocks) / 2**20
    pairs = [(timed(streamed), timed(lambda: extract_inputs(catalogue, Extent(), DAY))) for _ in range(2)]
    stream, extract = min(p[0] for p in pairs), min(p[1] for p in pairs)
    detail = f"{households} households: import {imported:.1f} s, raw COPY {raw:.1f} s of {size:.0f} MB"
    return [
        Result("registry: import / raw COPY of the same rows", imported / raw, 4.0, detail=detail),
        Result(
            "registry: extraction / raw COPY, rows a second",
            stream / extract,
            0.7,
            at_least=True,
            detail=f"raw {stream:.1f} s, extraction {extract:.1f} s",
        ),
    ]


STARTED = time.perf_counter()


def _tell(stage: str, done: int, total: int) -> None:
    print(f"{time.perf_counter() - STARTED:7.1f} s {stage} {done}/{total}", file=sys.stderr)


if __name__ == "__main__":
    show(main)
