from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, source
from tests.factories.snapshots import value_by_id

IDENTITY = "990000198001010010"


def person(number="1", **more):
    return {"household_id": "1", "person_id": number, "region_code": "152222000001", **more}


def asked(name, rows, *tables):
    return value_by_id(inputs(export(source(1), rows), *tables), Subject.PERSON, name)


def test_works_by_months_place_or_employer():
    rows = [
        person("1", months_worked=3.0),
        person("2", work_place="省外"),
        person("3", work_employer="某厂"),
        person("4", months_worked=0.0, work_place="无"),
        person("5"),
    ]
    assert asked("works", rows) == {"1": True, "2": True, "3": True, "4": False, "5": False}


def test_works_is_unknown_where_no_input_says_anything_about_work():
    assert asked("works", [person("1", sex="男")]) == {}


def test_works_is_unknown_where_the_cell_could_not_be_read():
    read = inputs(export(source(1), [person("1", months_worked=None), person("2", months_worked=None)]))
    read.bad_cells.append(bad_cell(source(1), 0, Subject.PERSON, "months_worked"))
    assert value_by_id(read, Subject.PERSON, "works") == {"1": None, "2": False}


@pytest.mark.parametrize(
    ("place", "outside"),
    [
        ("省外", True),
        ("县外省内", True),
        ("区外", True),
        ("旗外市内", True),
        ("乡外县内", False),
        ("旗内", False),
        ("本村", False),
        ("苏木内", False),
        ("北京市", None),
        (None, None),
    ],
)
def test_place_of_work_outside_the_county(place, outside):
    assert asked("works_outside_county", [person("1", work_place=place)]) == {"1": outside}


@pytest.mark.parametrize(
    ("cell", "number"),
    [("护林员", 1), ("护林员，保洁员", 2), ("护林员、保洁员/护路员", 3), ("无", 0), ("否", 0), (None, 0)],
)
def test_public_posts_are_counted_by_name(cell, number):
    assert asked("public_posts", [person("1", public_post=cell)]) == {"1": number}


def spells(*pairs):
    rows = [{"identity": IDENTITY, "job_started_on": start, "job_ended_on": end} for start, end in pairs]
    return facts(Subject.PERSON, source(2, "roster:jobs"), rows)


@pytest.mark.parametrize(
    ("pairs", "overlap"),
    [
        ([(date(2019, 1, 1), date(2019, 3, 1))], False),
        ([(date(2019, 1, 1), date(2019, 3, 1)), (date(2019, 3, 1), None)], False),
        ([(date(2019, 1, 1), date(2019, 3, 1)), (date(2019, 2, 28), None)], True),
        ([(date(2019, 1, 1), None), (date(2019, 5, 1), date(2019, 6, 1))], True),
        ([(date(2019, 1, 1), date(2019, 6, 1)), (date(2019, 2, 1), date(2019, 2, 9)), (date(2019, 5, 1), None)], True),
        ([(date(2019, 1, 1), date(2019, 3, 1)), (date(2019, 1, 1), date(2019, 3, 1))], False),
        ([(None, date(2019, 3, 1))], None),
    ],
)
def test_spells_overlap_when_one_starts_before_another_ended(pairs, overlap):
    found = asked("job_spells_overlap", [person("1", identity=IDENTITY), person("2", identity=None)], spells(*pairs))
    assert found == {"1": overlap, "2": None}
