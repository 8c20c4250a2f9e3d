"""Spark against DuckDB: the same twenty rules over the same Parquet files, verdicts and grades compared row by row.

Bar: no row differs. Processor seconds of both are printed beside it (those of Spark are its Java machine's, after one run to warm up).
Needs the extra `spark` and Java 17.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.measure import Result, show
from benchmarks.population import NAMES, layout, rules, write_parquet
from diguan.engine.backends.dialects import SPARK
from diguan.engine.backends.spark_session import spark_session
from diguan.engine.backends.sql import verdict_sql

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Both engines from the same files to files of their own."""
    if find_spec("pyspark") is None or (shutil.which("java") is None and "JAVA_HOME" not in os.environ):
        print("left out: needs the extra spark (pip install 'diguan[spark]') and Java 17", flush=True)
        return []
    households = 50_000 if quick else 400_000
    with tempfile.TemporaryDirectory() as made, spark_session("local[2]") as session:
        folder = Path(made)
        write_parquet(folder / "snapshot", households, 5 if quick else 20)
        in_duckdb(folder)
        duck = seconds(time.process_time, lambda: in_duckdb(folder))
        in_spark(session, folder, "first")
        java = seconds(lambda: processor_time(children()), lambda: in_spark(session, folder, "second"))
        different = sum(differing(folder, name) for name in ("household", "person"))
    detail = f"{java:.1f} processor seconds of Spark local[2] against {duck:.1f} of DuckDB ({java / duck:.1f} times)"
    return [
        Result(
            f"rows of verdicts in which Spark and DuckDB differ, {households:,} households",
            different,
            0,
            "",
            detail=detail,
        )
    ]


def in_duckdb(folder: Path) -> None:
    """Verdicts of everybody by DuckDB."""
    db = duckdb.connect()
    for name in NAMES.values():
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/snapshot/{name}/*.parquet'")
    for subject, query in verdict_sql(rules(), layout()).items():
        db.execute(f"COPY ({query}) TO '{folder}/duckdb-{subject}.parquet' (FORMAT parquet)")


def in_spark(session: "SparkSession", folder: Path, name: str) -> None:
    """Verdicts of everybody by Spark."""
    for relation in NAMES.values():
        session.read.parquet(f"{folder}/snapshot/{relation}").createOrReplaceTempView(relation)
    for subject, query in verdict_sql(rules(), replace(layout(), dialect=SPARK)).items():
        session.sql(query).write.parquet(f"{folder}/{name}-{subject}")


def differing(folder: Path, subject: str) -> int:
    """Rows that one engine has and the other has not."""
    duck, spark = f"FROM '{folder}/duckdb-{subject}.parquet'", f"FROM '{folder}/second-{subject}/*.parquet'"
    both = f"(({duck}) EXCEPT ALL ({spark})) UNION ALL (({spark}) EXCEPT ALL ({duck}))"
    rows = duckdb.sql(f"SELECT count(*) FROM ({both})").fetchall()
    assert duckdb.sql(f"SELECT (SELECT count(*) {duck}) > 0").fetchall() == [(True,)]
    return int(rows[0][0])


def seconds(clock: Callable[[], float], work: Callable[[], None]) -> float:
    """What a clock says that some work took."""
    before = clock()
    work()
    return clock() - before


def children() -> list[int]:
    """Processes that this one has started, and those that they have (Linux)."""
    found, waiting = [], [os.getpid()]
    while waiting:
        own = waiting.pop()
        listed = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
        found += map(int, listed)
        waiting += map(int, listed)
    return found


def processor_time(processes: list[int]) -> float:
    """Processor seconds of processes, all threads."""
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    show(main)
