"""All consistency checks over a million persons in one pass with their verdicts written in order, against merely scanning the columns.

The pack is the shipped one; its values come from hashes of row numbers, so every run and machine measures the same rows, and nobody in
them exists. The floor reads every needed column of every row and takes its maximum. Bar: three times that of screening, so at most 15
times the floor's processor time.
"""

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from benchmarks.measure import Result, interleaved, show
from benchmarks.population import HOUSEHOLDS_PER_VILLAGE, NAMES, UNKNOWN_SHARE
from benchmarks.screening_floor import NEEDED_KEYS, ORDER, PARQUET
from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.sql import RuleSpec, verdict_passes
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.screening.bound import bind_indicators
from diguan.engine.standards import Pack, load_standard
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.verdicts import Grade, Subject

AS_OF = date(2022, 6, 30)
PERSONS_A_HOUSEHOLD = 3.225
MEMBERS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 5)
LARGEST_FIGURE = 100


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """A million persons."""
    households = round((50_000 if quick else 1_000_000) / PERSONS_A_HOUSEHOLD)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        persons = populate(folder, households)
        taken = interleaved({"floor": lambda: scan(folder), "checks": lambda: check(folder)}, 3)
    ratio = taken["checks"].cpu / taken["floor"].cpu
    detail = f"{taken['checks'].cpu:.1f} s against {taken['floor'].cpu:.2f} s of CPU, {len(specs())} checks, {households:,} households"
    return [
        Result(
            f"all consistency checks + ordered writing / scan, {persons:,} persons (CPU)", ratio, 15.0, detail=detail
        )
    ]


@cache
def pack() -> Pack:
    """The shipped checks."""
    return load_standard("cn-consistency")


@cache
def specs() -> list[RuleSpec]:
    """Every check, bound to the day."""
    values = resolve_parameters(pack(), AS_OF).values
    return [indicator.spec for indicator in bind_indicators(pack(), AS_OF, values).values()]


@cache
def needed() -> dict[Subject, tuple[str, ...]]:
    """Fields that the checks read, by subject."""
    read = {fact for rule in specs() for condition in (rule.when, rule.met) if condition for fact in condition.facts}
    return {subject: tuple(sorted(name for s, name in read if s is subject)) for subject in NAMES}


def layout() -> Layout:
    """Every column from one source of declared facts."""
    relations = {s: Relation(NAMES[s], {name: Column(name, 1) for name in names}) for s, names in needed().items()}
    return Layout(relations, {1: Grade.DECLARED})


def populate(folder: Path, households: int) -> int:
    """<folder>/<relation>.parquet, in the order of a snapshot; returns the number of persons."""
    db = duckdb.connect()
    number, size = (
        "CAST(1500000000000 + i AS VARCHAR)",
        f"list_extract({list(MEMBERS)}, CAST(1 + hash(i, 2) % 10 AS INTEGER))",
    )
    code = "'150100' || lpad(CAST(CAST({} AS BIGINT) AS VARCHAR), 6, '0') AS region_code"
    members = f"(SELECT i, unnest(range({size})) AS n FROM range({households}) t(i))"
    tables = {
        Subject.VILLAGE: (code.format("i"), "i", f"range({households // HOUSEHOLDS_PER_VILLAGE + 1}) t(i)"),
        Subject.HOUSEHOLD: (
            f"{number} AS household_id, {code.format(f'i // {HOUSEHOLDS_PER_VILLAGE}')}, hash(i, 1) % 100 = 0 AS roster_incomplete",
            "i",
            f"range({households}) t(i)",
        ),
        Subject.PERSON: (
            f"{number} AS household_id, CAST((1500000000000 + i) * 100 + n AS VARCHAR) AS person_id",
            "i * 16 + n",
            members,
        ),
    }
    for subject, (keys, row, source) in tables.items():
        values = [f'{_value(pack().catalogue.field(subject, name), row)} AS "{name}"' for name in needed()[subject]]
        rows = f"SELECT {', '.join([keys, *values])} FROM {source}"
        db.execute(f"COPY ({rows}) TO '{_file(folder, subject)}' (FORMAT parquet, COMPRESSION zstd)")
    (persons,) = db.execute(f"SELECT count(*) FROM '{_file(folder, Subject.PERSON)}'").fetchall()[0]
    return int(persons)


def _file(folder: Path, subject: Subject) -> Path:
    return folder / f"{NAMES[subject]}.parquet"


def _value(field: Field, row: str) -> str:
    """SQL of a value of a field's type; some are unknown."""
    salt = sum(field.name.encode()) * 31 + len(field.name)
    hashed = f"hash({row}, {salt})"
    if field.type is FieldType.BOOLEAN:
        value = f"{hashed} % 10 = 0"
    elif field.type is FieldType.DATE:
        first, days = ("1935-01-01", 31_000) if field.name == "birth_date" else ("2014-01-01", 3_000)
        value = f"DATE '{first}' + CAST({hashed} % {days} AS INTEGER)"
    elif field.type in (FieldType.INTEGER, FieldType.NUMBER):
        kind = "BIGINT" if field.type is FieldType.INTEGER else "DOUBLE"
        value = f"CAST({hashed} % {LARGEST_FIGURE} AS {kind})"
    else:
        codes = ", ".join(f"'{code}'" for code in (field.codes or ("无", "其他")))
        value = f"list_extract([{codes}], CAST(1 + {hashed} % {len(field.codes or (1, 2))} AS INTEGER))"
    return f"CASE WHEN hash({row}, {salt + 7}) % 10000 >= {UNKNOWN_SHARE * 10000:.0f} THEN {value} END"


def scan(folder: Path) -> None:
    """The floor: every needed column of every row, once."""
    db = duckdb.connect()
    for subject, names in needed().items():
        largest = ", ".join(f'max("{name}")' for name in (*NEEDED_KEYS[subject], *names))
        db.execute(f"SELECT {largest} FROM '{_file(folder, subject)}'").fetchall()


def check(folder: Path) -> None:
    """Verdicts of all checks, written in order."""
    db = duckdb.connect()
    for subject, name in NAMES.items():
        db.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM '{_file(folder, subject)}'")
    passes = verdict_passes(specs(), layout())
    for statement in passes.prepare:
        db.execute(statement)
    for subject, query in passes.queries.items():
        rows = query if subject is Subject.PERSON else f"{query} ORDER BY {ORDER.get(subject, 'region_code')}"
        db.execute(f"COPY ({rows}) TO '{folder}/verdicts_{NAMES[subject]}.parquet' {PARQUET}")


if __name__ == "__main__":
    show(main)
