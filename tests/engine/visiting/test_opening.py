import shutil

import pytest

from diguan.engine.screening import UnableToReadRound
from diguan.engine.visiting.opening import open_round
from tests.factories.visits import planned


def test_an_opened_round_has_the_facts_and_the_standard_it_was_judged_by(village_folder):
    with open_round(village_folder) as opened:
        assert opened.ruling.pack.sha256 == opened.record.pack.sha256
        assert opened.snapshot.rows["households"] == opened.record.counts.households


def test_a_changed_snapshot_is_refused(village_folder, tmp_path):
    copy = tmp_path / "round"
    shutil.copytree(village_folder, copy)
    (one,) = (copy / "snapshot" / "households").glob("152222.parquet")
    (copy / "snapshot" / "persons" / "152222.parquet").write_bytes(one.read_bytes())
    with pytest.raises(UnableToReadRound):
        planned(copy)


def test_a_changed_pack_is_refused(village_folder, tmp_path):
    copy = tmp_path / "round"
    shutil.copytree(village_folder, copy)
    with (copy / "pack" / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("# later\n")
    with pytest.raises(UnableToReadRound, match="pack"):
        planned(copy)
