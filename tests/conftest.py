"""What every test may ask for, and how hypothesis runs here."""

import gc
import os
import shutil
import sys

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from diguan.engine.backends.spark_session import spark_session
from tests.factories.append_only import lifted
from tests.factories.in_spark import SMALL

# No timed tests: a slow machine must not fail the suite. `CI` draws the same examples each time, a desk draws new ones.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
FIGURES = (  # what is kept of a count for as long as it is the newest
    ("diguan.domain.insight.queries.veil", "veil_of"),
    ("diguan.domain.insight.queries.rounds", "rounds_below"),
    ("diguan.web.board.written", "written"),
    ("diguan.web.board.charts", "drawn"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-alone",
        action="store_true",
        help="only tests that touch the database: on a second database all others would say the same again",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-alone"):
        return
    asking = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


def pytest_collection_finish() -> None:
    """Ten thousand tests are there to stay: nobody need look through them for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """What was there to stay may go."""
    gc.unfreeze()


def touches_database(item: pytest.Item) -> bool:
    """Whether a test, or a fixture that it asks for, may touch the database; pytest-django refuses it to all others."""
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("DIGUAN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) or set DIGUAN_CHROMIUM")
    return found


@pytest.fixture(autouse=True)
def no_figures_remembered():
    """Counts of different tests have the same number and the same moment."""
    for module, name in FIGURES:
        if module in sys.modules:
            getattr(sys.modules[module], name).cache_clear()


@pytest.fixture(scope="session")
def spark():
    """One session of Spark for all tests that need it: a machine of Java takes seconds to start."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java: install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME")
    with spark_session("local[1]", SMALL) as session:
        yield session


@pytest.fixture(autouse=True, scope="session")
def record_of_acts_can_be_emptied():
    """A test that commits leaves a database to be emptied; the record of acts refuses that, as it should, and is made to yield."""
    kept = TransactionTestCase._fixture_teardown

    def emptied(case):
        with lifted():
            kept(case)

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = kept
