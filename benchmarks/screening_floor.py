"""Screening and writing the verdicts in order, against merely scanning the columns it needs: twenty indicators, from Parquet to Parquet.

The floor reads every needed column of every row and takes its maximum, so that no column is skipped. Screening works through the counties
a few at a time, as they lie on disk, and so in bounded memory. Bars: at most 5.0 times the floor's processor time at 1 and 4 million
households; at most 2 GB.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from benchmarks.measure import Result, interleaved, peak_memory_of, show
from benchmarks.population import NAMES, layout, rules, write_parquet
from diguan.engine.backends.sql import KEYS, RuleSpec, verdict_passes
from diguan.engine.verdicts import Subject

COUNTIES = 100
AT_A_TIME = 250_000  # households
ORDER = {Subject.HOUSEHOLD: "household_id", Subject.PERSON: "household_id, person_id"}
PARQUET = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1)"
NEEDED_KEYS = {
    Subject.HOUSEHOLD: ("household_id", "region_code", "roster_incomplete"),
    Subject.PERSON: ("household_id", "person_id"),
    Subject.VILLAGE: ("region_code",),
}


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Both sizes, then memory at the larger one."""
    sizes = (20_000, 100_000) if quick else (1_000_000, 4_000_000)
    results = []
    for households in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            write_parquet(folder / "snapshot", households, COUNTIES if households >= 1_000_000 else 5)
            results.append(_against_floor(folder, households, 1 if households > 1_000_000 else 5))
            if households == sizes[-1]:
                memory = peak_memory_of(screen, folder)
                results.append(Result(f"memory while screening {households:,} households", memory, 2.0, "GB", 0.9))
    return results


def _against_floor(folder: Path, households: int, repetitions: int) -> Result:
    taken = interleaved({"floor": lambda: scan(folder), "screening": lambda: screen(folder)}, repetitions)
    refuse_disorder(folder)
    detail = f"{taken['screening'].wall:.1f} s against {taken['floor'].wall:.1f} s, {len(specs())} indicators"
    ratio = taken["screening"].cpu / taken["floor"].cpu
    return Result(
        f"screening + ordered writing / scan, {households:,} households (CPU)", ratio, 5.0, stretch=3.5, detail=detail
    )


def scan(folder: Path) -> None:
    """The floor: every needed column of every row, once."""
    db = duckdb.connect()
    for subject, columns in needed_columns().items():
        largest = ", ".join(f"max({column})" for column in sorted(columns))
        db.execute(f"SELECT {largest} FROM '{folder}/snapshot/{NAMES[subject]}/*.parquet'").fetchall()


@cache
def needed_columns() -> dict[Subject, set[str]]:
    """What the rules read, with keys."""
    needed = {subject: set(keys) for subject, keys in NEEDED_KEYS.items()}
    for rule in specs():
        for condition in filter(None, (rule.when, rule.met)):
            for subject, name in condition.facts:
                needed[subject].add(name)
    return needed


@cache
def specs() -> list[RuleSpec]:
    """The rules, read once: a process that screens has done so before."""
    return rules()


def screen(folder: Path) -> None:
    """Verdicts of everybody, a few counties at a time, written in order."""
    db = duckdb.connect()
    passes = verdict_passes(specs(), layout())
    for subject in passes.queries:
        (folder / "verdicts" / NAMES[subject]).mkdir(parents=True, exist_ok=True)
    for counties in _batches(folder):
        for name in NAMES.values():
            files = ", ".join(f"'{folder}/snapshot/{name}/{county}.parquet'" for county in counties)
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet([{files}])")
        for statement in passes.prepare:
            db.execute(statement)
        for subject, query in passes.queries.items():
            # the pass over the persons keeps their order; the join with the households does not
            rows = query if subject is Subject.PERSON else f"{query} ORDER BY {ORDER[subject]}"
            db.execute(f"COPY ({rows}) TO '{folder}/verdicts/{NAMES[subject]}/{counties[0]}.parquet' {PARQUET}")
    for statement in passes.clean_up:
        db.execute(statement)


def _batches(folder: Path) -> Iterator[list[str]]:
    """Counties in order, as many at a time as have AT_A_TIME households."""
    paths = f"'{folder}/snapshot/households/*.parquet'"
    counted = duckdb.execute(
        f"SELECT file_name, num_rows FROM parquet_file_metadata({paths}) ORDER BY file_name"
    ).fetchall()
    batch: list[str] = []
    rows = 0
    for path, households in counted:
        if batch and rows + households > AT_A_TIME:
            yield batch
            batch, rows = [], 0
        batch.append(Path(path).stem)
        rows += households
    yield batch


def refuse_disorder(folder: Path) -> None:
    """Raise when a file of verdicts is not in order or not everybody has one."""
    db = duckdb.connect()
    for subject, order in ORDER.items():
        key = KEYS[subject][-1]
        for path in sorted((folder / "verdicts" / NAMES[subject]).glob("*.parquet")):
            rows = f"SELECT file_row_number AS place, row_number() OVER (ORDER BY {order}) - 1 AS due"
            rows += f" FROM read_parquet('{path}', file_row_number=true)"
            (misplaced,) = db.execute(f"SELECT count(*) FROM ({rows}) WHERE place <> due").fetchall()[0]
            assert misplaced == 0, f"{misplaced} rows of {path} are not in order"
        counts = [
            f"(SELECT count({key}) FROM '{folder}/{made}/{NAMES[subject]}/*.parquet')"
            for made in ("snapshot", "verdicts")
        ]
        assert db.execute(f"SELECT {counts[0]} = {counts[1]}").fetchall() == [(True,)]


if __name__ == "__main__":
    show(main)
