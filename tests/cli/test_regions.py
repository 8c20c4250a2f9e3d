import pytest
from typer.testing import CliRunner

from diguan.cli.regions import app


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, list(words))


def cells(output: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("│").split("│")] for line in output.splitlines() if line.startswith("│")
    ]


def test_counts_gives_every_level_with_the_zones_apart(run):
    result = run("counts")
    assert result.exit_code == 0
    assert cells(result.output) == [
        ["自治区 autonomous region", "1", "1", "0"],
        ["盟市 prefecture", "12", "12", "0"],
        ["旗县（市、区） county", "108", "103", "5"],
        ["苏木乡镇（街道） township", "1,225", "1,206", "19"],
        ["嘎查村（社区） village or community", "14,592", "14,426", "166"],
    ]
    assert "国家统计局 National Bureau of Statistics of China" in result.output


@pytest.mark.parametrize("unit", ["152221", "152221000000", "科右前旗", "兴安盟/科右前旗"])
def test_show_gives_path_range_and_units_below(run, unit):
    shown = dict(row for row in cells(run("show", unit).output) if row[0] and row[0] != "标记 Mark")
    assert shown["代码 Code"] == "152221000000"
    assert shown["路径 Path"] == "兴安盟 / 科尔沁右翼前旗"
    assert shown["代码范围 Range of codes"] == "[152221000000, 152222000000)"
    assert shown["下辖 Below: 苏木乡镇（街道） township"] == "21"


@pytest.mark.parametrize(
    ("day", "said"), [("2019-12-31", "2019-12-31 有效 in force"), ("2020-01-01", "2020-01-01 已无 not in force")]
)
def test_show_tells_whether_a_mark_holds_on_the_day(run, day, said):
    shown = "".join("".join(row) for row in cells(run("show", "扎鲁特旗", "--on", "2018-06-01").output))
    assert "2018-06-01 有效 in force" in shown
    text = "".join("".join(row) for row in cells(run("show", "152221", "--on", day).output))
    assert said in text


def test_show_takes_the_demonstration_marks_as_overlay(run):
    from diguan.engine.regions import DEMONSTRATION_MARKS

    result = run("show", "科右前旗", "--overlay", str(DEMONSTRATION_MARKS))
    assert "深度贫困旗县 deeply poor county" in result.output
    assert "深度贫困旗县" not in run("show", "科右前旗").output


def test_show_of_an_ambiguous_name_lists_the_candidates_and_ends_with_2(run):
    result = run("show", "中旗")
    assert result.exit_code == 2
    assert "兴安盟/科尔沁右翼中旗 (152222000000)" in result.stderr
    assert "can mean 4 regions" in result.stderr


def test_find_lists_all_units_of_a_name_within(run):
    result = run("find", "西园", "--within", "土左旗")
    assert result.exit_code == 0
    assert [row[0] for row in cells(result.output)] == ["150121100007", "150121100200"]


def test_find_of_an_unknown_name_suggests_and_ends_with_2(run):
    result = run("find", "巴颜呼舒镇", "--within", "152222")
    assert result.exit_code == 2
    assert "did you mean 兴安盟/科尔沁右翼中旗/巴彦呼舒镇 (152222100000)" in result.stderr


def test_a_folder_that_is_none_is_refused_without_a_traceback(run, tmp_path):
    result = run("counts", "--regions", str(tmp_path))
    assert result.exit_code == 2
    assert "a region folder needs a regions.yaml" in result.stderr
    assert "Traceback" not in result.output
