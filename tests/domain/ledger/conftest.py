"""A county in the registry with a round behind it, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import diguan
from diguan.domain.screening.actions import record_round
from tests.domain.screening.conftest import county, files, handmade
from tests.fixtures.handmade.build import ROLES

__all__ = ["county", "files", "handmade"]
STANDARD = "cn-two-assurances"
COUNTY = "150928000000"
AS_OF = date(2019, 6, 30)
AT = datetime(2019, 7, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def judged_folder(files, tmp_path_factory):
    """The folder of a round over the files of the county, made once."""
    made = diguan.screen(
        [files[role] for role in ROLES],
        residents=files["residents"],
        rosters={name: files[name] for name in ("health_insurance", "education")},
        standard=STANDARD,
        as_of=AS_OF,
        confirm={"poverty_line": (3218, "county notice")},
        out=tmp_path_factory.mktemp("rounds") / "round-1",
    )
    return Path(made.path)


@pytest.fixture
def round_one(county, judged_folder, settings):
    """The recorded round of that folder over the county in the registry."""
    settings.ROUNDS = judged_folder.parent
    return record_round(folder=judged_folder, region_code=county, actor=None, at=AT)


@pytest.fixture
def round_alone(db, judged_folder, settings):
    """The same round where nothing of the registry is asked."""
    settings.ROUNDS = judged_folder.parent
    return record_round(folder=judged_folder, region_code=COUNTY, actor=None, at=AT)
