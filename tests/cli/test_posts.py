"""`diguan posts`: sheets in, the rest listed; the same again changes nothing; who holds what and what is vacant."""

import json

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.models import Officer, Tenure
from tests.factories.post_sheets import book, helper, post

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"
VACANT = {"姓名": None, "证件号码": None, "联系电话": None, "任职开始时间": None}


def run(*words):
    return CliRunner().invoke(app, ["posts", *map(str, words)])


def test_import_stores_once_lists_what_was_not_taken_and_says_so(tmp_path):
    sheet = book(tmp_path / "sheet.xlsx", [helper(1)], [post("书记", 1), post("第一书记", 2, **VACANT)])
    rejected = tmp_path / "rejected.xlsx"
    preview = run("import", sheet, "--region", "152222", "--preview", "--json")
    assert (preview.exit_code, json.loads(preview.stdout)["tenures_begun"], Officer.objects.count()) == (1, 1, 0)
    first = run("import", sheet, "--region", "152222", "--rejected", rejected)
    assert (first.exit_code, Tenure.objects.count()) == (1, 1)
    assert "Rows not taken" in first.stdout
    assert load_workbook(rejected).active["D4"].value == "登记册本区划内没有这个户主证件号码"
    again = run("import", sheet, "--region", "152222", "--json")
    assert json.loads(again.stdout)["unchanged"] == 2


def test_import_refuses_what_is_no_such_sheet_and_an_unknown_region(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("苹果,梨\n1,2\n", encoding="utf-8")
    assert run("import", wrong, "--region", "152222").exit_code == 2
    sheet = book(tmp_path / "sheet.xlsx", [post()])
    assert run("import", sheet, "--region", "没有这个县").exit_code == 2
    assert run("import", tmp_path / "none.xlsx", "--region", "152222").exit_code == 2
    assert Officer.objects.count() == 0


def test_list_and_vacancies_say_who_holds_what_on_a_day(tmp_path):
    Household.objects.create(county="152222", number="1", region_code=VILLAGE, listed=True, size=1)
    sheet = book(tmp_path / "sheet.xlsx", [post("书记", 1), post("第一书记", 2, **VACANT)])
    assert run("import", sheet, "--region", "152222").exit_code == 0
    listed = json.loads(run("list", "--region", "152222", "--json").stdout)["posts"]
    assert [(row["kind"], row["holder"]) for row in listed] == [("secretary", "合成干部1"), ("first_secretary", None)]
    early = json.loads(run("list", "--on", "2017-01-01", "--json").stdout)
    assert (early["on"], early["posts"]) == ("2017-01-01", [])
    found = json.loads(run("vacancies", "--region", "152222", "--json").stdout)
    assert (found["unhelped"], [row["kind"] for row in found["vacancies"]]) == (
        1,
        ["first_secretary", "secretary", "secretary"],
    )
    assert "never set up" in run("vacancies", "--region", "152222").stdout
    assert "合成干部1" in run("list").stdout


def test_template_writes_the_usual_posts_of_a_region(tmp_path):
    path = tmp_path / "posts.xlsx"
    said = run("template", path, "--region", "152222100")
    assert (said.exit_code, path.is_file()) == (0, True)
    assert run("import", path, "--region", "152222100", "--json").exit_code == 0
    assert Tenure.objects.count() == 0
