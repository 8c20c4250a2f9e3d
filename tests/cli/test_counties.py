"""`diguan counties` as somebody types it: sums over all counties, a list of them, exit codes."""

import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.test_national import COUNTIES, tables

OPTIONS = ("--standard", "cn-village-exit", "--as-of", "2019-06-30", "--confirm", "village_poverty_rate=3@test")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tables(tmp_path_factory.mktemp("national") / "tables", seed=2)


def run(*words):
    return CliRunner().invoke(app, ["counties", *map(str, words)])


def test_prints_sums_then_goes_on_from_what_is_there(folder, tmp_path):
    result = run(folder, *OPTIONS, "--out", tmp_path / "out", "--jobs", 2)
    assert result.exit_code == 0, result.output
    assert "逐县筛查 County by county" in result.output
    assert f"{tmp_path / 'out'}" in result.output.replace("\n", "")
    again = run(folder, *OPTIONS, "--out", tmp_path / "out", "--json")
    said = json.loads(again.output)
    assert [part["part"] for part in said["parts"]] == [*COUNTIES, "unplaced"]
    assert sum(part["households"] for part in said["parts"]) == 301  # one is told of by its person alone
    assert sum(said["indicators"]["hardened_road"].values()) == 24


def test_refuses_what_is_no_folder_of_parquet_tables(tmp_path):
    (tmp_path / "tables").mkdir()
    result = run(tmp_path / "tables", *OPTIONS, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()
