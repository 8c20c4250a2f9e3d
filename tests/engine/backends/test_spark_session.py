import builtins
import os
import subprocess
import sys

import pytest

from diguan.engine.backends.spark_session import UnableToStartSpark, spark_session


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


def test_absent_java_is_said_with_what_to_do(tmp_path):
    program = "from diguan.engine.backends.spark_session import spark_session\nwith spark_session():\n    pass"
    settings = {**os.environ, "JAVA_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "UnableToStartSpark" in ended.stderr
    assert "Java 17" in ended.stderr
