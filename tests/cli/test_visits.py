import json
import shutil

import openpyxl
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.rounds import screened, written
from tests.factories.village import VILLAGE, the_village
from tests.factories.visits import columns_of, filled

TRUTH = {("N1", None, "dangerous_house"): False, ("C1", None, "dangerous_house"): False}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with screened(the_village()) as round_:
        return written(round_, tmp_path_factory.mktemp("rounds") / "round")


def run(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def listed(folder, *more):
    return run("visits", folder, "--village", VILLAGE, *more)


def test_visits_prints_totals_savings_and_paths(folder, tmp_path):
    done = listed(folder, "--out", tmp_path / "papers", "--limit", 120, "--recipient", "工作队")
    assert done.exit_code == 0, done.output
    for said in ("120 minutes", "greedy against the exact minimum 1.000", "visits.xlsx", "visits.html"):
        assert said in done.output
    book = openpyxl.load_workbook(tmp_path / "papers" / "visits.xlsx")
    assert all("工作队" in sheet["A2"].value for sheet in book if sheet.sheet_state == "visible")


def test_visits_without_a_folder_only_reports(folder):
    plan = json.loads(listed(folder, "--json").output)
    asked = sum(len(v["questions"]) for v in plan["visits"])
    assert (plan["paths"], plan["questions"], plan["saved"]["asked"]) == ({}, asked, asked)
    assert plan["greedy_against_exact"]["ratio"] == 1.0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--reveal", "核实"), "--names"),
        (("--village", "150000000009"), VILLAGE),
        (("--limit", "1"), "--limit"),
    ],
)
def test_visits_refuses_with_what_to_do(folder, more, said, tmp_path):
    done = listed(folder, "--out", tmp_path / "p", *more)
    assert done.exit_code == 2
    assert said in done.output
    assert list(tmp_path.iterdir()) == []


def test_answers_makes_a_round_that_verifies_and_tells_what_was_not_taken(folder, tmp_path):
    listed(folder, "--out", tmp_path / "papers")
    workbook = tmp_path / "papers" / "visits.xlsx"
    one = filled(workbook, tmp_path / "one.xlsx", TRUTH)
    other = filled(workbook, tmp_path / "other.xlsx", {("N1", None, "dangerous_house"): True}, visitor="乌云")
    done = run("answers", folder, one, other, "--out", tmp_path / "new", "--json")
    assert done.exit_code == 1, done.output
    told = json.loads(done.output)
    assert told["answers"]["used"] == 1
    assert [(c["household"], c["field"]) for c in told["conflicts"]] == [("N1", "dangerous_house")]
    assert run("round", "verify", tmp_path / "new").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "new" / "rejected.xlsx").sheetnames == ["互相矛盾"]


def test_answers_upon_answers_do_not_say_that_nothing_was_ever_rejected(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "0")
    (tmp_path / "0" / "rejected.xlsx").write_bytes(b"")  # some rows were rejected when files were read
    for number, place in enumerate(TRUTH):
        earlier, later = tmp_path / str(number), tmp_path / str(number + 1)
        run("visits", earlier, "--village", VILLAGE, "--out", tmp_path / f"papers-{number}")
        answers = filled(tmp_path / f"papers-{number}" / "visits.xlsx", tmp_path / f"{number}.xlsx", {place: False})
        assert run("answers", earlier, answers, "--out", later).exit_code == 0
        assert "Made of other rounds, no file was read" in (later / "report.html").read_text(encoding="utf-8")
        assert not (later / "rejected.xlsx").exists()


def test_answers_without_anything_to_look_at_end_with_0(folder, tmp_path):
    listed(folder, "--out", tmp_path / "papers")
    one = filled(tmp_path / "papers" / "visits.xlsx", tmp_path / "one.xlsx", TRUTH)
    done = run("answers", folder, one, "--out", tmp_path / "new")
    assert done.exit_code == 0, done.output
    assert "used 2" in done.output
    assert not (tmp_path / "new" / "rejected.xlsx").exists()


def test_answers_offer_the_list_for_the_national_system(folder, tmp_path):
    listed(folder, "--out", tmp_path / "papers")
    one = filled(tmp_path / "papers" / "visits.xlsx", tmp_path / "one.xlsx", TRUTH, known="看到")
    done = run("answers", folder, one, "--out", tmp_path / "new", "--write-back")
    assert "to be carried back into the national system (2 cells, 0 facts are not)" in done.output
    book = openpyxl.load_workbook(tmp_path / "new" / "write-back.xlsx")
    told = [[cell for cell in row if cell is not None] for row in book["回填清单"].iter_rows(values_only=True)]
    assert [(row[1], row[3:5]) for row in told if row[:1] == [1] or row[:1] == [2]] == [
        ("C1", ["是", "否"]),
        ("N1", ["否", "2019-06-12"]),
    ]
    assert run("round", "verify", tmp_path / "new").exit_code == 0
    told = json.loads(run("answers", folder, one, "--out", tmp_path / "said", "--write-back", "--json").output)
    assert told["write_back"] == {"cells": 2, "left": 0}


@pytest.fixture
def workbook(folder, tmp_path):
    assert listed(folder, "--out", tmp_path / "papers").exit_code == 0
    return filled(tmp_path / "papers" / "visits.xlsx", tmp_path / "filled.xlsx", TRUTH)


def test_answers_without_the_sheet_of_questions_is_refused(folder, workbook, tmp_path):
    filled(workbook, tmp_path / "cut.xlsx", TRUTH, touch=lambda book: book.remove(book["问题"]))
    done = run("answers", folder, tmp_path / "cut.xlsx", "--out", tmp_path / "new")
    assert (done.exit_code, (tmp_path / "new").exists()) == (2, False)
    assert "cut.xlsx" in done.output


CONFIRM = ("--confirm", "poverty_line=3218@县里")


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("command", ["screen", "check"])
def test_visit_workbook_where_another_file_is_read_is_refused(command, marked, workbook, tmp_path):
    def unmark(book):
        for name in ("问题", "走访户"):
            _, first = columns_of(book[name])
            book[name].delete_rows(first - 2)

    if not marked:
        filled(workbook, workbook, TRUTH, touch=unmark)
    words = {
        "screen": ("screen", workbook, "--standard", "cn-two-assurances", "--as-of", "2019-06-30", *CONFIRM),
        "check": ("check", workbook, "--as-of", "2019-06-30"),
    }[command]
    done = run(*words, "--out", tmp_path / "out")
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False), done.output
    assert "diguan load" in done.output
