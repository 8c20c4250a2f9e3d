import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, rows, source, states, taken

PARTS = {"wage_income": 4000.0, "business_income": 3000.0, "property_income": 500.0, "transfer_income": 1500.0}
WHOLE = {**PARTS, "business_expenses": 1000.0, "household_size_current": 4, "household_size_annual": None}
FIELD = "household.income_per_head"


def per_head(*, damaged=False, **fields):
    row = {**WHOLE, "income_per_head": None, **fields}
    origin = source(1)
    read = inputs(export(origin, [{"household_id": "H1", "person_id": "P1", **row}], household=list(row)))
    if damaged:
        read.bad_cells.append(bad_cell(origin, 0, Subject.HOUSEHOLD, "income_per_head"))
    snapshot = taken(read, FIELD)
    return rows(snapshot, "households", "income_per_head")[0][0], [s[2] for s in states(snapshot)]


def test_absent_income_is_net_income_by_persons():
    assert per_head() == (2000.0, ["computed"])


def test_persons_of_the_year_divide_before_persons_now():
    assert per_head(household_size_annual=5) == (1600.0, ["computed"])


def test_reported_income_stays():
    assert per_head(income_per_head=3500.0) == (3500.0, [])


@pytest.mark.parametrize("part", [*PARTS, "business_expenses", "household_size_current"])
def test_one_unknown_component_leaves_it_unknown(part):
    assert per_head(**{part: None}) == (None, [])


def test_damaged_income_is_not_replaced():
    assert per_head(damaged=True) == (None, ["damaged"])


def test_source_is_that_of_the_weakest_component():
    row = {**WHOLE, "income_per_head": None}
    wage = {"household_id": "H1", "wage_income": 4000.0}
    del row["wage_income"]
    listed = export(source(1), [{"household_id": "H1", "person_id": "P1", **row}], household=list(row))

    visit = facts(Subject.HOUSEHOLD, source(2, "visit"), [wage])
    snapshot = taken(inputs(listed, visit), FIELD)
    assert rows(snapshot, "households", "income_per_head") == [(2000.0,)]
    assert snapshot.columns["households"]["income_per_head"].source == 1
