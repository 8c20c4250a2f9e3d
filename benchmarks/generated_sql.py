"""SQL generated from the rules against the best hand-written SQL: same engine, same tables, same twenty indicators, same answers.

Bar: at most 1.05 times its processor time, at 4 million households and 12.9 million persons; both in one pass over the persons and as a
query for each kind of subject. That the answers are equal is checked first.
"""

from collections.abc import Iterable

import duckdb

from benchmarks import handwritten
from benchmarks.measure import Result, Seconds, interleaved, show
from benchmarks.population import NAMES, Population, layout, populate, rules
from diguan.engine.backends.sql import Passes, verdict_passes, verdict_sql
from diguan.engine.verdicts import Subject

WAYS = ("one pass", "each alone")


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Both ways into tables of DuckDB, in turn."""
    population = populate(50_000 if quick else 4_000_000)
    db = population.connection
    ours = dict(zip(WAYS, (_statements(verdict_passes(rules(), layout())), _statements(_alone())), strict=True))
    theirs = dict(zip(WAYS, (handwritten.ONE_PASS, handwritten.EACH_ALONE), strict=True))
    for way in WAYS:
        _run(db, [*ours[way], *theirs[way]])
        refuse_difference(db)
    contestants = {(way, who): made[way] for way in WAYS for who, made in (("ours", ours), ("theirs", theirs))}
    taken = interleaved({key: lambda s=made: _run(db, s) for key, made in contestants.items()}, 5)
    return [_result(way, taken[way, "ours"], taken[way, "theirs"], population) for way in WAYS]


def _alone() -> Passes:
    return Passes((), verdict_sql(rules(), layout()), ())


def _statements(passes: Passes) -> list[str]:
    """What fills our_persons and our_households."""
    made = [f"CREATE OR REPLACE TEMP TABLE our_{NAMES[s]} AS {query}" for s, query in passes.queries.items()]
    return [*passes.prepare, *made, *passes.clean_up]


def refuse_difference(db: duckdb.DuckDBPyConnection) -> None:
    """Raise when the two sides did not give the same rows."""
    for subject in (Subject.PERSON, Subject.HOUSEHOLD):
        name = NAMES[subject]
        names = ", ".join(f'"{row[0]}"' for row in db.execute(f"DESCRIBE our_{name}").fetchall())
        same = f"SELECT (SELECT count(*) FROM our_{name}) = (SELECT count(*) FROM their_{name})"
        assert db.execute(same).fetchall() == [(True,)], f"not as many rows of {name}"
        different = f"SELECT count(*) FROM (SELECT {names} FROM our_{name} EXCEPT ALL SELECT {names} FROM their_{name})"
        (rows,) = db.execute(different).fetchall()[0]
        assert rows == 0, f"{rows} rows of {name} differ"


def _run(db: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    for statement in statements:
        db.execute(statement)


def _result(way: str, ours: Seconds, theirs: Seconds, population: Population) -> Result:
    detail = (
        f"{ours.wall:.1f} s against {theirs.wall:.1f} s for {population.households:,} households, "
        f"{population.persons:,} persons, {len(rules())} indicators"
    )
    return Result(f"generated SQL / best hand-written SQL, {way} (CPU)", ours.cpu / theirs.cpu, 1.05, detail=detail)


if __name__ == "__main__":
    show(main)
