"""A registry filled from the hand-made county, for both databases."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import diguan
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.domain.registry.models import Load
from diguan.domain.screening.actions import record_round
from diguan.engine.catalogue import load_catalogue
from diguan.exchange.reading import read_inputs
from tests.factories.kept import kept
from tests.fixtures.handmade.build import ROLES, build

AS_OF = date(2019, 6, 30)
STANDARD = "cn-two-assurances"
AT = datetime(2019, 7, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return build(tmp_path_factory.mktemp("handmade"))


@pytest.fixture(scope="session")
def handmade(files):
    rosters = {name: files[name] for name in ("health_insurance", "education")}
    inputs = [files[role] for role in ROLES]
    return read_inputs(inputs, files["residents"], rosters, load_catalogue(), region_tree(), None, AS_OF)


@pytest.fixture
def county(transactional_db, handmade):
    """The region code of a county that was just loaded."""
    terms = Terms(load_catalogue(), AS_OF)
    kept("the hand-made county", lambda: load_inputs(read=handmade, terms=terms, actor=None, at=AT))
    return Load.objects.get().region_code


@pytest.fixture(scope="session")
def judged_folder(files, tmp_path_factory):
    """The folder of a round over the files of the county, made once: whoever changes anything in it takes a copy."""
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
def judged_county(county, judged_folder, settings, tmp_path):
    """The county in the registry, and a round over its files with where each household stands."""
    settings.ROUNDS = tmp_path
    folder = shutil.copytree(judged_folder, tmp_path / "round-1")
    return record_round(folder=folder, region_code=county, actor=None, at=AT)
