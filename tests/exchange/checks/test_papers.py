import re
import zipfile
from datetime import date

import duckdb
import openpyxl
import pytest

from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.exchange.checks import CHECKS, CORRECTIONS
from tests.exchange.checks.conftest import HEADING, SITUATION, run
from tests.factories.checked import FAR, HOUSEHOLDS, NEXT, NUMBER, WATCHED, WRONG

PAPERS = {CHECKS: "说明", CORRECTIONS: "更正清单"}


def raised(checked):
    """What was found, as a clerk would note it: situation -> checks, with the member's place."""
    found: dict[str, set[str]] = {}
    rows = "SELECT household_id, person_id, coalesce(indicator, kind) FROM read_parquet(?)"
    for household, person, check in duckdb.execute(rows, [f"{checked.result.path}/findings.parquet"]).fetchall():
        place = f"@{person.rpartition('-')[2]}" if person else ""
        found.setdefault(SITUATION[household], set()).add(check + place)
    return found


@pytest.mark.parametrize("situation", sorted(NUMBER))
def test_household_has_what_was_planted_in_it_and_nothing_else(checked, situation):
    assert raised(checked).get(situation, set()) == WRONG.get(situation, set())


def test_everybody_was_read(checked):
    rows = [row for rows in (*HOUSEHOLDS, *WATCHED) for row in rows]
    assert checked.result.counts["persons"] == len(rows)
    assert checked.result.counts["rejected_rows"] == 0
    assert checked.result.figures.bad_cells == 5  # four numbers and a house of "约80"


def test_folder_is_a_round_with_the_papers_of_a_check(checked):
    names = {path.name for path in checked.result.path.iterdir()}
    assert {CHECKS, CORRECTIONS, "rejected.xlsx", "round.json", "pack", "snapshot", "verdicts"} <= names
    assert names.isdisjoint({"ledger.xlsx", "report.html"})


def test_round_of_a_check_can_be_recomputed(checked):
    import diguan

    assert diguan.verify(checked.result.path).ok


@pytest.mark.parametrize("paper", PAPERS)
def test_every_sheet_names_its_recipient_and_that_it_is_masked(checked, paper):
    for sheet in openpyxl.load_workbook(checked.result.path / paper):
        said = str(sheet.cell(2, 1).value)
        assert said.startswith("交：旗乡村振兴局"), sheet.title
        assert "已遮盖" in said, sheet.title


def text_of(path):
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


@pytest.mark.parametrize("paper", PAPERS)
def test_masked_papers_hold_no_name_no_number_and_no_phone(checked, paper):
    said = text_of(checked.result.path / paper)
    rows = [row for rows in (*HOUSEHOLDS, *WATCHED) for row in rows]
    secrets = {str(row[column]) for row in rows for column in ("姓名", "证件号码", "户联系电话") if row[column]}
    assert len(secrets) > 150
    # a name of one invented character and a number is part of longer ones
    assert sorted(s for s in secrets if re.search(rf">{re.escape(s)}<|{re.escape(s)}(?![0-9])", said)) == []


def test_sheet_for_every_township_with_its_findings(checked):
    sheets = openpyxl.load_workbook(checked.result.path / CHECKS).sheetnames
    places = {row["乡"] for rows in HOUSEHOLDS for row in rows if WRONG.keys() & {SITUATION[row["户编号"]]}}
    assert places == {"科尔沁镇", FAR["乡"], NEXT["乡"]}
    assert places < set(sheets)
    shown = {row["户编号"] for row in checked.sheet(FAR["乡"])}
    assert shown == {NUMBER["county-b"]}


def test_townships_together_hold_every_finding_once(checked):
    townships = [FAR["乡"], NEXT["乡"], "科尔沁镇"]
    rows = [row for name in townships for row in checked.sheet(name)]
    assert len(rows) == checked.result.figures.findings
    assert all(row["说明"] and row["负责部门"] and row["怎么办"] for row in rows)


def test_same_inputs_give_the_same_bytes(planted, checked, tmp_path):
    again = run(planted, tmp_path / "again", recipient="旗乡村振兴局").result.path
    for paper in (*PAPERS, "rejected.xlsx", "round.json"):
        assert (again / paper).read_bytes() == (checked.result.path / paper).read_bytes(), paper


def test_revealed_papers_name_people_and_say_why(planted, tmp_path):
    revealed = run(planted, tmp_path / "revealed", reveal="入户核实", language="en")
    book = openpyxl.load_workbook(revealed.result.path / CHECKS)
    assert all("入户核实" in str(sheet.cell(2, 1).value) for sheet in book)
    names = {row[6].value for row in book["By household and person"].iter_rows(min_row=HEADING + 1)}
    assert {"同某丙", "巴图·孟和"} <= names


def test_check_of_one_region_still_compares_with_the_others(planted, tmp_path):
    far = run(planted, tmp_path / "far", region="150429")
    assert raised(far) == {"county-b": {"identity_unique@1"}}
    assert {row["户编号"] for row in far.sheet("疑似重复")} == {NUMBER["county-a"], NUMBER["county-b"]}


def test_region_in_which_nobody_lives_is_refused(planted, tmp_path):
    with pytest.raises(UnableToTakeSnapshot) as refused:
        run(planted, tmp_path / "nobody", region="150928")
    assert "150928" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_papers_are_dated_by_the_day_of_the_check(checked):
    for paper in PAPERS:
        created = openpyxl.load_workbook(checked.result.path / paper).properties.created
        assert created.date() == date(2022, 6, 30), paper
