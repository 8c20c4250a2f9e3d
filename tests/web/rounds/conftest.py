"""A round over the hand-made county, made once and put into the database of each test as its job would."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import diguan
from diguan.domain.screening.actions import record_round
from tests.domain.screening.conftest import AS_OF
from tests.fixtures.handmade.build import ROLES, build

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    files = build(tmp_path_factory.mktemp("handmade"))
    return diguan.screen(
        [files[role] for role in ROLES],
        residents=files["residents"],
        rosters={name: files[name] for name in ("health_insurance", "education")},
        standard="cn-two-assurances",
        as_of=AS_OF,
        confirm={"poverty_line": (3218, "county notice")},
        out=tmp_path_factory.mktemp("rounds") / "made",
    )


@pytest.fixture
def rounds_folder(settings, tmp_path):
    settings.ROUNDS = tmp_path
    return tmp_path


@pytest.fixture
def recorded(db, made, rounds_folder):
    """Record the round as one over a region."""

    def record(region_code, name="round-00000001"):
        shutil.copytree(Path(made.path), rounds_folder / name)
        return record_round(folder=rounds_folder / name, region_code=region_code, actor=None, at=AT)

    return record
