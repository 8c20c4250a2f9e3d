"""Twenty indicators by other engines against ours: the same files, rules, verdicts and grades, processor time of each.

Rivals (`benchmarks/rivals/`) are optional: `pip install -r benchmarks/peers.txt`; whoever is not installed is named and left out. All read
the same Parquet and write verdicts in order to Parquet; that they wrote the same is checked first. Bars: OpenFisca-Core at least 2.7
times our time, zen-engine, which is asked once a household, at least 100 times. Hand-written Polars has no bar set from outside; ours is
to take no longer than that.
"""

import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import duckdb

from benchmarks.handwritten import HOUSEHOLD_RULES, PERSON_RULES
from benchmarks.measure import Result, interleaved, show
from benchmarks.population import NAMES, write_parquet
from benchmarks.rivals import ORDER
from benchmarks.screening_floor import screen
from diguan.engine.verdicts import Subject

# module -> (what it needs, name, bar: at least so many times our time, stretch, share of the households that it is given)
RIVALS = {
    "with_openfisca": ("openfisca_core", "OpenFisca-Core", 2.7, 5.0, 1),
    "with_zen": ("zen", "zen-engine", 100.0, None, 50),
    "with_polars": ("polars", "hand-written Polars", 1.0, None, 1),
}
REPETITIONS = 7  # of three, our own time differed by a third between two rivals of one run
JUDGED = {"households": PERSON_RULES + HOUSEHOLD_RULES, "persons": PERSON_RULES}


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Every rival in turn with ours. One that takes long is given a part, and times are compared a household."""
    households = 40_000 if quick else 1_000_000
    results = []
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "whole"
        write_parquet(whole / "snapshot", households, 4)
        for module, (needed, name, bar, stretch, part) in RIVALS.items():
            if find_spec(needed) is None:
                print(f"left out: {name} is not installed (pip install -r benchmarks/peers.txt)", flush=True)
                continue
            folder = whole
            if part > 1:
                folder = Path(made) / name
                write_parquet(folder / "snapshot", households // part, 4)
            theirs, ours = _microseconds(
                import_module(f"benchmarks.rivals.{module}").run, whole, folder, households // part, households
            )
            detail = (
                f"{theirs:.3g} against {ours:.3g} microseconds a household of {households // part:,}, {households:,}"
            )
            results.append(
                Result(f"{name} / ours (CPU)", theirs / ours, bar, stretch=stretch, at_least=True, detail=detail)
            )
    return results


def _microseconds(
    rival: Callable[[Path, Path], None], whole: Path, folder: Path, part: int, households: int
) -> tuple[float, float]:
    """Processor time a household: theirs, ours."""
    out = folder / rival.__module__
    out.mkdir()
    rival(folder, out)
    screen(folder)
    refuse_difference(folder, out)
    taken = interleaved({"ours": lambda: screen(whole), "theirs": lambda: rival(folder, out)}, REPETITIONS)
    return taken["theirs"].cpu / part * 1e6, taken["ours"].cpu / households * 1e6


def refuse_difference(folder: Path, out: Path) -> None:
    """Raise when a rival judged anybody otherwise than we did, or in another order."""
    db = duckdb.connect()
    for name in (NAMES[Subject.HOUSEHOLD], NAMES[Subject.PERSON]):
        judged = (f'CAST("{rule}{part}" AS UTINYINT)' for rule in JUDGED[name] for part in ("", "@grade"))
        keys = ", ".join(ORDER[name])
        columns = ", ".join((keys, *judged))
        theirs = f"SELECT {columns} FROM '{out}/{name}.parquet'"
        ours = f"SELECT {columns} FROM '{folder}/verdicts/{name}/*.parquet'"
        (rows,) = db.execute(f"SELECT count(*) FROM ({ours} EXCEPT ALL {theirs})").fetchall()[0]
        (count,) = db.execute(f"SELECT (SELECT count(*) FROM ({ours})) - count(*) FROM ({theirs})").fetchall()[0]
        placed = f"SELECT file_row_number AS place, row_number() OVER (ORDER BY {keys}) - 1 AS due"
        placed += f" FROM read_parquet('{out}/{name}.parquet', file_row_number=true)"
        (disorder,) = db.execute(f"SELECT count(*) FROM ({placed}) WHERE place <> due").fetchall()[0]
        assert (rows, count, disorder) == (0, 0, 0), (
            f"{name}: {rows} differ, {count} are missing, {disorder} out of order"
        )


if __name__ == "__main__":
    show(main)
