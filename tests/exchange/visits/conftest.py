import pytest

from tests.factories.rounds import screened, written
from tests.factories.village import the_village
from tests.factories.visits import papers, planned


@pytest.fixture(scope="session")
def village_folder(tmp_path_factory):
    with screened(the_village()) as round_:
        return written(round_, tmp_path_factory.mktemp("visits") / "round")


@pytest.fixture(scope="session")
def plan(village_folder):
    return planned(village_folder)


@pytest.fixture(scope="session")
def workbook(plan, tmp_path_factory):
    return papers(tmp_path_factory.mktemp("papers"), plan)
