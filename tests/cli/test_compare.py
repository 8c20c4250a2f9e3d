import json
from datetime import date

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.change import round_of
from tests.factories.places import CAME, MENDED, STAYED, VILLAGES, WENT, screened_places, two_quarters
from tests.factories.rounds import written
from tests.factories.village import household

DAYS = (date(2019, 3, 31), date(2019, 6, 30))


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("rounds")
    houses = (True, False)
    return [
        round_of(household("A1", status="registered", dangerous_house=house), place / day.isoformat(), as_of=day)
        for house, day in zip(houses, DAYS, strict=True)
    ]


def run(*words):
    return CliRunner().invoke(app, ["compare", *map(str, words)])


def test_comparison_prints_progress_and_reasons_in_both_languages(folders):
    result = run(*folders)
    assert result.exit_code == 0
    assert "走向清零（未达标的判定） Progress to zero (unmet verdicts)" in result.output
    assert "事实变化 facts changed" in result.output
    assert "--out DIR" in result.output


def test_comparison_as_json_is_one_object(folders, tmp_path):
    result = run(*folders, "--json", "--out", tmp_path / "out")
    found = json.loads(result.output)
    assert found["paths"] == {
        "workbook": str(tmp_path / "out" / "comparison.xlsx"),
        "page": str(tmp_path / "out" / "comparison.html"),
    }
    (step,) = found["steps"]
    assert step["progress"]["safe_housing"] == {"unmet_before": 1, "closed_declared": 1}
    assert step["reasons"] == {"facts": 1}
    assert (step["differences"], step["unexplained"]) == (1, 0)
    assert step["verdicts"]["safe_housing"] == [
        {"before": 0, "before_grade": 1, "after": 2, "after_grade": 1, "number": 1}
    ]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["comparison.html", "comparison.xlsx"]


def test_swapped_rounds_are_refused_and_nothing_is_written(folders, tmp_path):
    result = run(*reversed(folders), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "按判定日从早到晚给出各轮" in result.output
    assert not (tmp_path / "out").exists()


def test_folder_that_is_taken_is_refused(folders, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    assert run(*folders, "--out", tmp_path / "out").exit_code == 2
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_reveal_needs_a_reason(folders):
    assert run(*folders, "--reveal", " ").exit_code == 2


@pytest.fixture(scope="module")
def clinics(tmp_path_factory):
    """Two rounds about clinics."""
    place, found = tmp_path_factory.mktemp("clinics"), []
    for rows, day in zip(two_quarters(VILLAGES), DAYS, strict=True):
        with screened_places("cn-facilities", [], rows, day) as round_:
            found.append(written(round_, place / day.isoformat()))
    return found


def test_clinics_that_got_their_doctor_are_printed_by_name_and_number(clinics):
    result = run(*clinics)
    assert result.exit_code == 0
    assert "Findings about villages and facilities (apart from households)" in result.output
    said = [
        line for line in result.output.splitlines() if line.startswith("  已达标的问题：") and "第3卫生室 D03" in line
    ]
    assert len(said) == 1
    assert "村医" in said[0]
    assert "Neither round" not in result.output


def test_places_as_json_are_a_part_of_their_own(clinics):
    (step,) = json.loads(run(*clinics, "--json").output)["steps"]
    assert step["findings"] == {}
    kind = step["places"]["kinds"]["facility_below_standard"]
    assert (kind["went"], kind["mended"], kind["came"], kind["stayed"]) == (
        len(WENT),
        len(MENDED),
        len(CAME),
        len(STAYED),
    )
    assert kind["indicators"]["village_clinic_doctor"]["after"] == len(CAME | STAYED)
    changes = {each["id"]: each for each in step["places"]["changes"]}
    assert {id for id, each in changes.items() if each["mended"]} == MENDED
    assert (changes["D00"]["before"], changes["D00"]["after"], changes["D12"]["after"]) == ("unmet", "met", None)
