import builtins
import os
import subprocess
import sys

import pytest

from diguan.engine.backends.spark_session import UnableToFinishInSpark, UnableToStartSpark, spark_session

IMPORTED = "from diguan.engine.backends.spark_session import spark_session\n"


def test_session_that_runs_is_used_and_left_running(spark):
    with spark_session() as found:
        assert found is spark
    assert spark.range(3).count() == 3


def test_meaning_of_sql_is_set_whatever_a_cluster_says(spark):
    spark.conf.set("spark.sql.caseSensitive", "false")
    with spark_session() as found:
        assert found.conf.get("spark.sql.caseSensitive") == "true"
        assert found.conf.get("spark.sql.ansi.enabled") == "true"


def test_absent_spark_is_said_with_what_to_do(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UnableToStartSpark, match=r"diguan\[spark\]"), spark_session():
        pass


def ended_with(program, **settings):
    """The last words of a program that has Java for itself."""
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED + program],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    return ended.stderr


def test_absent_java_is_said_with_what_to_do(tmp_path):
    said = ended_with("with spark_session():\n    pass", JAVA_HOME=str(tmp_path))
    assert "UnableToStartSpark" in said
    assert "Java 17" in said


@pytest.mark.usefixtures("spark")  # skipped with it where there is no Java
def test_cluster_that_cannot_be_reached_is_said_with_what_java_says():
    elsewhere = (
        "{'spark.driver.bindAddress': '203.0.113.1', 'spark.port.maxRetries': '0'}"  # an address that nobody has
    )
    said = ended_with(f"with spark_session('local[1]', {elsewhere}):\n    pass")
    assert "UnableToStartSpark: Spark 不能启动（local[1]）：java.net.BindException" in said
    assert "a --master that can be reached" in said


def test_work_that_spark_cannot_do_is_said_and_the_session_left_running(spark, tmp_path):
    spark.range(3).write.parquet(f"file://{tmp_path}/numbers")
    rows = spark.read.parquet(f"file://{tmp_path}/numbers")
    for path in tmp_path.glob("numbers/*.parquet"):
        path.write_bytes(b"no Parquet")
    with pytest.raises(UnableToFinishInSpark, match="under the same path") as refused, spark_session():
        rows.collect()
    assert f"{tmp_path}/numbers" in refused.value.problem.en
    assert "\n" not in refused.value.problem.en
    assert spark.range(3).count() == 3


def test_file_that_is_not_there_is_no_fault_of_spark(spark, tmp_path):
    with pytest.raises(FileNotFoundError), spark_session():
        (tmp_path / "absent").read_bytes()


@pytest.mark.usefixtures("spark")
def test_session_that_dies_on_the_way_is_said_with_what_to_do():
    said = ended_with(
        "import os, signal\n"
        "with spark_session('local[1]') as session:\n"
        "    session.range(3).count()\n"
        "    java = session._jvm.java.lang.ProcessHandle.current().pid()\n"
        "    os.kill(java, signal.SIGKILL)\n"
        "    session.range(3).count()\n"
    )
    assert "UnableToFinishInSpark: Spark 中途断了（local[1]）" in said
    assert "--engine duckdb gives the same result" in said
