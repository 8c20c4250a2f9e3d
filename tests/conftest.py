"""What every test may ask for, and how hypothesis runs here."""

import os
import shutil

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.factories.append_only import lifted

# No timed tests: a slow machine must not fail the suite. `CI` draws the same examples each time, a desk draws new ones.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("DIGUAN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) or set DIGUAN_CHROMIUM")
    return found


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
