import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, rows, source, states, taken

PARTS = {"wage_income": 4000.0, "business_income": 3000.0, "property_income": 500.0, "transfer_income": 1500.0}
WHOLE = {**PARTS, "business_expenses": 1000.0, "household_size_current": 4}
FIELD = "household.income_per_head"


def per_head(*, damaged=None, **fields):
    row = {**WHOLE, **fields}
    origin = source(1)
    read = inputs(export(origin, [{"household_id": "H1", "person_id": "P1", **row}], household=list(row)))
    if damaged:
        read.bad_cells.append(bad_cell(origin, 0, Subject.HOUSEHOLD, damaged))
    snapshot = taken(read, FIELD)
    return rows(snapshot, "households", "income_per_head")[0][0], [s[2] for s in states(snapshot)]


def test_income_that_no_table_reports_is_net_income_by_persons():
    assert per_head() == (2000.0, ["computed"])


def test_persons_of_the_year_divide_before_persons_now():
    assert per_head(household_size_annual=5) == (1600.0, ["computed"])


def test_persons_of_the_year_that_their_table_leaves_unknown_are_not_those_of_now():
    assert per_head(household_size_annual=None) == (None, [])
    assert per_head(household_size_annual=None, damaged="household_size_annual")[0] is None


def test_persons_of_the_year_of_another_household_do_not_matter():
    annual = {"household_id": "H2", "person_id": "P2", **WHOLE, "household_size_annual": 5}
    read = inputs(
        export(source(1), [{"household_id": "H1", "person_id": "P1", **WHOLE}], household=list(WHOLE)),
        export(source(2), [annual], household=[*WHOLE, "household_size_annual"]),
    )
    assert rows(taken(read, FIELD), "households", "income_per_head") == [(2000.0,), (1600.0,)]


def test_reported_income_stays():
    assert per_head(income_per_head=3500.0) == (3500.0, [])


def test_income_that_its_table_leaves_empty_is_not_worked_out():
    assert per_head(income_per_head=None) == (None, [])


@pytest.mark.parametrize("part", [*PARTS, "business_expenses", "household_size_current"])
def test_one_unknown_component_leaves_it_unknown(part):
    assert per_head(**{part: None}) == (None, [])


def test_damaged_income_is_not_replaced():
    assert per_head(income_per_head=None, damaged="income_per_head") == (None, ["damaged"])


def test_source_is_that_of_the_weakest_component():
    row = dict(WHOLE)
    wage = {"household_id": "H1", "wage_income": 4000.0}
    del row["wage_income"]
    listed = export(source(1), [{"household_id": "H1", "person_id": "P1", **row}], household=list(row))

    visit = facts(Subject.HOUSEHOLD, source(2, "visit"), [wage])
    snapshot = taken(inputs(listed, visit), FIELD)
    assert rows(snapshot, "households", "income_per_head") == [(2000.0,)]
    assert snapshot.columns["households"]["income_per_head"].source == 1
