import json
import shutil

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.places import VILLAGES, clinic, screened_places, with_record_of_before
from tests.factories.rounds import pack, screened, written
from tests.factories.village import the_village


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with screened(the_village()) as found:
        return written(found, tmp_path_factory.mktemp("cli") / "round")


def run(*words):
    return CliRunner().invoke(app, ["round", *map(str, words)])


def test_untouched_round_verifies(whole):
    result = run("verify", whole)
    assert result.exit_code == 0
    assert "一致" in result.output
    assert "every file is what the recomputation gives" in result.output


def test_changed_round_names_the_file_and_ends_with_two(whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "round")
    (folder / "findings.parquet").write_bytes(b"")
    result = run("verify", folder)
    assert result.exit_code == 2
    assert "findings.parquet" in result.output


def test_verification_as_json(whole):
    result = run("verify", whole, "--json")
    assert json.loads(result.output) == {"round": str(whole), "ok": True, "problems": [], "notes": []}


def test_folder_that_is_no_round_is_refused(tmp_path):
    assert run("verify", tmp_path).exit_code == 2


def test_round_is_shown(whole):
    result = run("show", whole)
    assert result.exit_code == 0
    assert "cn-two-assurances 2019.1 · 2019-06-30" in result.output
    assert "疑似错退" in result.output


def test_findings_about_places_are_shown_and_no_zero_in_their_stead(tmp_path):
    facilities = [
        {"facility_id": f"F{n}", "region_code": VILLAGES[0], "facility_kind": "村卫生室", "qualified_doctors": 0}
        for n in range(3)
    ]
    with screened_places("cn-facilities", [], facilities) as found:
        folder = written(found, tmp_path / "round")
    rows = pq.read_table(folder / "place_findings.parquet").to_pylist()
    label = next(f.label.zh for f in pack("cn-facilities").findings if f.kind == rows[0]["kind"])
    said = [line for line in run("show", folder).output.splitlines() if label in line]
    number = sum(row["kind"] == rows[0]["kind"] for row in rows)
    assert [line.split("│")[2].strip() for line in said] == [str(number)]


def test_round_as_json_is_its_record(whole):
    assert json.loads(run("show", whole, "--json").output) == json.loads(
        (whole / "round.json").read_text(encoding="utf-8")
    )


def test_findings_about_places_of_an_earlier_record_are_counted_by_their_table(tmp_path):
    with screened_places("cn-facilities", [], [clinic(f"F{n}", VILLAGES[0], doctors=0) for n in range(7)]) as found:
        folder = written(found, tmp_path / "round")
    with_record_of_before(folder)
    said = [line for line in run("show", folder).output.splitlines() if "机构未达标" in line]
    assert [line.split("│")[2].strip() for line in said] == ["7"]
    verified = run("verify", folder)
    assert verified.exit_code == 0
    assert "实有 7 条" in verified.output
