from datetime import date
from random import Random

import pytest

from diguan.synth.calendar import calendar_of
from diguan.synth.identity import check_character
from diguan.synth.people import Village, age_on
from diguan.synth.population import settle
from diguan.synth.schooling import due, grade_index

CALENDAR = calendar_of(date(2019, 6, 30))
VILLAGES = [
    Village(f"15222110{township}2{village:02d}", "科尔沁右翼前旗", f"{township}号乡", f"{village}号村", township > 1)
    for township in range(3)
    for village in range(5)
]


@pytest.fixture(scope="module")
def households():
    return settle(Random(1), VILLAGES, 4_000, CALENDAR)[1]


@pytest.fixture(scope="module")
def listed(households):
    return [h for h in households if h.listed]


def test_counts_are_as_ordered(households, listed):
    assert (len(households), len(listed)) == (4_000, 480)


def test_every_number_is_given_once(households):
    persons = [p for h in households for p in h.members]
    assert len({p.identity for p in persons}) == len(persons)
    assert len({p.export_id for p in persons if p.export_id}) == sum(p.export is not None for p in persons)
    assert len({h.key for h in households}) == len(households)
    assert all(p.identity[17] == check_character(p.identity[:17]) for p in persons)


def test_everybody_is_well_before_anything_is_planted(listed):
    for household in listed:
        facts = household.export
        assert facts["dangerous_house"] is False
        assert facts["drinking_water_safe"] is True
        assert household.base["house_grade"] in {"A级", "B级"}
        assert facts["household_size_current"] == len(household.exported) == len(household.members)
        for person in household.members:
            assert person.export["insured_residents"] is True
            assert not (person.export["dibao_person"] and person.export["tekun_person"])


def test_every_child_due_is_in_the_grade_of_its_age(households):
    children = [p for h in households for p in h.members if due(p.born_on, CALENDAR.as_of)]
    assert len(children) > 500
    for child in children:
        index = grade_index(child.born_on, CALENDAR.as_of)
        status = child.base["school_status"]
        assert status is not None
        assert child.schooling["school_status"] == status
        assert (status == "小学") == (index <= 6)


def test_income_stands_where_the_status_says(listed):
    bounds = {"exited": (5_600, 50_000), "registered": (1_100, 2_200), "returned": (1_100, 2_200)}
    bounds |= {"monitored_unstable": (4_200, 5_700), "monitored_edge": (4_200, 5_700)}
    for household in listed:
        low, high = bounds.get(household.status, (5_600, 50_000))
        assert low <= household.export["income_per_head"] <= high


def test_whoever_is_below_the_line_is_helped(listed):
    below = [h.export for h in listed if h.status in ("registered", "returned")]
    assert below
    assert all(f["help_industry"] or f["help_employment"] or f["help_safety_net"] for f in below)


def test_older_export_has_exactly_the_late_exits_and_is_well(listed):
    for household in listed:
        late = household.export["exited_on"] == CALENDAR.late_exit
        assert (household.then is not None) == late
        if household.then:
            assert (household.then["dangerous_house"], household.then["drinking_water_safe"]) == (False, True)
            assert household.then["household_size_current"] == sum(p.then is not None for p in household.members)


def test_relocated_houses_are_within_the_ceiling(listed):
    areas = [h.export["house_area"] / len(h.exported) for h in listed if h.export["help_relocation"]]
    assert areas
    assert max(areas) < 25


def test_nobody_at_home_works_away_half_the_year(listed):
    assert max(p.export["months_worked"] or 0 for h in listed for p in h.members) < 6


def test_parents_in_the_base_are_members_of_the_household(households):
    for household in households:
        numbers = {p.identity for p in household.members}
        for person in household.members:
            assert {person.father, person.mother} - {""} <= numbers


def test_heads_are_grown_up(households):
    assert min(age_on(h.head.born_on, CALENDAR.as_of) for h in households) >= 27


def test_same_seed_gives_the_same_people():
    one, other = (settle(Random(9), VILLAGES, 600, CALENDAR)[1] for _ in range(2))
    assert [(h.key, [p.identity for p in h.members], h.export) for h in one] == [
        (h.key, [p.identity for p in h.members], h.export) for h in other
    ]
