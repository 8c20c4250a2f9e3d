from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, source
from tests.factories.snapshots import value_by_id

A, B = "990000198001010010", "99000019850203002X"
BORN = date(1980, 1, 1)
VILLAGE, OTHER = "152222000001", "152222000002"


def person(household, number, name="巴图", born=BORN, region=VILLAGE, **more):
    return {
        "household_id": household,
        "person_id": number,
        "region_code": region,
        "name": name,
        "birth_date": born,
        **more,
    }


def namesakes(*tables):
    return value_by_id(inputs(*tables), Subject.PERSON, "namesake_in_village")


def test_same_name_and_birth_in_one_village_with_other_numbers_or_none():
    rows = [person("1", "1", identity=A), person("2", "2", identity=None), person("3", "3", identity=B)]
    assert namesakes(export(source(1), rows)) == {"1": True, "2": True, "3": True}


def test_one_number_is_no_namesake_but_a_double():
    rows = [person("1", "1", identity=A), person("2", "2", identity=A)]
    assert namesakes(export(source(1), rows)) == {"1": False, "2": False}


def test_points_and_spaces_in_a_name_do_not_matter():
    rows = [person("1", "1", name="巴图·孟和", identity=A), person("2", "2", name="巴图 孟和", identity=B)]
    assert namesakes(export(source(1), rows)) == {"1": True, "2": True}


def test_another_village_another_day_or_another_name_is_another_person():
    rows = [person("1", "1", identity=A)]
    rows += [person("2", "2", region=OTHER, identity=B), person("3", "3", born=date(1980, 1, 2), identity=None)]
    rows += [person("4", "4", name="巴特", identity=None)]
    assert namesakes(export(source(1), rows)) == {"1": False, "2": False, "3": False, "4": False}


def test_who_has_gone_is_nobodys_double():
    rows = [person("1", "1", identity=A, person_state="婚出"), person("2", "2", identity=None)]
    assert namesakes(export(source(1), rows)) == {"1": None, "2": False}


def test_name_or_birth_unknown_is_not_compared():
    rows = [
        person("1", "1", identity=A),
        person("2", "2", born=None, identity=B),
        person("3", "3", name=None, identity=B),
    ]
    assert namesakes(export(source(1), rows)) == {"1": False, "2": None, "3": None}
    assert namesakes(export(source(1), [{k: v for k, v in person("1", "1").items() if k != "name"}])) == {}


def test_listed_person_without_a_number_is_not_held_against_the_resident_base():
    listed = export(
        source(1), [person("1", "1", identity=None), person("2", "2", born=date(1970, 1, 1), identity=None)]
    )
    base = facts(
        Subject.PERSON,
        source(2, "residents"),
        [person("9", "9:1", identity=A), person("9", "9:2", name="母", identity=B)],
    )
    assert namesakes(listed, base) == {"1": False, "2": False, "base:9:1": False, "base:9:2": False}
