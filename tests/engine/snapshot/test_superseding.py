from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, rows, source, split_cell, states, taken

NEW, OLD = date(2019, 6, 30), date(2018, 11, 30)
HOUSE = "household.dangerous_house"


def listed(origin, values, **more):
    return export(
        origin,
        [{"household_id": "H1", "person_id": f"P{n}", "dangerous_house": v, **more} for n, v in enumerate(values)],
        household=["dangerous_house"],
    )


def house(read):
    snapshot = taken(read, HOUSE)
    return rows(snapshot, "households", "dangerous_house")[0][0], [s[2] for s in states(snapshot)]


def test_empty_cell_of_the_newer_export_is_not_filled_from_the_older_one():
    assert house(inputs(listed(source(1, data_on=OLD), [True]), listed(source(2, data_on=NEW), [None]))) == (None, [])


def test_newer_export_without_the_column_replaces_nothing():
    newer = export(source(2, data_on=NEW), [{"household_id": "H1", "person_id": "P0"}])
    assert house(inputs(listed(source(1, data_on=OLD), [True]), newer)) == (True, [])


def test_another_kind_of_source_replaces_nothing():
    origin = source(2, "residents", NEW)
    register = [
        facts(Subject.PERSON, origin, [{"household_id": "7", "person_id": "7:1", "identity": "A"}]),
        facts(Subject.HOUSEHOLD, origin, [{"household_id": "7", "dangerous_house": None}]),
    ]
    assert house(inputs(listed(source(1, data_on=OLD), [True], identity="A"), register)) == (True, [])


def test_household_that_is_not_in_the_newer_export_keeps_the_older_value():
    newer = export(
        source(2, data_on=NEW),
        [{"household_id": "H2", "person_id": "P7", "dangerous_house": None}],
        household=["dangerous_house"],
    )
    snapshot = taken(inputs(listed(source(1, data_on=OLD), [True]), newer), HOUSE)
    assert rows(snapshot, "households", "household_id", "dangerous_house") == [("H1", True), ("H2", None)]


def test_rows_of_one_file_with_days_of_their_own_replace_each_other():
    rows_of_one_file = [
        {"household_id": "H1", "person_id": "P0", "data_on": OLD, "dangerous_house": True},
        {"household_id": "H1", "person_id": "P0", "data_on": NEW, "dangerous_house": None},
    ]
    assert house(inputs(export(source(1), rows_of_one_file, household=["dangerous_house"]))) == (None, [])


def test_exports_of_one_day_fill_each_other():
    assert house(inputs(listed(source(1, data_on=NEW), [True]), listed(source(2, data_on=NEW), [None]))) == (True, [])


@pytest.mark.parametrize(("damaged_day", "expected"), [(NEW, ["damaged"]), (OLD, [])])
def test_damaged_cell_of_the_newer_export_is_not_filled_from_the_older_one(damaged_day, expected):
    other = OLD if damaged_day == NEW else NEW
    damaged, sound = source(1, data_on=damaged_day), source(2, data_on=other)
    read = inputs(listed(damaged, [None]), listed(sound, [True]))
    read.bad_cells.append(bad_cell(damaged, 0, Subject.HOUSEHOLD, "dangerous_house"))
    assert house(read) == (None if expected else True, expected)


def test_contradiction_inside_an_older_row_is_history():
    old = source(1, data_on=OLD)
    read = inputs(listed(old, [None]), listed(source(2, data_on=NEW), [False]))
    read.conflicts.append(split_cell(old, 0, Subject.HOUSEHOLD, "dangerous_house"))
    assert house(read) == (False, [])
