import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app

RUNNER = CliRunner()
ARGUMENTS = ["synth", "--county", "科尔沁右翼前旗", "--households", "600", "--seed", "7"]


def test_command_prints_targets_truth_and_the_next_command(tmp_path):
    done = RUNNER.invoke(app, [*ARGUMENTS, "--out", str(tmp_path / "county")])
    assert done.exit_code == 0
    for words in ("户均人口", "needs_evidence", "residents.csv", "diguan screen"):
        assert words in done.stdout
    assert (tmp_path / "county/truth/truth.csv").is_file()


def test_json_is_one_object_and_nothing_else(tmp_path):
    done = RUNNER.invoke(app, [*ARGUMENTS, "--out", str(tmp_path / "county"), "--json"])
    said = json.loads(done.stdout)
    assert said["rows"]["residents.csv"] > 1_500
    assert all((tmp_path / "county" / path).is_file() for paths in said["files"].values() for path in paths)
    assert {target["reached"] for target in said["targets"]} == {"yes"}
    assert "--standard cn-facilities --as-of 2019-06-30" in said["screen_places"]


@pytest.mark.parametrize(
    "wrong", [["--county", "999999"], ["--county", "不存在旗"], ["--as-of", "2018-01-01"], ["--households", "3"]]
)
def test_what_cannot_be_made_is_refused_with_exit_code_two(tmp_path, wrong):
    done = RUNNER.invoke(app, [*ARGUMENTS, "--out", str(tmp_path / "county"), *wrong])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


def test_no_command_is_told_that_a_standard_not_in_force_yet_would_refuse(tmp_path):
    done = RUNNER.invoke(app, [*ARGUMENTS, "--out", str(tmp_path / "county"), "--as-of", "2018-06-30", "--json"])
    said = json.loads(done.stdout)
    assert (said["screen_places"], "--as-of 2018-06-30" in said["screen"]) == (None, True)
