"""Cases played on Spark. A question takes it a second, so nobody waits for this before a round: it is asked where a session is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from diguan.engine.backends.dialects import SPARK, Dialect
from diguan.engine.catalogue import Catalogue
from diguan.engine.rehearsal.sets import Row, play_on
from diguan.engine.rehearsal.stage import Outcome, Scene

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class OnSpark:
    """A session."""

    session: "SparkSession"
    back_end: str = "Spark"
    dialect: Dialect = SPARK

    def lay_out(self, name: str, table: pa.Table) -> None:
        """A view of the session."""
        self.session.createDataFrame(table).createOrReplaceTempView(name)

    def ask(self, query: str) -> Iterable[Row]:
        """All rows at once."""
        return [row.asDict() for row in self.session.sql(query).collect()]


def play_spark(session: "SparkSession", catalogue: Catalogue, scenes: Sequence[Scene]) -> list[Outcome]:
    """What Spark makes of each scene; the order is that of the groups, not of the scenes."""
    return play_on(OnSpark(session), catalogue, scenes)
