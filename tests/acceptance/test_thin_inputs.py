"""Inputs that carry little are judged all the same: nothing is met for want of facts, and nothing falls over."""

from datetime import date

import pytest

import diguan

HOUSEHOLDS = "household_id,status,dangerous_house,remote_verified_safe\nh1,exited,true,false\nh2,exited,false,false\n"
PERSONS = "person_id,household_id,birth_date\np1,h1,1950-03-01\np2,h2,1950-03-01\n"


def screened(folder, tables):
    (folder / "tables").mkdir()
    for name, text in tables.items():
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    return diguan.screen(
        inputs=[folder / "tables"],
        standard="cn-two-assurances",
        as_of=date(2019, 6, 30),
        confirm={"poverty_line": (3218, "test")},
        out=folder / "round",
    )


@pytest.mark.parametrize("tables", [{"households": HOUSEHOLDS}, {"households": HOUSEHOLDS, "persons": PERSONS}])
def test_exited_household_without_facts_of_its_exit_is_suspected_of_either(tmp_path, tables):
    found = screened(tmp_path, tables).findings().to_pylist()
    unmet = [(f["household_id"], f["kind"], f["indicator"]) for f in found if f["indicator"] == "safe_housing"]
    assert unmet == [("h1", "suspected_wrong_exit_or_return", "safe_housing")]
    assert diguan.verify(tmp_path / "round").ok


def test_households_without_persons_leave_what_speaks_of_members_unknown(tmp_path):
    counts = screened(tmp_path, {"households": HOUSEHOLDS}).counts["verdicts"]
    assert {i: counts["household"][i]["unknown"] for i in ("compulsory_education", "basic_medical_insurance")} == {
        "compulsory_education": 2,
        "basic_medical_insurance": 2,
    }
    assert "person" not in counts or counts["person"] == {}
