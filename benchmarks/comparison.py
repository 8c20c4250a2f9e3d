"""Comparison of two rounds, reasons included, against screening one of them; two in a hundred households have another fact.

Compared is everything that `diguan compare` rests on: files checked against their seal, standards read, packed verdicts joined, every
difference attributed to what changed, findings, progress to zero by village. Two yardsticks:
- full screening: what `diguan screen` does between reading its workbooks and writing its papers, by a shipped standard: facts folded into
  a snapshot, verdicts, findings, explanations, the sealed folder. Bar: at most 0.15 of its processor time.
- the verdicts alone, as `screening_floor` measures them: from Parquet to verdicts in order on disk, twenty indicators. There is no bar;
  reading both rounds' verdicts back is a good part of it by itself.
"""

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.measure import Result, interleaved, show
from benchmarks.population import AS_OF, FIELDS, NAMES, layout, populate
from benchmarks.screening_floor import AT_A_TIME, PARQUET, specs
from diguan.engine.backends.layout import Column
from diguan.engine.backends.sql import verdict_passes
from diguan.engine.comparison import Comparison, Side, compare_sides, open_rounds
from diguan.engine.comparison.sides import Facts
from diguan.engine.screening import round_directory
from diguan.engine.screening import screen as screen_facts
from diguan.engine.screening.bound import BoundIndicator
from diguan.engine.snapshot.model import FactTable, ReadInputs, Source
from diguan.engine.standards import Pack, load_standard
from diguan.engine.standards.confirmations import confirmations_of
from diguan.engine.verdicts import Grade, Subject

KEYS = {
    Subject.HOUSEHOLD: ("region_code", "household_id"),
    Subject.PERSON: ("region_code", "household_id", "person_id"),
}
CHANGED = 50  # one household in so many
CHANGES = {  # what another day found: field -> another value
    "households": {"dangerous_house": "NOT dangerous_house", "income_per_head": "income_per_head + 500"},
    "persons": {"insured_residents": "NOT insured_residents", "months_worked": "12 - months_worked"},
}


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Rounds by a shipped standard, then bare verdicts."""
    return [_whole_rounds(50_000 if quick else 1_000_000, 1), _bare_verdicts(quick=quick)]


def _whole_rounds(households: int, repetitions: int) -> Result:
    pack = load_standard("cn-two-assurances")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        facts = {name: read_inputs(households, changed=name == "after") for name in ("before", "after")}
        days = {"before": date(2019, 3, 31), "after": date(2019, 6, 30)}
        for name, own in facts.items():
            write_round(own, pack, days[name], folder / name)
        work = {
            "screening": partial(screen_again, facts["after"], pack, days["after"], folder),
            "comparison": partial(compare_folders, folder / "before", folder / "after"),
        }
        taken = interleaved(work, repetitions)
        differences, unexplained = compare_folders(folder / "before", folder / "after")
    assert unexplained == 0
    assert differences > 0
    detail = f"{taken['comparison'].wall:.1f} s against {taken['screening'].wall:.1f} s, {differences:,} differences, all explained"
    ratio = taken["comparison"].cpu / taken["screening"].cpu
    return Result(
        f"comparison of two rounds / full screening, {households:,} households (CPU)", ratio, 0.15, detail=detail
    )


def read_inputs(households: int, *, changed: bool) -> ReadInputs:
    """What reading an export of so many households would have handed over: mostly sound, one in fifty with something unmet."""
    db = duckdb.connect()
    db.execute("SET enable_progress_bar = false")
    count = "1 + (hash(i, 2) % 5)::BIGINT"
    new = f"hash(i, 99) % {CHANGED} = 0" if changed else "false"
    village = "'152222' || lpad((201001 + i // 280)::VARCHAR, 6, '0')"
    homes = db.sql(
        f"""SELECT i AS row_ref, 'H' || lpad(i::VARCHAR, 9, '0') AS household_id, {village} AS region_code, 'registered' AS status,
        (hash(i, 3) % 200 = 0) <> ({new} AND i % 2 = 0) AS dangerous_house, hash(i, 4) % 200 <> 0 AS drinking_water_safe,
        3500.0 + hash(i, 5) % 9000 AS income_per_head FROM range({households}) t(i)"""
    ).to_arrow_table()
    people = db.sql(
        f"""SELECT i * 8 + n AS row_ref, 'H' || lpad(i::VARCHAR, 9, '0') AS household_id, {village} AS region_code,
        'P' || lpad((i * 8 + n)::VARCHAR, 11, '0') AS person_id, DATE '1940-01-01' + (hash(i, n, 6) % 28000)::INTEGER AS birth_date,
        (hash(i, n, 7) % 200 <> 0) <> ({new} AND i % 2 = 1 AND n = 0) AS insured_residents,
        CASE WHEN hash(i, n, 6) % 28000 > 21000 THEN '小学' ELSE '非在校生' END AS school_status,
        '初中' AS education_level FROM (SELECT i, unnest(range({count})) AS n FROM range({households}) t(i))"""
    ).to_arrow_table()
    origin = Source(1, "export", "export.xlsx", f"{int(changed):064x}", None)
    return ReadInputs(tables=[FactTable(Subject.HOUSEHOLD, origin, homes), FactTable(Subject.PERSON, origin, people)])


def write_round(facts: ReadInputs, pack: Pack, as_of: date, folder: Path) -> None:
    """A round without papers."""
    confirmed = confirmations_of({"poverty_line": (3218, "notice"), "microloan_ceiling": (50000, "notice")})
    with round_directory(folder) as partial_folder, screen_facts(facts, pack, as_of, confirmations=confirmed) as found:
        found.write(partial_folder)
        found.seal(partial_folder)


def screen_again(facts: ReadInputs, pack: Pack, as_of: date, folder: Path) -> None:
    """The same into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        write_round(facts, pack, as_of, Path(made) / "round")


def compare_folders(before: Path, after: Path) -> tuple[int, int]:
    """Differences, and those without a reason."""
    sides = open_rounds([before, after], lambda _stage, _done, _total: None)
    with compare_sides(sides) as found:
        counted = found.connection.execute("SELECT count(*) FROM changes").fetchall()[0][0]
        return int(counted), found.steps[0].unexplained


def _bare_verdicts(*, quick: bool) -> Result:
    households = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_rounds(folder, households)
        before, after = (side(folder / name) for name in ("before", "after"))
        work = {"screening": partial(screen, folder / "after"), "comparison": partial(compared, before, after)}
        taken = interleaved(work, 3 if quick else 5)
        with compare_sides([before, after]) as found:
            step = found.steps[0]
            differences = found.connection.execute("SELECT count(*) FROM changes").fetchall()[0][0]
    assert step.unexplained == 0
    assert differences > 0
    ratio = taken["comparison"].cpu / taken["screening"].cpu
    detail = f"{taken['comparison'].wall:.2f} s against {taken['screening'].wall:.2f} s, {differences:,} differences, all explained"
    return Result(f"comparison / bare verdicts, {households:,} households (CPU)", ratio, 1.0, detail=detail)


def compared(before: Side, after: Side) -> Comparison:
    """The work that is measured."""
    found = compare_sides([before, after])
    found.close()
    return found


def write_rounds(folder: Path, households: int) -> None:
    """Two snapshots with their verdicts: <folder>/{before,after}/{snapshot,verdicts}/<relation>/<part>.parquet."""
    db = duckdb.connect()
    parts = max(1, households // AT_A_TIME)
    for number in range(parts):
        first, last = households * number // parts, households * (number + 1) // parts
        populate(last - first, db, first, str(150101 + number))
        db.execute(
            "CREATE OR REPLACE TABLE persons AS SELECT p.*, region_code FROM persons p JOIN households USING (household_id)"
        )
        for name in ("before", "after"):
            _write_part(db, folder / name, f"{150101 + number}", changed=name == "after")
    for name in ("before", "after"):
        screen(folder / name)


def _write_part(db: duckdb.DuckDBPyConnection, folder: Path, part: str, *, changed: bool) -> None:
    for relation in NAMES.values():
        (folder / "snapshot" / relation).mkdir(parents=True, exist_ok=True)
        new = ", ".join(
            f"CASE WHEN hash(household_id, 99) % {CHANGED} = 0 THEN {value} ELSE {field} END AS {field}"
            for field, value in CHANGES.get(relation, {}).items()
        )
        chosen = f"* REPLACE ({new})" if changed and new else "*"
        order = {"households": "household_id", "persons": "household_id, person_id"}.get(relation, "region_code")
        path = folder / "snapshot" / relation / f"{part}.parquet"
        db.execute(
            f"COPY (SELECT {chosen} FROM {relation} ORDER BY {order}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )


def screen(folder: Path) -> None:
    """Verdicts of everybody, part by part, written in order with their villages, as a round has them."""
    db = duckdb.connect()
    passes = verdict_passes(specs(), layout(), KEYS)
    for path in sorted((folder / "snapshot" / "households").glob("*.parquet")):
        for name in NAMES.values():
            rows = f"SELECT * FROM read_parquet('{folder}/snapshot/{name}/{path.name}')"
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")
        for statement in passes.prepare:
            db.execute(statement)
        for subject, query in passes.queries.items():
            (folder / "verdicts" / subject).mkdir(parents=True, exist_ok=True)
            # the pass over the persons keeps their order; the join with the households does not
            rows = query if subject is Subject.PERSON else f"{query} ORDER BY {', '.join(KEYS[subject])}"
            db.execute(f"COPY ({rows}) TO '{folder}/verdicts/{subject}/{path.name}' {PARQUET}")
    for statement in passes.clean_up:
        db.execute(statement)


def side(folder: Path) -> Side:
    """A round as the comparison reads it."""
    indicators = {spec.id: BoundIndicator(spec.id, spec.when, spec.met, ()) for spec in specs()}

    def bind(_day: date) -> Mapping[str, BoundIndicator]:
        return indicators

    facts = Facts(
        {name: sorted((folder / "snapshot" / name).glob("*.parquet")) for name in NAMES.values()},
        {NAMES[subject]: {name: Column(name, 1) for name in fields} for subject, fields in FIELDS.items()},
        {0: Grade.DECLARED, 1: Grade.DECLARED},
        None,
    )
    verdicts = {s: sorted((folder / "verdicts" / s).glob("*.parquet")) for s in KEYS}
    values = {"poverty_line": 3218.0, "area_per_head": 13.0}
    return Side(str(folder), AS_OF, None, indicators, bind, values, verdicts, facts)


if __name__ == "__main__":
    show(main)
