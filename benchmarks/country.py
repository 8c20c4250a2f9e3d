"""A country of 4 million households by `diguan counties`: the most memory that one process holds, and a run that is killed half-way.

Tables of the population as Parquet, county by county, with the codes of real counties; a third of the counties judged, `kill -9`, then the
same command again. That every row was judged is compared with plain SQL over the tables. Bar: no process holds more than 2 GB.
"""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import duckdb

from benchmarks.measure import Result, show
from benchmarks.population import NAMES, populate
from diguan.engine.regions import load_regions
from diguan.engine.verdicts import Subject

STANDARD, LINE = "cn-two-assurances", 3218
ORDERED = (
    *("--standard", STANDARD, "--as-of", "2019-12-31", "--jobs", "1", "--json"),
    *("--confirm", f"poverty_line={LINE}@benchmark", "--confirm", "school_cutoff=2019-08-31@benchmark"),
)
PLAIN = {  # a snapshot's tables as plain tables: the region is the village, the roster is what the persons say
    Subject.HOUSEHOLD: "* EXCLUDE (roster_incomplete) RENAME (region_code AS village_code)",
    Subject.PERSON: "*",
    Subject.VILLAGE: "* RENAME (region_code AS village_code)",
}


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """A run that is killed after a third of its counties, and the one that goes on."""
    households, counties = (60_000, 6) if quick else (4_000_000, 100)
    with tempfile.TemporaryDirectory() as made:
        tables, out = Path(made) / "tables", Path(made) / "rounds"
        persons = write_tables(tables, households, counties)
        killed = _until_killed(tables, out, counties // 3)
        kept = {path.stem: path.stat().st_mtime_ns for path in (out / ".results").glob("*.json")}
        peak, cpu, wall = _to_the_end(tables, out)
        _refuse_difference(tables, out, kept, (households, persons, counties))
    detail = f"{persons:,} persons; {len(kept)} of {counties} counties in {killed:.0f} s, then killed; "
    detail += f"the others in {wall:.0f} s on the wall, {cpu:.0f} of processors"
    bar = f"largest process of diguan counties, {households:,} households"
    return [Result(bar, peak, 2.0, "GB", 0.9, detail=detail)]


def write_tables(folder: Path, households: int, counties: int) -> int:
    """Plain tables as Parquet: a file a county and table. How many persons."""
    db, persons = duckdb.connect(), 0
    db.execute("SET threads = 1")
    for name in NAMES.values():
        (folder / name).mkdir(parents=True)
    for number, code in enumerate(sorted({unit.code[:6] for unit in load_regions().units("county")})[:counties]):
        first, last = households * number // counties, households * (number + 1) // counties
        persons += populate(last - first, db, first, code).persons
        for subject, columns in PLAIN.items():
            path = folder / NAMES[subject] / f"{code}.parquet"
            db.execute(f"COPY (SELECT {columns} FROM {NAMES[subject]}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return persons


def _start(tables: Path, out: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "diguan", "counties", str(tables), "--out", str(out), *ORDERED]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _until_killed(tables: Path, out: Path, counties: int) -> float:
    """Seconds until so many counties have their result; then nothing of the run is left alive."""
    begun, run = time.perf_counter(), _start(tables, out)
    while len(list((out / ".results").glob("*.json"))) < counties:
        assert run.poll() is None, "the run ended before it was killed"
        time.sleep(0.2)
    taken = time.perf_counter() - begun
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    return taken


def _to_the_end(tables: Path, out: Path) -> tuple[float, float, float]:
    """The same command again: the largest process in GB (of all that it started as well), processor seconds, seconds on the wall."""
    begun, run = time.perf_counter(), _start(tables, out)
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0, f"exit code {run.returncode}"
    return used.ru_maxrss / 2**20, used.ru_utime + used.ru_stime, time.perf_counter() - begun


def _refuse_difference(tables: Path, out: Path, kept: dict[str, int], sizes: tuple[int, int, int]) -> None:
    """Raise when a household or person is missing, a county that was done was judged again, or an indicator counts otherwise than SQL."""
    with (out / "counties.csv").open(encoding="utf-8-sig") as file:
        listed = list(csv.DictReader(file))
    counted = (*(sum(int(row[name]) for row in listed) for name in ("households", "persons")), len(listed))
    assert counted == sizes, f"{counted} instead of {sizes}"
    again = [name for name, at in kept.items() if (out / ".results" / f"{name}.json").stat().st_mtime_ns != at]
    assert not again, f"judged twice: {again}"
    rows = f"SELECT income_per_head > {LINE} AS met FROM '{tables}/households/*.parquet'"
    due = duckdb.execute(f"SELECT count_if(met), count_if(NOT met), count_if(met IS NULL) FROM ({rows})").fetchone()
    verdicts = f"'{out}/*/verdicts/household/*.parquet'"
    told = duckdb.execute(f"SELECT {', '.join(f'count_if(income = {code})' for code in (2, 0, 1))} FROM {verdicts}")
    assert told.fetchone() == due, "the rounds count incomes otherwise than SQL over the tables"


if __name__ == "__main__":
    show(main)
