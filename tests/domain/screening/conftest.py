"""A registry filled from the hand-made county, for both databases."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.engine.catalogue import load_catalogue
from diguan.exchange.reading import read_inputs
from tests.fixtures.handmade.build import ROLES, build

AS_OF = date(2019, 6, 30)
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
    outcome = load_inputs(read=handmade, terms=Terms(load_catalogue(), AS_OF), actor=None, at=AT)
    return outcome.region_code
