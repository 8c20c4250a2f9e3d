"""What every test may ask for, and how hypothesis runs here."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

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
