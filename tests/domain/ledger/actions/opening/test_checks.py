"""A check of workbooks becomes items of the ledger, told apart from what rounds find."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions.opening import Opened, UnableToTakeCheck, open_from_check
from diguan.domain.ledger.choices import Source
from diguan.domain.ledger.models import Item
from diguan.domain.screening.models import Round
from tests.domain.ledger.actions.test_stepping import somebody
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.facts import export, inputs, source
from tests.factories.ledger import AT
from tests.factories.rounds import screened, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(settings, tmp_path):
    """The folder of a check of a child whose school does not fit its age."""
    settings.ROUNDS = tmp_path / "rounds"
    settings.ROUNDS.mkdir()
    both = {"household_id": "1001", "region_code": "152222100201", "status": "monitored_unstable"}
    rows = [
        {**both, "person_id": "1", "relation": "户主", "birth_date": date(1975, 5, 5), "school_status": None},
        {**both, "person_id": "2", "relation": "之子", "birth_date": date(2018, 3, 1), "school_status": "本科四年级"},
    ]
    read = inputs(export(source(1, data_on=date(2022, 5, 1)), rows, ("status",)))
    return written(screened(read, "cn-consistency", date(2022, 6, 30), confirm={}), tmp_path / "check")


def take(folder, who=None, region_code=COUNTY):
    return open_from_check(folder=folder, region_code=region_code, actor=who or somebody(Role.COUNTY), at=AT)


def test_what_a_check_found_is_in_the_ledger_once(checked):
    outcome = take(checked)
    assert outcome.opened == Item.objects.count() > 0
    assert set(Item.objects.values_list("source", "standard")) == {(Source.CHECK, "cn-consistency")}
    assert take(checked) == Opened()
    assert (Round.objects.count(), Item.objects.count()) == (1, outcome.opened)


def test_check_that_was_changed_opens_nothing(checked):
    with (checked / "findings.parquet").open("ab") as file:
        file.write(b"0")
    with pytest.raises(UnableToTakeCheck):
        take(checked)
    assert (Round.objects.count(), Item.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "who", [somebody(Role.TOWNSHIP), somebody(Role.COUNTY, OTHER_COUNTY)], ids=["township", "elsewhere"]
)
def test_check_of_a_place_is_taken_by_whoever_may_screen_there(checked, who):
    with pytest.raises(UnableToTakeCheck):
        take(checked, who)
    assert not Round.objects.exists()
