"""One session of Spark for all tests that need it: a machine of Java takes seconds to start."""

import os
import shutil

import pytest

from diguan.engine.backends.spark_session import spark_session
from tests.factories.in_spark import SMALL


@pytest.fixture(scope="session")
def spark():
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java: install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME")
    with spark_session("local[1]", SMALL) as session:
        yield session
