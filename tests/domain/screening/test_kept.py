"""A recorded round is trusted as long as its folder is what was recorded, however often its standard was read before."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from diguan.domain.screening.actions import UnableToRecordRound, record_round
from diguan.domain.screening.kept import UnableToTrustRound, kept_round
from tests.domain.ledger.worlds import neighbours
from tests.factories.accounts import COUNTY
from tests.factories.rounds import screened, written

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
RULE = "pack/indicators/safe_housing/indicator.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(screened(neighbours()), tmp_path_factory.mktemp("kept") / "round-1")


@pytest.fixture
def round_(db, settings, tmp_path, folder):
    settings.ROUNDS = tmp_path
    shutil.copytree(folder, tmp_path / "round-1")
    return record_round(folder=tmp_path / "round-1", region_code=COUNTY, actor=None, at=AT)


def changed(path):
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def added(path):
    shutil.copytree(path.parent, path.parent.with_name("safe_housing_again"))


def removed(path):
    shutil.rmtree(path.parent)


def sealed_anew(path):
    """The rule and the record that names it, both written over."""
    changed(path)
    record = path.parents[3] / "round.json"
    said = json.loads(record.read_text("utf-8"))
    said["pack"]["version"] = "0"
    record.write_text(json.dumps(said), "utf-8")


def test_standard_is_read_once_while_its_folder_stays(round_):
    assert kept_round(round_).pack is kept_round(round_).pack


def test_hidden_file_of_a_file_manager_is_no_part_of_a_standard(round_, tmp_path):
    (tmp_path / "round-1" / "pack" / ".directory").write_text("[Desktop Entry]", "utf-8")
    assert kept_round(round_).pack.id == "cn-two-assurances"


@pytest.mark.parametrize("tamper", [changed, added, removed, sealed_anew])
def test_folder_that_was_tampered_with_is_not_trusted_though_it_was_read_before(round_, tmp_path, tamper):
    kept_round(round_)
    tamper(tmp_path / "round-1" / RULE)
    with pytest.raises(UnableToTrustRound):
        kept_round(round_)


def test_fields_of_the_pack_are_sealed_as_its_rules_are(round_, tmp_path):
    kept_round(round_)
    changed(next((tmp_path / "round-1" / "pack" / "project-catalogue").glob("*.yaml")))
    with pytest.raises(UnableToTrustRound):
        kept_round(round_)


def test_folder_that_is_gone_is_not_trusted(round_, tmp_path):
    shutil.rmtree(tmp_path / "round-1")
    with pytest.raises(UnableToTrustRound):
        kept_round(round_)


def test_folder_whose_standard_is_not_the_sealed_one_is_not_recorded(db, settings, tmp_path, folder):
    settings.ROUNDS = tmp_path
    changed(shutil.copytree(folder, tmp_path / "round-1") / RULE)
    with pytest.raises(UnableToRecordRound):
        record_round(folder=tmp_path / "round-1", region_code=COUNTY, actor=None, at=AT)
