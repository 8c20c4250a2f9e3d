from datetime import date

from diguan.engine.snapshot.derived.identities import GONE
from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, source
from tests.factories.snapshots import catalogue, value_by_id

A, B = "990000198001010010", "99000019850203002X"  # men's and women's seventeenth digit: 1 and 2


def person(household, number, **more):
    return {"household_id": household, "person_id": number, "region_code": "152222000001", **more}


def asked(name, *tables, bad=()):
    read = inputs(*tables)
    read.bad_cells.extend(bad)
    return value_by_id(read, Subject.PERSON, name)


def test_state_is_valid_missing_or_the_flaw_of_the_bad_cell():
    origin = source(1)
    rows = [
        person("1", "1", identity=A),
        person("1", "2", identity=None),
        person("1", "3"),
        person("1", "4"),
        person("1", "5"),
        person("1", "6"),
    ]
    bad = [
        bad_cell(origin, 2, Subject.PERSON, "identity", "99000019800101"),
        bad_cell(origin, 3, Subject.PERSON, "identity", "990000198002300015"),
        bad_cell(origin, 4, Subject.PERSON, "identity", "990000198001010011"),
        bad_cell(origin, 5, Subject.PERSON, "identity", "990000198001010012"),
    ]
    found = asked("identity_state", export(origin, rows), bad=bad)
    first = {"1": "有效", "2": "缺失", "3": "位数不符", "4": "日期不存在", "5": "校验不符"}
    assert found == {**first, "6": "区划码不符"}


def test_state_is_that_of_the_newest_row():
    old = export(source(1, data_on=date(2018, 1, 1)), [person("1", "1", identity=None)])
    new = export(source(2, data_on=date(2019, 1, 1)), [person("1", "1", identity=A)])
    assert asked("identity_state", new, old) == {"1": "有效"}


def test_state_is_unknown_where_no_input_has_the_column():
    assert asked("identity_state", export(source(1), [person("1", "1", sex="男")])) == {}


def test_duplicated_within_and_across_households():
    rows = [
        person("1", "1", identity=A),
        person("1", "2", identity=A),
        person("2", "3", identity=B),
        person("3", "4", identity=B),
    ]
    rows += [person("3", "5", identity="990000200001010011"), person("3", "6", identity=None)]
    found = asked("identity_duplicated", export(source(1), rows))
    assert found == {"1": True, "2": True, "3": True, "4": True, "5": False, "6": None}


def test_row_of_somebody_who_married_out_is_no_second_person():
    old = person("1", "1", identity=B, person_state="婚出")
    now = person("2", "2", identity=B, person_state="在家")
    assert asked("identity_duplicated", export(source(1), [old, now])) == {"1": True, "2": False}
    unsaid = person("3", "3", identity=B, person_state=None)
    assert asked("identity_duplicated", export(source(1), [old, now, unsaid])) == {"1": True, "2": True, "3": True}


def test_states_of_those_who_stand_for_nobody_are_those_of_the_catalogue():
    assert (
        "(" + GONE.partition("(")[2].partition("), false")[0].partition("IN (")[2]
        in catalogue().field(Subject.PERSON, "gone").expression
    )


def test_person_of_two_exports_is_one_person():
    one = export(source(1, data_on=date(2018, 1, 1)), [person("1", "1", identity=A)])
    two = export(source(2, data_on=date(2019, 1, 1)), [person("1", "1", identity=A)])
    assert asked("identity_duplicated", one, two) == {"1": False}


def test_roster_does_not_double_a_person():
    roster = facts(Subject.PERSON, source(2, "roster:health_insurance"), [{"identity": A, "insured_residents": True}])
    assert asked("identity_duplicated", export(source(1), [person("1", "1", identity=A)]), roster) == {"1": False}


def test_birth_date_agrees_to_the_day_or_to_the_month_when_it_is_the_first():
    rows = [
        person("1", "1", identity=A, birth_date=date(1980, 1, 1)),
        person("1", "2", identity=B, birth_date=date(1985, 2, 1)),
        person("1", "3", identity=B, birth_date=date(1985, 2, 4)),
        person("1", "4", identity=B, birth_date=date(1986, 2, 3)),
        person("1", "5", identity=None, birth_date=date(1986, 2, 3)),
        person("1", "6", identity=A, birth_date=None),
    ]
    found = asked("identity_birth_agrees", export(source(1), rows))
    assert found == {"1": True, "2": True, "3": False, "4": False, "5": None, "6": None}


def test_sex_agrees_with_the_seventeenth_digit():
    rows = [
        person("1", "1", identity=A, sex="男"),
        person("1", "2", identity=A, sex="女"),
        person("1", "3", identity=B, sex="女"),
        person("1", "4", identity=None, sex="女"),
    ]
    assert asked("identity_sex_agrees", export(source(1), rows)) == {"1": True, "2": False, "3": True, "4": None}
