"""`diguan measure` as somebody types it."""

import csv
import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.packs import PACKS
from tests.factories.surveys import drawn_survey

SURVEY = PACKS / "survey"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A survey as a folder of plain tables."""
    folder = tmp_path_factory.mktemp("tables")
    rows = drawn_survey(80, 5)
    with (folder / "households.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["household_id", *rows[0]])
        writer.writerows(
            [f"h{n}", *(str(v).lower() if isinstance(v, bool) else v for v in r.values())] for n, r in enumerate(rows)
        )
    return folder


def run(*words):
    return CliRunner().invoke(app, ["measure", *map(str, words)])


def test_tables_say_what_was_counted_and_how_in_both_languages(tables):
    result = run(
        tables,
        "--standard",
        SURVEY,
        "--by",
        "area",
        "--line",
        "median:0.6",
        "--income",
        "income",
        "--psu",
        "cluster",
        "--people",
        "size",
    )
    assert result.exit_code == 0, result.output
    for said in (
        "多维贫困指数 MPI",
        "按人计",
        "counted as people",
        "median:0.6",
        "10 群",
        "10 clusters",
        "town",
        "S80/S20",
    ):
        assert said in result.output, said


def test_json_and_file_hold_every_figure(tables, tmp_path):
    out = tmp_path / "figures.csv"
    result = run(tables, "--standard", SURVEY, "--by", "area", "--out", out, "--json")
    figures = json.loads(result.output)["figures"]
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(f["measure"], f["group"] or "", str(f["rows"])) for f in figures] == [
        (w["measure"], w["group"], w["rows"]) for w in written
    ]
    assert float(written[0]["value"]) == figures[0]["estimate"]["value"]


def test_same_inputs_give_the_same_bytes(tables, tmp_path):
    for name in ("one.json", "two.json"):
        assert run(tables, "--standard", SURVEY, "--as-of", "2020-01-01", "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--line", "5"), "--income"),
        (("--line", "zero:1"), "median:0.6"),
        (("--weight", "weigth"), "no field 'weigth'"),
        (("--out", "figures.xlsx"), ".csv"),
        (("--as-of", "yesterday"), "2019-06-30"),
    ],
    ids=["line-alone", "line-unread", "misspelt", "kind-of-file", "day"],
)
def test_what_cannot_be_measured_is_refused_with_what_to_do(tables, words, said):
    result = run(tables, "--standard", SURVEY, *words)
    assert result.exit_code == 2
    assert said in result.output


def test_standard_without_weights_needs_a_line(tables):
    result = run(
        tables, "--standard", "cn-two-assurances", "--as-of", "2019-06-30", "--confirm", "poverty_line=3218@test"
    )
    assert result.exit_code == 2


def test_nothing_known_has_no_figures_and_says_so(tmp_path):
    (tmp_path / "households.csv").write_text("household_id,weight\nh1,3\nh2,4\n", encoding="utf-8")
    result = run(tmp_path, "--standard", SURVEY)
    assert result.exit_code == 0, result.output
    assert "没有一户的各项指标都有数据" in result.output
    assert "no household has data for every indicator" in result.output


def test_income_alone_is_measured_where_no_indicator_is_known(tmp_path):
    rows = "".join(f"h{n},2,{100 + n}\n" for n in range(20))
    (tmp_path / "households.csv").write_text(f"household_id,weight,income\n{rows}", encoding="utf-8")
    result = run(tmp_path, "--standard", SURVEY, "--line", "110", "--income", "income")
    assert result.exit_code == 0, result.output
    assert "FGT0" in result.output
    assert "没有一户的各项指标都有数据" not in result.output


def test_weight_that_the_standard_names_and_no_table_carries_is_refused(tmp_path):
    (tmp_path / "households.csv").write_text("household_id,income\nh1,100\nh2,120\n", encoding="utf-8")
    result = run(tmp_path, "--standard", SURVEY, "--line", "110", "--income", "income")
    assert result.exit_code == 2, result.output
    assert "数据中没有这些字段：weight" in result.output


def test_every_table_of_a_breakdown_has_a_title_of_its_own(tables):
    result = run(tables, "--standard", SURVEY, "--by", "area", "--line", "median:0.6", "--income", "income")
    for title in ("按 area：多维", "By area: many dimensions", "By area: below the line", "By area: spread of incomes"):
        assert result.output.count(title) == 1, title


def test_what_was_not_read_is_told_with_place_value_and_what_was_expected(tmp_path):
    rows = "a,1,5\na,1,6\n,1,5\nb,many,7\nc,1,8\n"
    (tmp_path / "households.csv").write_text(f"household_id,weight,income\n{rows}", encoding="utf-8")
    result = run(tmp_path, "--standard", SURVEY, "--line", "7", "--income", "income")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert "1 rows have a damaged key and are left out" in said
    assert "1 rows tell of a household that another row of the table tells of" in said
    assert "households.csv B5 (field weight) 'many': no number; expected: a number" in said
    assert "households.csv B5（字段 weight）“many”：不是数字；应为：数字" in said


def test_one_cluster_is_said_to_have_no_error(tmp_path):
    (tmp_path / "households.csv").write_text("household_id,weight,income\na,1,5\n", encoding="utf-8")
    result = run(tmp_path, "--standard", SURVEY, "--line", "7", "--income", "income")
    assert "there is one cluster only and no standard error" in result.output
    assert "deviates from the mean" not in result.output


def test_dimensions_have_a_table_where_they_hold_several_indicators(tables, tmp_path):
    header = (
        "household_id,undernourished,child_deaths,six_years_schooling,out_of_school,"
        "cooking_fuel,toilet,water_source,electricity,floor,small_assets\n"
    )
    (tmp_path / "households.csv").write_text(header + "a,1,1,1,0,gas,flush,piped,true,adequate,2\n", encoding="utf-8")
    result = run(tmp_path, "--standard", "global-mpi")
    assert "各维的贡献 Contributions of the dimensions" in result.output
    assert "living_standards" in result.output
    assert "Contributions of the dimensions" not in run(tables, "--standard", SURVEY).output
