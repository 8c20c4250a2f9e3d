"""A session of Spark, with every setting that could change an answer set: the same rules must say the same on any cluster.

Spark is an extra (`pip install diguan[spark]`) and needs Java; it is imported when a session is started.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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


class UnableToUseSpark(Exception):
    """Spark cannot be used; says why and what to do."""

    def __init__(self, problem: Label, hint: Label) -> None:
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(f"{problem[x]} {hint[x]}" for x in ("zh", "en")))


class UnableToStartSpark(UnableToUseSpark):
    """Spark is not installed, or does not start; says what is missing."""


class UnableToFinishInSpark(UnableToUseSpark):
    """Spark started and then could not do the work, or was gone; says what it said."""


@contextmanager
def spark_session(master: str | None = None, more: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """A session, stopped at the end unless it was running before. `master`: None is this machine with all cores.

    What else a cluster needs stands in its spark-defaults.conf; `more` are further settings. UnableToStartSpark; UnableToFinishInSpark
    where the cluster fails or its session dies while it is in use.
    """
    try:
        from py4j.protocol import Py4JError, Py4JJavaError  # noqa: PLC0415 - comes with the extra
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
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise UnableToStartSpark(
            Label(f"Spark 不能启动（{where}）：{_said(error)}", f"Spark does not start ({where}): {_said(error)}"),
            Label(
                "应为：Java 17 或更新（设 JAVA_HOME），--master 是能连上的集群地址或 local[核数]",
                "expected: Java 17 or newer (set JAVA_HOME), and a --master that can be reached, or local[cores]",
            ),
        ) from error
    alive = True
    try:
        yield session
    except (Py4JError, OSError) as error:
        alive = _alive(session)
        if alive and not isinstance(error, Py4JJavaError):
            raise  # a file of our own, or a call that Spark does not know
        raise UnableToFinishInSpark(
            Label(f"Spark 没有做完（{where}）：{_said(error)}", f"Spark did not finish ({where}): {_said(error)}")
            if alive
            else Label(
                f"Spark 中途断了（{where}）：{_said(error)}", f"Spark was lost on the way ({where}): {_said(error)}"
            ),
            Label(
                "请看集群的日志：内存够不够，每台机器是否都在同一路径下看得到 --out 所在的文件夹；也可以改用 --engine duckdb，结果相同",
                "look at the logs of the cluster: is there enough memory, does every machine see the folder of --out under the same path? "
                "--engine duckdb gives the same result",
            ),
        ) from error
    finally:
        if running is None:
            with suppress(*(() if alive else (Py4JError, OSError))):  # who is gone cannot be told to stop
                session.stop()


def _said(error: Exception) -> str:
    """The first line of what went wrong; of an error in Java, its own words and not those of the bridge."""
    thrown = getattr(error, "java_exception", None)
    said = str(error) if thrown is None else str(thrown.toString())
    return next(filter(None, (line.strip() for line in said.splitlines())), type(error).__name__)


def _alive(session: "SparkSession") -> bool:
    """Whether a session still answers."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with the extra

    try:
        return not session.sparkContext._jsc.sc().isStopped()  # noqa: SLF001 - pyspark has no other way to ask
    except (Py4JError, OSError):
        return False
