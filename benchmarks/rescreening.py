"""Re-screening what has changed against screening everything: of two villages in a hundred every tenth household has another fact.

Both are the whole command in a process of its own, from the start of Python over plain tables as Parquet to a sealed round with its
papers, child processes included; modules are compiled beforehand, as an installation has them. Both rounds together must give the very
tables of the full round. Bar: at most 0.1 of the processor time.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import diguan
from benchmarks.comparison import read_inputs
from benchmarks.measure import Result, show
from diguan.engine.screening import read_round

DAY, STANDARD = date(2019, 6, 30), "cn-two-assurances"
CONFIRMED = {"poverty_line": (3218, "notice"), "microloan_ceiling": (50000, "notice")}
CHANGED = 50  # one village in so many
NAMES = ("households", "persons")


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """A county of a million rows with the members, and a prefecture of four."""
    return [compared(households, 3) for households in ((100_000,) if quick else (250_000, 1_000_000))]


def compared(households: int, times: int) -> Result:
    """A full round and one of what has changed, so many times; their median."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        named = write_tables(folder, households)
        screened(folder / "before", folder / "base")
        rescreened(folder, folder / "once")  # whatever a first command has to compile
        taken: dict[str, list[float]] = {"whole": [], "part": []}
        for number in range(times):
            taken["whole"].append(seconds(partial(screened, folder / "after", folder / f"whole-{number}")))
            taken["part"].append(seconds(partial(rescreened, folder, folder / f"part-{number}")))
        joined = diguan.join_rounds(folder / "base", folder / "part-0", out=folder / "joined")
        whole = read_round(folder / "whole-0")
        assert (joined.record.tables, joined.record.snapshot) == (whole.tables, whole.snapshot)
        assert sum(whole.counts.findings.values()) > 0
        full, part = (statistics.median(each) for each in taken.values())
    detail = f"{part:.1f} against {full:.1f} processor seconds, {named} villages changed, the same tables together"
    return Result(f"re-screening / full screening, {households:,} households (CPU)", part / full, 0.1, detail=detail)


def write_tables(folder: Path, households: int) -> int:
    """Tables before and after, and the list of villages that differ; how many these are."""
    facts = read_inputs(households, changed=False).tables
    tables = dict(zip(NAMES, (each.table.drop_columns(["row_ref"]) for each in facts), strict=True))
    codes = tables["households"]["region_code"]
    villages = pc.unique(codes).to_pylist()
    named = villages[7::CHANGED] or villages[:1]
    tenth = pa.array([number % 10 == 0 for number in range(households)])
    other = pc.and_(pc.is_in(codes, value_set=pa.array(named)), tenth)
    for when in ("before", "after"):
        (folder / when).mkdir()
        for name, table in tables.items():
            pq.write_table(table, folder / when / f"{name}.parquet")
        homes = tables["households"]
        danger = pc.xor(homes["dangerous_house"], other)
        tables["households"] = homes.set_column(homes.column_names.index("dangerous_house"), "dangerous_house", danger)
    (folder / "changed.csv").write_text("\n".join(["village_code", *named]), encoding="utf-8")
    return len(named)


def screened(tables: Path, out: Path) -> None:
    """A round of everything."""
    confirmed = [f"--confirm={name}={value}@{source}" for name, (value, source) in CONFIRMED.items()]
    _command(out, "screen", tables, "--standard", STANDARD, "--as-of", DAY, *confirmed)


def rescreened(folder: Path, out: Path) -> None:
    """A round of what has changed."""
    changed = ("--changed", folder / "changed.csv")
    _command(out, "rescreen", folder / "after", "--since", folder / "base", *changed)


def _command(out: Path, *words: object) -> None:
    compiled = {
        "PYTHONPYCACHEPREFIX": str(out.parent / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = [sys.executable, "-m", "diguan", *map(str, words), "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | compiled)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the processes that work starts."""
    before = _processor_time()
    work()
    return _processor_time() - before


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    show(main)
