"""`diguan rescreen` and `diguan round join` as somebody types them."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

import diguan
from diguan.cli.main import app
from tests.factories.changed_tables import tables_before_and_after
from tests.factories.rounds import CONFIRMED, pack

DAY, STANDARD = date(2019, 6, 30), "cn-two-assurances"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rescreen")
    named = tables_before_and_after(folder, pack(STANDARD), DAY, 6)
    (folder / "changed.csv").write_text("\n".join(["village_code", *named]), encoding="utf-8")
    diguan.screen([folder / "before"], standard=STANDARD, as_of=DAY, out=folder / "base", confirm=CONFIRMED)
    return folder


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)])


def test_changes_are_judged_shown_joined_and_verified(made, tmp_path):
    out = tmp_path / "part"
    result = run("rescreen", made / "after", "--since", made / "base", "--changed", made / "changed.csv", "--out", out)
    assert result.exit_code == 0, result.output
    assert f"diguan round join {made / 'base'} {out} --out" in result.output.replace("\n", "")
    assert "villages that have changed since base" in run("round", "show", out).output
    joined = run("round", "join", made / "base", out, "--out", tmp_path / "whole", "--json")
    assert joined.exit_code == 0, joined.output
    assert json.loads(joined.output)["counts"]["households"] > 0
    assert run("round", "verify", out, "--since", made / "base").exit_code == 0
    missing = run("round", "verify", out)
    assert missing.exit_code == 2
    assert "--since" in missing.output


def test_changes_are_found_by_the_tables_as_they_were(made, tmp_path):
    out = tmp_path / "part"
    result = run("rescreen", made / "after", "--since", made / "base", "--was", made / "before", "--out", out)
    assert result.exit_code == 0, result.output
    assert "villages that have changed since base" in run("round", "show", out).output
    neither = run("rescreen", made / "after", "--since", made / "base", "--out", tmp_path / "none")
    assert neither.exit_code == 2
    assert "--was" in neither.output


def test_list_that_is_none_is_refused_and_nothing_is_written(made, tmp_path):
    wrong = tmp_path / "list.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("rescreen", made / "after", "--since", made / "base", "--changed", wrong, "--out", tmp_path / "part")
    assert result.exit_code == 2
    assert "village_code" in result.output
    assert not (tmp_path / "part").exists()
