from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, source
from tests.factories.snapshots import value_by_id


def person(household, number, **more):
    return {"household_id": household, "person_id": number, "region_code": "152222000001", **more}


def test_members_are_the_rows_of_the_newest_export():
    old = export(source(1, data_on=date(2018, 1, 1)), [person("1", "1"), person("1", "2"), person("1", "3")])
    new = export(source(2, data_on=date(2019, 1, 1)), [person("1", "1"), person("1", "2"), person("1", "2")])
    assert value_by_id(inputs(old, new), Subject.HOUSEHOLD, "members_listed") == {"1": 2}


def test_members_are_unknown_without_rows_of_persons():
    homes = facts(
        Subject.HOUSEHOLD, source(1), [{"household_id": "1", "region_code": "152222000001", "house_area": 60.0}]
    )
    assert value_by_id(inputs(homes), Subject.HOUSEHOLD, "members_listed") == {}


def gaps(*rows):
    return value_by_id(inputs(export(source(1), rows)), Subject.PERSON, "age_gap_to_head")


def test_gap_counts_completed_years_both_ways():
    head = person("1", "1", relation="户主", birth_date=date(1980, 6, 15))
    assert gaps(
        head,
        person("1", "2", relation="之子", birth_date=date(1994, 6, 15)),
        person("1", "3", relation="之女", birth_date=date(1994, 6, 14)),
        person("1", "4", relation="之父", birth_date=date(1955, 6, 16)),
        person("1", "5", relation="之母", birth_date=date(1955, 6, 15)),
        person("1", "6", relation="其他", birth_date=None),
    ) == {"1": 0, "2": -14, "3": -13, "4": 24, "5": 25, "6": None}


def test_gap_is_unknown_without_one_head_of_known_age():
    child = person("1", "2", relation="之子", birth_date=date(2000, 1, 1))
    heads = [person("1", n, relation="户主", birth_date=date(1970, 1, 1)) for n in ("1", "3")]
    assert gaps(child, *heads) == {"1": None, "2": None, "3": None}
    assert gaps(child) == {"2": None}
    assert gaps(child, person("1", "1", relation="户主", birth_date=None)) == {"1": None, "2": None}
