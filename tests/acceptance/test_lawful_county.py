"""A synthetic county is lawful apart from what is planted in it: the consistency checks find nothing about an untouched household."""

import json

import pyarrow.parquet as pq
import pytest

from tests.acceptance.command import diguan


@pytest.mark.parametrize("as_of", ["2019-06-30", "2022-06-30"])
def test_checks_find_nothing_where_nothing_was_planted(tmp_path, as_of):
    made = diguan(
        "synth", "--households", 600, "--seed", 5, "--as-of", as_of, "--out", tmp_path / "county", "--json"
    ).answer
    files = {role: [tmp_path / "county" / path for path in paths] for role, paths in made["files"].items()}
    rosters = [w for name in ("health_insurance", "education") for w in ("--roster", f"{name}={files[name][0]}")]
    asked = ["--residents", files["residents"][0], *rosters, "--standard", "cn-consistency-pastoral", "--as-of", as_of]
    done = diguan("check", *files["exports"], *asked, "--out", tmp_path / "checks", "--json")
    assert done.code in (0, 1), done.text  # done; with rejected rows where some were planted
    findings = pq.read_table(tmp_path / "checks/findings.parquet").to_pylist()
    planted = touched(json.loads((tmp_path / "county/truth/truth.json").read_text(encoding="utf-8")))
    planted |= {
        line.split(",")[1] for line in (tmp_path / "county/truth/truth.csv").read_text("utf-8-sig").splitlines()
    }
    alarms = {(f["household_id"], f["indicator"]) for f in findings if f["household_id"] not in planted}
    assert len(findings) > 20
    assert alarms == set()


def touched(said):
    """Numbers of the households that any part of the truth names."""
    if isinstance(said, dict):
        own = {said["household_id"]} if "household_id" in said else set()
        return own.union(*map(touched, said.values()))
    return set().union(*map(touched, said)) if isinstance(said, list) else set()
