"""No miss and no false alarm: the real command over a synthetic county and over hand-made workbooks, decoys included."""

import json
import shlex

import pytest

from tests.acceptance.command import diguan
from tests.fixtures.handmade.build import HERE, ROLES, build
from tests.synth.evaluate import evaluate

CONFIRMED = frozenset({"poverty_line", "relocation_area_per_head", "microloan_ceiling"})
FIGURES = ["poverty_line=3218@notice", "relocation_area_per_head=25@notice", "microloan_ceiling=50000@notice"]
JUDGED = ["--standard", "cn-two-assurances", "--as-of", "2019-06-30"]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truth") / "county"
    made = diguan("synth", "--households", 1_500, "--seed", 5, "--out", folder, "--json").answer
    program, *words = shlex.split(made["screen"])
    assert program == "diguan"
    done = diguan(*words, "--json")
    assert done.code == 1, done.text  # done, with rejected rows
    return folder, folder.with_name("county-result")


@pytest.fixture(scope="module")
def handmade(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handmade")
    files = build(folder / "files")
    rosters = [word for name in ("health_insurance", "education") for word in ("--roster", f"{name}={files[name]}")]
    figures = [word for figure in FIGURES for word in ("--confirm", figure)]
    inputs = [files[role] for role in ROLES]
    done = diguan(
        "screen", *inputs, "--residents", files["residents"], *rosters, *JUDGED, *figures, "--out", folder / "round"
    )
    assert done.code == 1, done.text  # done, with a rejected row
    return folder / "round"


def test_county_findings_are_exactly_the_planted_ones(county):
    folder, result = county
    compared = evaluate(result / "findings.parquet", folder / "truth/truth.csv", CONFIRMED)
    assert len(compared.expected) > 50
    assert (compared.missed, compared.false_alarms) == ([], []), compared.table()


def test_no_decoy_of_the_county_is_found(county):
    folder, result = county
    planted = json.loads((folder / "truth/truth.json").read_text(encoding="utf-8"))
    compared = evaluate(result / "findings.parquet", folder / "truth/truth.csv", CONFIRMED)
    decoys = {decoy["household_id"] for decoy in planted["decoys"]}
    assert len(decoys) > 30
    assert decoys & {household for _, household, _, _ in compared.found} == set()


def test_handmade_findings_are_exactly_the_written_ones(handmade):
    compared = evaluate(handmade / "findings.parquet", HERE / "truth.csv", CONFIRMED)
    assert len(compared.expected) == 16
    assert (compared.missed, compared.false_alarms) == ([], []), compared.table()


def test_no_handmade_decoy_is_found(handmade):
    written = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))
    compared = evaluate(handmade / "findings.parquet", HERE / "truth.csv", CONFIRMED)
    assert set(written["decoys"]) & {household for _, household, _, _ in compared.found} == set()
