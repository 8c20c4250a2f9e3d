"""What is planted, looked at fact by fact; nothing of the engine is asked."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from diguan.synth.calendar import calendar_of
from diguan.synth.people import Village
from diguan.synth.planting import Ground, plant_county
from diguan.synth.planting import plan as plan_module
from diguan.synth.planting.plan import UnableToPlan, load_plan, surplus_of
from diguan.synth.planting.registry import PLANTINGS
from diguan.synth.population import settle

CALENDAR = calendar_of(date(2019, 6, 30))
VILLAGES = [Village(f"1522211002{v:02d}", "科尔沁右翼前旗", "科尔沁镇", f"{v}号村", pastoral=False) for v in range(8)]
TOTAL = 12_000
KINDS = {
    "suspected_wrong_exit",
    "suspected_return",
    "suspected_wrong_exit_or_return",
    "suspected_missed_household",
    "suspected_missed_member",
    "suspected_wrongly_listed",
    "not_delivered",
    "shortfall",
    "over_standard",
    "conflict",
    "needs_evidence",
}


@pytest.fixture(scope="module")
def county():
    settler, households = settle(Random(4), VILLAGES, TOTAL, CALENDAR)
    ground = Ground(Random(5), CALENDAR, settler, households)
    return households, plant_county(ground, TOTAL)


def test_every_planting_of_the_plan_is_carried_as_often_as_planned(county):
    _, truth = county
    assert {name: truth.planted[name] for name in truth.planned} == truth.planned
    assert set(truth.planned) == set(PLANTINGS)


def test_every_finding_kind_is_planted(county):
    assert {expected.finding for expected in county[1].expected} == KINDS


def test_a_household_carries_one_planting(county):
    _, truth = county
    entries = [*truth.expected, *truth.decoys, *truth.contradictions, *truth.bad_cells, *truth.rejected]
    carried = {}
    for entry in entries:
        carried.setdefault(entry.household.key, set()).add(entry.planting)
    assert {key: names for key, names in carried.items() if len(names) > 1} == {}


def test_no_decoy_household_is_in_the_truth(county):
    _, truth = county
    assert {d.household.key for d in truth.decoys} & {e.household.key for e in truth.expected} == set()


def test_truth_rows_are_different_and_name_real_people(county):
    households, truth = county
    rows = [tuple(expected.row().values()) for expected in truth.expected]
    assert len(set(rows)) == len(rows)
    keys = {h.key: {h.person_key(p) for p in h.members if p.export or p.base} for h in households}
    for row in (expected.row() for expected in truth.expected):
        assert row["person_id"] in keys[row["household_id"]] | {""}


def test_unplanted_households_are_untouched(county):
    households, truth = county
    plain = [h for h in households if not h.planted]
    assert len(plain) > 0.9 * TOTAL
    for household in plain:
        assert household.base["house_grade"] in {"A级", "B级"}
        assert household.base["drinking_water_safe"] is True
        assert all(p.insurance == {"insurance_kind": "城乡居民", "special_protection": None} for p in household.members)
        assert all(p.base["insured_residents"] for p in household.members)
    assert not {s.household.key for s in (*truth.bad_cells, *truth.rejected)} & {h.key for h in plain}


def test_kin_links_out_of_the_household_excuse_planted_elders_only(county):
    households, _ = county
    home = {p.identity: h for h in households for p in h.members}
    outside = {
        home[parent].planted
        for h in households
        for p in h.members
        for parent in (p.father, p.mother)
        if parent and home[parent] is not h
    }
    assert outside == {"elder_beside_able_son"}


def test_rejected_people_stand_whole_in_another_export_or_in_the_resident_base(county):
    _, truth = county
    assert truth.rejected
    assert all(slip.household.status == "exited" for slip in truth.rejected)
    everywhere = {slip.household.planted for slip in truth.rejected if slip.layout != "full"}
    assert everywhere == {"key_person_empty_everywhere"}  # the resident base knows the person


def test_bad_cells_come_in_every_kind(county):
    assert set(Counter(slip.kind for slip in county[1].bad_cells)) == {
        "damaged number",
        "out of range",
        "unknown spelling",
        "impossible date",
        "identity as damaged float",
    }


def test_surplus_counts_what_only_a_small_county_carries(county):
    _, truth = county
    exact = sum(
        max(0.0, n - w * TOTAL / 10_000) for n, w in zip(truth.planned.values(), load_plan().values(), strict=True)
    )
    assert surplus_of(truth, TOTAL) == round(exact)


def test_plan_that_names_an_unknown_planting_is_refused(monkeypatch):
    monkeypatch.setattr(plan_module, "load_asset", lambda _: {"per_ten_thousand_households": {"no_such_thing": 1}})
    with pytest.raises(UnableToPlan, match="no_such_thing"):
        load_plan()


def test_every_planting_says_what_it_is():
    assert [name for name, planting in PLANTINGS.items() if not planting.description.endswith(".")] == []
