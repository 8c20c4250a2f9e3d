from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, export, facts, inputs, source
from tests.factories.rounds import found_in, screened
from tests.factories.village import HOUSEHOLD_COLUMNS, household, person


def listed(*rows_, columns=HOUSEHOLD_COLUMNS):
    return export(source(1, data_on=AS_OF), [r for rows in rows_ for r in rows], columns)


def found(read, *columns):
    with screened(read) as round_:
        return found_in(round_, *columns)


@pytest.mark.parametrize(
    ("reason", "route"),
    [
        ("因病", "social_security"),
        ("因残", "teach_at_home"),
        ("因贫", "education_support"),
        ("厌学", "persuade_back"),
        ("其他", None),
        (None, "visit"),
    ],
)
def test_dropout_is_routed_by_its_reason(reason, route):
    child = person(2, school_status="非在校生", dropout_reason=reason)
    read = inputs(listed(household("H", person(1), child, status="registered")))
    assert found(read, "indicator", "route") == [("compulsory_education", route)]


def test_first_route_that_is_true_wins_over_an_unknown_one_before_it():
    people = (person(1, labour_skill="普通劳动力"), person(2, labour_skill=None))
    rows = household("H", *people, status="exited", income_per_head=1000.0)
    assert found(inputs(listed(rows)), "indicator", "route") == [("income", "industry")]


def test_route_is_a_visit_when_nothing_is_known():
    people = (person(1, labour_skill=None), person(2, labour_skill=None))
    rows = household("H", *people, status="exited", income_per_head=1000.0)
    assert found(inputs(listed(rows)), "indicator", "route") == [("income", "visit")]


def test_conflict_that_cannot_change_the_verdict_is_no_finding():
    insured = facts(
        Subject.PERSON,
        source(2, "roster:health_insurance"),
        [{"identity": "IDH1", "insured_residents": v, "special_protection": "军人"} for v in (True, False)],
    )
    assert found(inputs(listed(household("H", status="registered")), insured), "kind") == []


def test_empty_cell_that_cannot_change_the_verdict_is_no_finding():
    rows = household("H", status="registered", dangerous_house=False, relocation_moved_in=None, help_relocation=True)
    assert found(inputs(listed(rows)), "kind") == []


def test_fact_that_nobody_carries_is_no_finding():
    columns = [c for c in HOUSEHOLD_COLUMNS if c != "drinking_water_safe"]
    rows = [{k: v for k, v in row.items() if k != "drinking_water_safe"} for row in household("H", status="registered")]
    assert found(inputs(listed(rows, columns=columns)), "kind") == []


def test_damaged_cell_asks_for_evidence():
    origin = source(1, data_on=AS_OF)
    read = inputs(export(origin, household("H", status="registered", drinking_water_safe=None), HOUSEHOLD_COLUMNS))
    read.bad_cells.append(bad_cell(origin, 0, Subject.HOUSEHOLD, "drinking_water_safe"))
    assert found(read, "kind", "indicator", "route") == [("needs_evidence", "safe_drinking_water", "visit")]


def test_conflict_and_gap_in_one_verdict_are_two_findings():
    people = (person(1), person(2))
    rows = household("H", *people, status="registered", help_relocation=True, relocation_moved_in=None)
    rows[0]["dangerous_house"], rows[1]["dangerous_house"] = True, False
    assert found(inputs(listed(rows)), "kind", "indicator") == [
        ("conflict", "safe_housing"),
        ("needs_evidence", "safe_housing"),
    ]


def test_missing_household_is_excused_only_by_what_is_known():
    origin = source(2, "residents")

    def missed(**house):
        people = [{"household_id": "7", "person_id": "7:1", "identity": "X", "insured_residents": True}]
        home = [{"household_id": "7", "dangerous_house": True, "remote_verified_safe": False, **house}]
        read = inputs(
            listed(household("H", status="registered")),
            facts(Subject.PERSON, origin, people),
            facts(Subject.HOUSEHOLD, origin, home),
        )
        return [kind for kind, h in found(read, "kind", "household_id") if h == "base:7"]

    assert missed(house_lived_in=False, has_town_house=True) == []
    assert missed(house_lived_in=False, has_town_house=None) == ["suspected_missed_household"]
    assert missed(house_lived_in=True, has_town_house=True) == ["suspected_missed_household"]


def test_reason_of_one_guarantee_does_not_excuse_another():
    origin = source(2, "residents")
    people = [
        {
            "household_id": "7",
            "person_id": "7:1",
            "identity": "X",
            "birth_date": date(1980, 1, 1),
            "insured_residents": False,
            "uninsured_reason": "拒绝参保",
        }
    ]
    home = [{"household_id": "7", "drinking_water_safe": False}]
    read = inputs(
        listed(household("H", status="registered")),
        facts(Subject.PERSON, origin, people),
        facts(Subject.HOUSEHOLD, origin, home),
    )
    assert [k for k, h in found(read, "kind", "household_id") if h == "base:7"] == ["suspected_missed_household"]


def test_same_finding_of_two_rules_is_one_row():
    person_ = person(1, dibao_person=True, tekun_person=True)
    rows = household("H", person_, status="registered", microloan_amount=90000.0)
    assert found(inputs(listed(rows)), "kind", "rule") == [("over_standard", "over_standard")]


def test_finding_that_rests_on_an_unconfirmed_optional_figure_is_left_out_and_told():
    rows = household("H", status="registered", microloan_amount=90000.0)
    with screened(inputs(listed(rows)), confirm={"poverty_line": (3218, "notice")}) as round_:
        assert found_in(round_, "kind") == []
        assert [c.finding for c in round_.coverage if c.kind == "left_out"] == [
            "over_standard_relocation",
            "over_standard_microloan",
        ]
