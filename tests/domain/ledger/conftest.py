"""A county in the registry with a round behind it, on both databases."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.screening.actions import record_round
from tests.domain.screening.conftest import county, files, handmade, judged_folder

__all__ = ["county", "files", "handmade", "judged_folder"]
STANDARD = "cn-two-assurances"
COUNTY = "150928000000"
AS_OF = date(2019, 6, 30)
AT = datetime(2019, 7, 1, 8, tzinfo=UTC)


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
