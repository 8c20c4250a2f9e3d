from datetime import date

import pytest

from diguan.exchange.campaign import Days, cover_campaign
from diguan.exchange.papers import Audience
from tests.factories.rounds import screened, written
from tests.factories.village import the_village
from tests.factories.visits import papers, planned

TODAY = date(2019, 7, 31)


@pytest.fixture(scope="session")
def village_folder(tmp_path_factory):
    with screened(the_village()) as round_:
        return written(round_, tmp_path_factory.mktemp("campaign") / "round")


@pytest.fixture(scope="session")
def plan(village_folder):
    return planned(village_folder)


@pytest.fixture(scope="session")
def workbook(plan, tmp_path_factory):
    return papers(tmp_path_factory.mktemp("papers"), plan)


@pytest.fixture(scope="session")
def homes(plan):
    """Households of the visit list, in its order."""
    return [visit.household_id for visit in plan.visits]


@pytest.fixture
def cover(village_folder, tmp_path):
    def run(*files, first=None, last=None, most=12, out="out"):
        days = Days(first, last, TODAY, most)
        audience = Audience("zh", "县办", None)
        return cover_campaign(
            village_folder, files, tmp_path / out, days=days, audience=audience, progress=lambda *_: None
        )

    return run
