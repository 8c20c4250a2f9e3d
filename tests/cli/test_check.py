import json

import openpyxl
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.checked import FAR, WRONG, write


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write(tmp_path_factory.mktemp("planted"))


def run(files, out, *more, inputs=("near", "far", "watched")):
    words = [str(files[name]) for name in inputs]
    roster = f"helpers={files['helpers']}"
    return CliRunner().invoke(
        app, ["check", *words, "--roster", roster, "--as-of", "2022-06-30", "--out", str(out), *more]
    )


@pytest.fixture(scope="module")
def done(files, tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "result"
    return run(files, out, "--recipient", "旗乡村振兴局"), out


def test_done_prints_groups_checks_and_paths(done):
    result, out = done
    assert result.exit_code == 0, result.output
    for said in ("180 项检查中", "身份与成员信息有误", "合计 Total", "疑似重复登记：4 组", "合成数据 SYNTHETIC"):
        assert said in result.stdout, said
    for paper in ("checks.xlsx", "corrections.xlsx"):
        assert str(out / paper) in result.stdout
        assert (out / paper).is_file()


def test_one_json_object_has_the_same_figures(files, tmp_path):
    result = run(files, tmp_path / "result", "--json")
    told = json.loads(result.stdout)
    assert told["findings"] == sum(len(checks) for checks in WRONG.values())
    assert told["perhaps_twice"] == 4
    assert told["checks"]["phone_not_shared"]["findings"] == 3
    assert told["masking"] is None or told["masking"]["masked"] is True


def test_one_workbook_cut_to_a_region_is_checked_alone(files, tmp_path):
    result = run(files, tmp_path / "result", "--region", "150429", inputs=("far",))
    assert result.exit_code == 0, result.output
    sheets = openpyxl.load_workbook(tmp_path / "result" / "checks.xlsx").sheetnames
    assert FAR["乡"] not in sheets  # its one person is wrong only beside the other county


def test_overlay_for_pastoral_banners_has_limits_of_its_own(files, tmp_path):
    told = json.loads(run(files, tmp_path / "result", "--standard", "cn-consistency-pastoral", "--json").stdout)
    assert told["checks"]["preschool_ends"]["findings"] == 0
    assert told["pack"]["id"] == "cn-consistency-pastoral"


def test_rejected_rows_end_with_1_and_are_told(files, tmp_path):
    book = openpyxl.load_workbook(files["far"])
    book.active["D3"] = "坏"
    bad = tmp_path / "bad.xlsx"
    book.save(bad)
    result = run({**files, "far": bad}, tmp_path / "result")
    assert result.exit_code == 1, result.output
    assert str(tmp_path / "result" / "rejected.xlsx") in result.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--reveal", " "), "--reveal"),
        (("--as-of", "2022-06-31"), "2022-06-31"),
        (("--standard", "cn-nothing"), "cn-nothing"),
        (("--region", "150928"), "150928"),
        (("--roster", "jobs=missing.csv"), "missing.csv"),
    ],
)
def test_refused_with_2_says_why_and_leaves_nothing(files, tmp_path, more, said):
    result = run(files, tmp_path / "result", *more)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert list(tmp_path.iterdir()) == []
