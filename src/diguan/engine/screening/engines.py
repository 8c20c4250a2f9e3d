"""Which back end judges a snapshot: DuckDB, Spark or the closures. All of them say the same; a round does not show which it was."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from diguan.engine.backends.spark_session import spark_session
from diguan.engine.screening.evaluating import IN_DUCKDB, Evaluator
from diguan.engine.screening.evaluating_closures import InClosures
from diguan.engine.screening.evaluating_spark import InSpark


class Engine(StrEnum):
    """The back ends by name."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    CLOSURES = "closures"


@contextmanager
def evaluating(engine: Engine, workspace: Path, master: str | None = None) -> Iterator[Evaluator]:
    """An evaluator for one round. `workspace`: a folder that Spark may use and that is gone at the end; `master`: of Spark.

    UnableToStartSpark when Spark is asked for and is not there.
    """
    if engine is Engine.DUCKDB:
        yield IN_DUCKDB
    elif engine is Engine.CLOSURES:
        yield InClosures()
    else:
        try:
            with spark_session(master) as session:
                yield InSpark(session, workspace)
        finally:
            shutil.rmtree(workspace, ignore_errors=True)
