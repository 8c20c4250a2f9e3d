"""Numbers here belong to nobody."""

from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, source
from tests.factories.snapshots import value_by_id

MOBILE, OTHER = "13900000001", "13900000002"


def row(household, number="1", **more):
    return {"household_id": household, "person_id": f"{household}-{number}", "region_code": "152222000001", **more}


def asked(name, *tables):
    return value_by_id(inputs(*tables), Subject.HOUSEHOLD, name)


def homes(rows, origin=None):
    return export(origin or source(1), rows, household=("household_phone",))


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (MOBILE, "有效"),
        ("139-0000-0001", "有效"),
        ("+86 13900000001", "有效"),
        ("8613900000001", "有效"),
        ("0482-8212345", "有效"),
        ("1390000000", "格式错误"),
        ("139000000011", "格式错误"),
        ("23900000001", "格式错误"),
        ("8212345", "格式错误"),
        ("1390000000、13900000002", "有效"),
        ("无", "格式错误"),
        (None, "缺失"),
    ],
)
def test_household_phone_state(cell, state):
    assert asked("household_phone_state", homes([row("1", household_phone=cell)])) == {"1": state}


def test_one_row_with_a_number_is_enough():
    rows = [row("1", "1", household_phone=None), row("1", "2", household_phone=MOBILE)]
    assert asked("household_phone_state", homes(rows)) == {"1": "有效"}


def test_older_rows_do_not_count():
    old = homes([row("1", household_phone=MOBILE)], source(1, data_on=date(2018, 1, 1)))
    new = homes([row("1", household_phone=None)], source(2, data_on=date(2019, 1, 1)))
    assert asked("household_phone_state", old, new) == {"1": "缺失"}


def test_member_phone_state():
    rows = [row("1", "1", phone=MOBILE), row("1", "2", phone="1234"), row("1", "3", phone=None)]
    found = value_by_id(inputs(export(source(1), rows)), Subject.PERSON, "phone_state")
    assert found == {"1-1": "有效", "1-2": "格式错误", "1-3": "缺失"}


def test_shared_phone_counts_households_not_rows():
    rows = [
        row("1", "1", household_phone=MOBILE),
        row("1", "2", household_phone=MOBILE),
        row("2", household_phone="139 0000 0001"),
    ]
    rows += [row("3", household_phone=f"86{MOBILE}"), row("4", household_phone=OTHER), row("5", household_phone="1234")]
    assert asked("phone_shared_by_households", homes(rows)) == {"1": 3, "2": 3, "3": 3, "4": 1, "5": None}


def test_phone_of_a_helper_needs_the_list_of_helpers():
    rows = [row("1", household_phone=MOBILE), row("2", household_phone=OTHER), row("3", household_phone=None)]
    helpers = facts(
        Subject.PERSON, source(2, "roster:helpers"), [{"identity": "990000197001010015", "phone": f"{MOBILE}/1"}]
    )
    assert asked("phone_is_helpers", homes(rows)) == {}
    assert asked("phone_is_helpers", homes(rows), helpers) == {"1": True, "2": False, "3": None}
