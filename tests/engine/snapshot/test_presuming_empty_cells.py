from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, facts, inputs, source
from tests.factories.snapshots import value_by_id


def homes(source_id, kind, *rows):
    return facts(Subject.HOUSEHOLD, source(source_id, kind), [{"region_code": "152222000001", **row} for row in rows])


def risks(*tables, bad=(), name="risk_1"):
    read = inputs(*tables)
    read.bad_cells.extend(bad)
    return value_by_id(read, Subject.HOUSEHOLD, name)


def test_empty_cell_of_a_carried_column_names_nothing():
    assert risks(
        homes(1, "export", {"household_id": "1", "risk_1": None}, {"household_id": "2", "risk_1": "因病"})
    ) == {
        "1": "无",
        "2": "因病",
    }


def test_household_of_another_workbook_without_the_column_stays_unknown():
    with_column = homes(1, "export", {"household_id": "1", "risk_1": None})
    without = homes(2, "export", {"household_id": "2", "house_area": 60.0})
    assert risks(with_column, without) == {"1": "无", "2": None}


def test_column_that_nobody_carries_stays_unknown():
    without = homes(1, "export", {"household_id": "2", "house_area": 60.0})
    assert risks(without) == {}
    assert risks(without, name="risk_2") == {"2": "无"}


def test_damaged_cell_is_not_presumed():
    origin = source(1)
    damaged = bad_cell(origin, 0, Subject.HOUSEHOLD, "risk_1")
    assert risks(homes(1, "export", {"household_id": "1", "risk_1": None}), bad=[damaged]) == {"1": None}


def test_plain_tables_say_nothing_by_an_empty_cell():
    assert risks(homes(1, "tables", {"household_id": "1", "risk_1": None})) == {"1": None}
