"""What every test may ask for: the repository, real households, a browser; and how hypothesis runs here."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No timed tests: a slow machine must not fail the suite. `CI` draws the same examples each time, a desk draws new ones.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

REPOSITORY = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = os.environ.get("DIGUAN_REAL_DATA")
    if not folder:
        pytest.skip("no real households: set DIGUAN_REAL_DATA to the folder that holds them")
    path = Path(folder)
    assert path.is_dir(), f"DIGUAN_REAL_DATA names {folder}, which is no folder"
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("DIGUAN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) or set DIGUAN_CHROMIUM")
    return found
