from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, rows, source, split_cell, states, taken

NEW, OLD = date(2019, 6, 30), date(2018, 11, 30)
INSURED = "person.insured_residents"


def one(number="P1", **fields):
    return {"household_id": "H1", "person_id": number, "identity": f"ID{number}", **fields}


def roster(source_id, values, data_on=None):
    origin = source(source_id, "roster:health_insurance", data_on)
    return facts(Subject.PERSON, origin, [{"identity": "IDP1", "insured_residents": v} for v in values])


def insured(snapshot):
    return rows(snapshot, "persons", "insured_residents")[0][0]


def test_kind_of_source_that_the_catalogue_names_first_wins():
    listed = export(source(1), [one(insured_residents=True)])
    snapshot = taken(inputs(listed, roster(2, [False])), INSURED)
    assert insured(snapshot) is False
    assert states(snapshot) == []


def test_overruled_value_of_a_lower_rank_is_kept_as_contradiction():
    listed = export(source(1), [one(insured_residents=True)])
    snapshot = taken(inputs(listed, roster(2, [False])), INSURED)
    kept = ("subject_id", "field", "value", "source", "overruled_value", "overruled_source")
    assert rows(snapshot, "contradictions", *kept) == [("P1", "insured_residents", "false", 2, "true", 1)]


def test_agreeing_lower_rank_is_no_contradiction():
    listed = export(source(1), [one(insured_residents=True)])
    assert rows(taken(inputs(listed, roster(2, [True])), INSURED), "contradictions", "field") == []


def test_lower_rank_speaks_where_the_first_says_nothing():
    listed = export(source(1), [one(insured_residents=True)])
    assert insured(taken(inputs(listed, roster(2, [None])), INSURED)) is True


def test_latest_day_wins_inside_a_rank():
    old = export(source(1, data_on=OLD), [one(insured_residents=True)])
    new = export(source(2, data_on=NEW), [one(insured_residents=False)])
    snapshot = taken(inputs(old, new), INSURED)
    assert insured(snapshot) is False
    assert (states(snapshot), rows(snapshot, "contradictions", "field")) == ([], [])


def test_day_of_each_row_counts_where_rows_have_days():
    listed = export(source(1), [one(data_on=OLD, insured_residents=True), one(data_on=NEW, insured_residents=False)])
    assert insured(taken(inputs(listed), INSURED)) is False


def test_roster_goes_before_a_newer_export():
    listed = export(source(1, data_on=NEW), [one(insured_residents=True)])
    assert insured(taken(inputs(listed, roster(2, [False], data_on=OLD)), INSURED)) is False


def test_two_rows_of_a_roster_that_differ_are_a_conflict():
    listed = export(source(1), [one(insured_residents=True)])
    snapshot = taken(inputs(listed, roster(2, [True, False])), INSURED)
    assert insured(snapshot) is None
    assert states(snapshot) == [("P1", "insured_residents", "conflict", "false\x1ftrue")]


def test_two_sources_of_one_rank_and_day_that_differ_are_a_conflict():
    first = export(source(1, data_on=NEW), [one(insured_residents=True)])
    second = export(source(2, data_on=NEW), [one(insured_residents=False)])
    snapshot = taken(inputs(first, second), INSURED)
    assert insured(snapshot) is None
    assert rows(snapshot, "cell_states", "said", "said_by") == [("true\x1ffalse", "1,2")]


def test_kinds_that_the_catalogue_does_not_name_rank_equal():
    listed = export(source(1, data_on=NEW), [one(months_worked=3.0)])
    register = facts(Subject.PERSON, source(2, "roster:work", NEW), [{"identity": "IDP1", "months_worked": 4.0}])
    assert states(taken(inputs(listed, register), "person.months_worked")) == [
        ("P1", "months_worked", "conflict", "3.0\x1f4.0")
    ]


@pytest.mark.parametrize("name", ["health_insurance", "medical"])
def test_roster_goes_before_a_tick_whatever_the_operator_calls_it(name):
    ticked = export(source(1, data_on=NEW), [one(insured_residents=True)])
    roster = facts(Subject.PERSON, source(2, f"roster:{name}", OLD), [{"identity": "IDP1", "insured_residents": False}])
    assert insured(taken(inputs(ticked, roster), INSURED)) is False


def test_household_columns_that_differ_inside_one_household_are_a_conflict():
    listed = export(
        source(1), [one("P1", dangerous_house=True), one("P2", dangerous_house=False)], household=["dangerous_house"]
    )
    snapshot = taken(inputs(listed), "household.dangerous_house")
    assert rows(snapshot, "households", "dangerous_house") == [(None,)]
    assert states(snapshot) == [("H1", "dangerous_house", "conflict", "false\x1ftrue")]


def test_empty_repeat_of_a_household_column_is_no_conflict():
    listed = export(
        source(1), [one("P1", dangerous_house=True), one("P2", dangerous_house=None)], household=["dangerous_house"]
    )
    assert rows(taken(inputs(listed), "household.dangerous_house"), "households", "dangerous_house") == [(True,)]


def test_conflict_of_a_lower_rank_does_not_matter():
    listed = export(source(1), [one(insured_residents=True), one(insured_residents=False)])
    snapshot = taken(inputs(listed, roster(2, [True])), INSURED)
    assert insured(snapshot) is True
    assert states(snapshot) == []


def test_source_of_a_higher_grade_that_agrees_is_shown():
    listed = export(source(1), [one(school_status="小学")])
    roster_rows = [{"identity": "IDP1", "person_id": "P1", "household_id": "H1", "months_worked": 2.0}]
    listed += [facts(Subject.PERSON, source(2, "visit"), [{**roster_rows[0]}])]
    first = export(source(3, data_on=NEW), [one(months_worked=2.0)])
    snapshot = taken(inputs(first, listed[2]), "person.months_worked")
    assert snapshot.columns["persons"]["months_worked"].source == 2


def test_source_of_a_higher_grade_that_disagrees_is_not_shown():
    listed = export(source(1, data_on=NEW), [one(birth_date=date(2000, 1, 1)), one("P2", birth_date=date(2001, 1, 1))])
    register = facts(
        Subject.PERSON,
        source(2, "roster:education"),
        [{"identity": "IDP1", "birth_date": date(2000, 1, 1)}, {"identity": "IDP2", "birth_date": date(2002, 2, 2)}],
    )
    snapshot = taken(inputs(listed, register), "person.birth_date")
    assert rows(snapshot, "persons", "person_id", "birth_date", "birth_date@source") == [
        ("P1", date(2000, 1, 1), 2),
        ("P2", date(2001, 1, 1), 1),
    ]


def test_damaged_cell_says_nothing_and_another_source_speaks():
    origin = source(1)
    read = inputs(export(origin, [one(insured_residents=None)]), roster(2, [True]))
    read.bad_cells.append(bad_cell(origin, 0, Subject.PERSON, "insured_residents"))
    snapshot = taken(read, INSURED)
    assert insured(snapshot) is True
    assert states(snapshot) == []


def test_damaged_cell_that_nothing_replaces_is_told_with_its_place():
    origin = source(1)
    read = inputs(export(origin, [one(insured_residents=None)]))
    read.bad_cells.append(bad_cell(origin, 0, Subject.PERSON, "insured_residents", value="990000199001010017"))
    snapshot = taken(read, INSURED)
    assert rows(snapshot, "cell_states", "field", "state", "said", "place") == [
        ("insured_residents", "damaged", None, "export-1.xlsx!Sheet1!C2")
    ]


@pytest.mark.parametrize(("other", "expected"), [(None, None), (True, True)])
def test_row_that_contradicts_itself_is_a_conflict_unless_a_better_source_speaks(other, expected):
    origin = source(1)
    read = inputs(export(origin, [one(insured_residents=None)]), roster(2, [other]))
    read.conflicts.append(split_cell(origin, 0, Subject.PERSON, "insured_residents"))
    snapshot = taken(read, INSURED)
    assert insured(snapshot) is expected
    assert [s[2] for s in states(snapshot)] == ([] if expected else ["conflict"])


def test_row_that_contradicts_itself_is_a_conflict_beside_rows_of_the_same_rank():
    origin = source(1)
    listed = export(
        origin, [one("P1", dangerous_house=None), one("P2", dangerous_house=True)], household=["dangerous_house"]
    )
    read = inputs(listed)
    read.conflicts.append(split_cell(origin, 0, Subject.HOUSEHOLD, "dangerous_house"))
    assert rows(taken(read, "household.dangerous_house"), "households", "dangerous_house") == [(None,)]


def test_number_that_is_no_number_is_no_fact():
    tables = facts(
        Subject.HOUSEHOLD,
        source(1, "tables"),
        [{"household_id": h, "income_per_head": v} for h, v in (("a", float("nan")), ("b", float("inf")), ("c", 5.0))],
    )
    snapshot = taken(inputs(tables), "household.income_per_head")
    assert rows(snapshot, "households", "income_per_head") == [(None,), (None,), (5.0,)]


def test_mask_says_which_tables_have_a_row_about_a_subject():
    listed = export(source(1), [one("P1", insured_residents=True), one("P2", insured_residents=True)])
    snapshot = taken(inputs(listed, roster(2, [True])), INSURED)
    masks = dict(rows(snapshot, "persons", "person_id", "source_mask"))
    kinds = {1 << g.bit: g.kind for g in snapshot.groups[Subject.PERSON]}
    told = {p: sorted(kind for bit, kind in kinds.items() if mask & bit) for p, mask in masks.items()}
    assert told == {"P1": ["export", "roster:health_insurance"], "P2": ["export"]}
