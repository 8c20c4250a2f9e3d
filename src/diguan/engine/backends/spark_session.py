"""A session of Spark, with every setting that could change an answer set: the same rules must say the same on any cluster.

Spark is an extra (`pip install diguan[spark]`) and needs Java; it is imported when a session is started.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from diguan.engine.documents import Label

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
MEANING: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",  # a number that does not fit is an error, never another number
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.variable.substitute": "false",  # a text may hold ${...}
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
}
QUIET: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
HERE: Mapping[str, str] = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class UnableToStartSpark(Exception):
    """Spark is not installed, or does not start; says what is missing."""

    def __init__(self, problem: Label, hint: Label) -> None:
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(f"{problem[x]} {hint[x]}" for x in ("zh", "en")))


@contextmanager
def spark_session(master: str | None = None, more: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """A session, stopped at the end unless it was running before. `master`: None is this machine with all cores.

    What else a cluster needs stands in its spark-defaults.conf; `more` are further settings. UnableToStartSpark.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UnableToStartSpark(
            Label("没有安装 Spark（pyspark）", "Spark (pyspark) is not installed"),
            Label("请运行：pip install 'diguan[spark]'", "run: pip install 'diguan[spark]'"),
        ) from error
    running = SparkSession.getActiveSession()
    where = master or LOCAL
    builder = SparkSession.builder.appName("diguan").master(where)
    for name, value in {**QUIET, **(HERE if where.startswith("local") else {}), **(more or {}), **MEANING}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise UnableToStartSpark(
            Label(f"Spark 不能启动（{where}）：{error}", f"Spark does not start ({where}): {error}"),
            Label(
                "应为：Java 17 或更新（设 JAVA_HOME），--master 是能连上的集群地址或 local[核数]",
                "expected: Java 17 or newer (set JAVA_HOME), and a --master that can be reached, or local[cores]",
            ),
        ) from error
    try:
        yield session
    finally:
        if running is None:
            session.stop()
