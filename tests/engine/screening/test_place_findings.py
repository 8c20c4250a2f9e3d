"""Findings about villages and facilities stand apart from those about households."""

import json
from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest

from diguan.engine.screening import verify_round
from diguan.engine.snapshot.database import has_table, run
from tests.factories.places import (
    VILLAGES,
    careful,
    found_about,
    random_clinics,
    screened_places,
    with_record_of_before,
)
from tests.factories.rounds import found_in, written

CLINIC = {"facility_id": "c1", "region_code": VILLAGES[0], "facility_kind": "村卫生室", "facility_exempt": False}
WHOLE = {"functional_rooms": True, "village_doctors": 1, "equipment_complete": True, "drugs_sufficient": True}
VILLAGE = {
    "region_code": VILLAGES[0],
    "exited_village": True,
    "poor_persons_left": 0,
    "persons_total": 100,
    "asphalt_road": True,
    "mains_power": True,
    "broadband": True,
    "mobile_signal": True,
    "clinics": 1,
    "clinic_exempt": False,
    "unsafe_water_households": 0,
    "dangerous_house_households": 0,
}


def test_findings_of_random_clinics_are_those_of_a_careful_person():
    clinics = random_clinics(300, 4)
    with screened_places("cn-facilities", [], clinics) as found:
        expected = {each for clinic in clinics for each in careful(clinic)}
        assert (found_about(found) - expected, expected - found_about(found)) == (set(), set())


def test_place_is_explained_with_value_source_threshold_and_rule():
    with screened_places("cn-facilities", [], [{**CLINIC, **WHOLE, "floor_area": 45.0}]) as found:
        [(zh, en, route, department, deadline)] = run(
            found.connection, "SELECT zh, en, route, department, deadline_on FROM place_findings"
        )
    for said in ("该机构“村卫生室用房”未达标", "45", "60", "export-3.xlsx", "国卫扶贫发〔2019〕45号"):
        assert said in zh, said
    assert "the facility: 'Rooms of the village clinic' is unmet" in en
    assert (route, department, deadline) == ("build_clinic", "health", date(2019, 12, 13))  # 120 working days


def test_no_household_is_blamed_for_a_place():
    with screened_places("cn-facilities", [], [{**CLINIC, **WHOLE, "floor_area": 45.0}]) as found:
        assert found_in(found, "household_id") == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"asphalt_road": False}, "village_struck_with_shortfall"),
        ({"asphalt_road": False, "exited_village": False}, "village_shortfall"),
        ({"asphalt_road": None}, "place_needs_evidence"),
        ({}, None),
    ],
    ids=["struck", "still-listed", "not-told", "whole"],
)
def test_village_by_its_status(change, kind):
    with screened_places("cn-village-exit", [{**VILLAGE, **change}], []) as found:
        assert {k for k, _, _ in found_about(found)} == ({kind} if kind else set())


def test_status_not_known_accuses_nobody():
    with screened_places("cn-village-exit", [{**VILLAGE, "asphalt_road": False, "exited_village": None}], []) as found:
        assert found_about(found) == set()


def test_exempt_village_needs_no_clinic():
    village = {"region_code": VILLAGES[0], "clinics": 0, "clinic_exempt": True}
    with screened_places("cn-facilities", [village], []) as found:
        assert found_about(found) == set()


def test_round_with_places_is_recomputed_and_verified(tmp_path):
    with screened_places("cn-facilities", [], random_clinics(20, 5)) as found:
        folder = written(found, tmp_path / "round")
    assert (folder / "place_findings.parquet").is_file()
    assert verify_round(folder).problems == ()


def test_standard_without_such_findings_makes_no_table(village_round):
    assert not has_table(village_round.connection, "place_findings")
    assert "place_findings" not in village_round.record.model_dump(mode="json")["counts"]


@pytest.fixture
def both_subjects(tmp_path):
    """The folder of a round with findings about villages and about facilities."""
    villages = [{"region_code": VILLAGES[n], "clinics": 0, "clinic_exempt": n == 0} for n in range(3)]
    with screened_places("cn-facilities", villages, random_clinics(40, 6)) as found:
        return written(found, tmp_path / "round")


def test_every_figure_of_the_record_is_that_of_its_table(both_subjects):
    counts = json.loads((both_subjects / "round.json").read_text(encoding="utf-8"))["counts"]
    told = {name: {k: n for k, n in counts[name].items() if n} for name in ("findings", "place_findings")}
    for name in ("findings", "place_findings"):
        assert told[name] == Counter(pq.read_table(both_subjects / f"{name}.parquet").column("kind").to_pylist()), name
    assert sum(told["place_findings"].values()) > 40
    assert set(counts["place_findings"]) == {
        "village_without_clinic",
        "facility_below_standard",
        "place_needs_evidence",
    }
    assert (counts["findings"], counts["finding_households"]) == ({}, {})


def test_record_written_before_places_were_counted_is_verified_with_a_note(both_subjects):
    number = len(pq.read_table(both_subjects / "place_findings.parquet"))
    with_record_of_before(both_subjects)
    found = verify_round(both_subjects)
    assert found.problems == ()
    assert [str(number) in note.zh and "place_findings.parquet" in note.en for note in found.notes] == [True]


def test_record_with_another_number_about_places_does_not_pass(both_subjects):
    path = both_subjects / "round.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["counts"]["place_findings"]["place_needs_evidence"] += 1
    path.write_text(json.dumps(record), encoding="utf-8")
    assert any(
        "counts.place_findings.place_needs_evidence" in p.message.en for p in verify_round(both_subjects).problems
    )
