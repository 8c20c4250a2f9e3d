import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.fixtures.handmade.build import ROLES, build

STANDARD = ("--standard", "cn-two-assurances", "--as-of", "2019-06-30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    files = build(tmp_path_factory.mktemp("handmade"))
    out = tmp_path_factory.mktemp("screened") / "result"
    given = [str(files[role]) for role in ROLES]
    words = [*given, "--residents", str(files["residents"]), *STANDARD, "--confirm", "poverty_line=3218@notice"]
    assert run("screen", *words, "--out", out).exit_code in (0, 1)
    return out


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)])


def test_show_says_indicators_and_findings_in_peoples_words(folder):
    shown = run("round", "show", folder)
    assert shown.exit_code == 0
    for said in ("义务教育有保障", "Compulsory education", "households", "疑似错退 Suspected wrong exit"):
        assert said in shown.stdout, said
    for name in ("compulsory_education", "suspected_wrong_exit"):
        assert name not in shown.stdout, name


def test_show_has_the_figures_of_the_record(folder):
    record = json.loads(run("round", "show", folder, "--json").stdout)
    shown = [line.replace("│", " ").split() for line in run("round", "show", folder).stdout.splitlines()]
    for kind, number in record["counts"]["findings"].items():
        households = record["counts"]["finding_households"][kind]
        assert [str(number), str(households)] in [words[-2:] for words in shown], kind


def test_verify_of_an_untouched_folder_is_equal(folder):
    assert run("round", "verify", folder).exit_code == 0


def test_verify_names_a_changed_file(folder, tmp_path):
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "report.html").write_text("changed", encoding="utf-8")
    found = run("round", "verify", copy)
    assert found.exit_code == 2
    assert "report.html" in found.stdout


def test_folder_without_a_round_is_refused_with_what_to_do(tmp_path):
    for command in ("show", "verify"):
        refused = run("round", command, tmp_path)
        assert refused.exit_code == 2
        assert "diguan screen" in refused.output
        assert "Traceback" not in refused.output
