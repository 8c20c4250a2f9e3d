import json
from datetime import date

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.rounds import screened, written
from tests.factories.village import the_village
from tests.factories.visits import papers, planned, visited


def run(*words):
    return CliRunner().invoke(app, ["campaign", *map(str, words)])


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    folder = tmp_path_factory.mktemp("campaign")
    with screened(the_village()) as round_:
        written(round_, folder / "round")
    plan = planned(folder / "round")
    row = {"visited": "是", "visited_on": date(2019, 7, 10), "visitor": "巴图", "met": "户主"}
    home = plan.visits[0].household_id
    return folder / "round", visited(papers(folder / "papers", plan), folder / "a.xlsx", {home: row}), home


def test_coverage_is_printed_and_written(village, tmp_path):
    round_, file, _ = village
    done = run(round_, file, "--out", tmp_path / "out", "--from", "2019-07-01", "--to", "2019-07-31")
    assert done.exit_code == 0
    assert "见到 Seen: 1" in done.stdout
    assert "没有一户见过" in done.stdout
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["campaign.xlsx", "to-see.xlsx"]


def test_what_cannot_be_ends_with_1_and_is_named(village, tmp_path):
    round_, file, home = village
    done = run(round_, file, "--out", tmp_path / "out", "--from", "2019-07-11", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [(o["kind"], o["household"]) for o in said["odd"]] == [("outside_days", home)]
    assert said["counts"]["seen"] == 0


def test_days_the_wrong_way_round_and_missing_files_are_refused(village, tmp_path):
    round_, file, _ = village
    done = run(round_, file, "--out", tmp_path / "out", "--from", "2019-07-11", "--to", "2019-07-01")
    assert (done.exit_code, "早于" in done.stderr) == (2, True)
    assert run(round_, tmp_path / "no.xlsx", "--out", tmp_path / "out").exit_code == 2
    assert not (tmp_path / "out").exists()
