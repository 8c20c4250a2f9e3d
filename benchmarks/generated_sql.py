"""SQL generated from the rules against the best hand-written SQL: same engine, same tables, same twenty indicators, same answers.

Bar: at most 1.05 times its processor time, at 4 million households and 12.9 million persons. That the answers are equal is checked first.
"""

import duckdb

from benchmarks import handwritten
from benchmarks.measure import Result, interleaved, show
from benchmarks.population import layout, populate, rules
from diguan.engine.backends.sql import verdict_sql
from diguan.engine.verdicts import Subject


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Both ways into tables of DuckDB, in turn."""
    population = populate(50_000 if quick else 4_000_000)
    db = population.connection
    queries = verdict_sql(rules(), layout())
    ours = {"persons": queries[Subject.PERSON], "households": queries[Subject.HOUSEHOLD]}
    theirs = {"persons": handwritten.PERSONS, "households": handwritten.HOUSEHOLDS}
    for kind, query in ours.items():
        refuse_difference(db, query, theirs[kind])
    taken = interleaved(
        {"generated": lambda: _run(db, ours), "hand-written": lambda: _run(db, theirs)}, 5 if quick else 3
    )
    ratio = taken["generated"].cpu / taken["hand-written"].cpu
    detail = (
        f"{taken['generated'].wall:.1f} s against {taken['hand-written'].wall:.1f} s for {population.households:,} households, "
        f"{population.persons:,} persons, {len(rules())} indicators"
    )
    return [Result("generated SQL / best hand-written SQL (CPU)", ratio, 1.05, detail=detail)]


def refuse_difference(db: duckdb.DuckDBPyConnection, ours: str, theirs: str) -> None:
    """Raise when the two queries do not give the same rows."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE ours AS {ours}")
    db.execute(f"CREATE OR REPLACE TEMP TABLE theirs AS SELECT * FROM ({theirs}) AS t")
    names = ", ".join(f'"{row[0]}"' for row in db.execute("DESCRIBE ours").fetchall())
    different = f"SELECT count(*) FROM (SELECT {names} FROM ours EXCEPT ALL SELECT {names} FROM theirs)"
    (rows,) = db.execute(different).fetchall()[0]
    assert rows == 0, f"{rows} rows differ"
    db.execute("DROP TABLE ours")
    db.execute("DROP TABLE theirs")


def _run(db: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> None:
    for kind, query in queries.items():
        db.execute(f"CREATE OR REPLACE TEMP TABLE judged_{kind} AS {query}")


if __name__ == "__main__":
    show(main)
