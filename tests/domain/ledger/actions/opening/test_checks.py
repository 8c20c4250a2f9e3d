"""A check of workbooks becomes items of the ledger, told apart from what rounds find."""

import json
import shutil
from hashlib import sha256

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions.opening import Opened, UnableToTakeCheck, open_from_check
from diguan.domain.ledger.choices import Source
from diguan.domain.ledger.models import Item
from diguan.domain.screening.models import Round
from tests.domain.ledger.actions.test_stepping import somebody
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.handed_checks import a_check, a_round_instead
from tests.factories.ledger import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(settings, tmp_path):
    """The folder of a check of a child whose school does not fit its age."""
    settings.ROUNDS = tmp_path / "rounds"
    settings.ROUNDS.mkdir()
    return a_check(tmp_path / "check")


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
    with pytest.raises(UnableToTakeCheck) as refused:
        take(checked)
    assert "findings.parquet" in refused.value.said("zh")
    assert (Round.objects.count(), Item.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "who", [somebody(Role.TOWNSHIP), somebody(Role.COUNTY, OTHER_COUNTY)], ids=["township", "elsewhere"]
)
def test_check_of_a_place_is_taken_by_whoever_may_screen_there(checked, who):
    with pytest.raises(UnableToTakeCheck):
        take(checked, who)
    assert not Round.objects.exists()


def test_preview_says_what_would_be_opened_and_leaves_nothing(checked, settings):
    seen = open_from_check(folder=checked, region_code=COUNTY, preview=True, actor=somebody(Role.COUNTY), at=AT)
    assert (Round.objects.count(), Item.objects.count(), list(settings.ROUNDS.iterdir())) == (0, 0, [])
    left = settings.ROUNDS / f"check-{seal(checked)}"
    shutil.copytree(checked, left)  # of a preview that was killed
    open_from_check(folder=checked, region_code=COUNTY, preview=True, actor=somebody(Role.COUNTY), at=AT)
    assert not left.exists()
    assert take(checked) == seen
    open_from_check(folder=checked, region_code=COUNTY, preview=True, actor=somebody(Role.COUNTY), at=AT)
    assert left.is_dir()


def seal(folder):
    return sha256((folder / "round.json").read_bytes()).hexdigest()[:16]


@pytest.mark.parametrize("region_code", ["152222101000", "152223000000"], ids=["another township", "another county"])
def test_check_with_a_household_elsewhere_opens_nothing(checked, region_code):
    with pytest.raises(UnableToTakeCheck) as refused:
        take(checked, somebody(Role.COUNTY, region_code), region_code)
    assert refused.value.field == "region_code"
    assert "152222100201" in refused.value.said("en")
    assert (Round.objects.count(), Item.objects.count()) == (0, 0)


def test_township_of_the_household_is_where_it_lies(checked):
    assert take(checked, somebody(Role.COUNTY), "152222100000").opened == Item.objects.count() > 0


def test_rules_of_another_standard_are_the_command_lines_alone(settings, tmp_path):
    settings.ROUNDS = tmp_path / "rounds"
    settings.ROUNDS.mkdir()
    other = a_round_instead(tmp_path / "check")
    with pytest.raises(UnableToTakeCheck) as refused:
        take(other)
    assert "cn-two-assurances" in refused.value.said("zh")
    assert not Round.objects.exists()


def test_rules_that_were_changed_are_not_believed(checked):
    said = json.loads((checked / "round.json").read_bytes())
    said["pack"]["sha256"] = "0" * 64
    (checked / "round.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UnableToTakeCheck) as refused:
        take(checked)
    assert refused.value.field == "inputs"
