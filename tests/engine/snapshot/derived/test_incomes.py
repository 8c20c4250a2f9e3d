from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, facts, inputs, source
from tests.factories.snapshots import value_by_id

HOME = {"household_id": "1", "region_code": "152222000001"}


def homes(source_id, day, **more):
    return facts(Subject.HOUSEHOLD, source(source_id, data_on=day), [{**HOME, **more}])


def last_year(*tables):
    return value_by_id(inputs(*tables), Subject.HOUSEHOLD, "income_per_head_last_year", date(2019, 12, 31))


def test_last_year_is_the_newest_row_of_an_earlier_year():
    tables = [
        homes(1, date(2017, 12, 31), income_per_head=1000.0),
        homes(2, date(2018, 6, 30), income_per_head=2000.0),
        homes(3, date(2018, 12, 31), income_per_head=3000.0),
        homes(4, date(2019, 3, 31), income_per_head=4000.0),
        homes(5, date(2019, 9, 30), income_per_head=5000.0),
    ]
    assert last_year(*reversed(tables)) == {"1": 3000.0}


def test_last_year_is_unknown_when_all_rows_are_of_one_year():
    tables = [homes(1, date(2019, 3, 31), income_per_head=4000.0), homes(2, date(2019, 9, 30), income_per_head=5000.0)]
    assert last_year(*tables) == {"1": None}


def test_last_year_is_unknown_where_its_cell_is_empty_whatever_stood_there_the_year_before():
    older = homes(1, date(2017, 12, 31), income_per_head=1000.0)
    empty = homes(2, date(2018, 12, 31), income_per_head=None)
    assert last_year(older, empty, homes(3, date(2019, 1, 1), income_per_head=9.0)) == {"1": None}


def test_last_year_is_the_same_whether_this_year_is_known_or_not():
    older = homes(1, date(2018, 12, 31), income_per_head=1000.0)
    assert last_year(older, homes(2, date(2019, 1, 1), income_per_head=9.0)) == {"1": 1000.0}
    assert last_year(older, homes(2, date(2019, 1, 1), income_per_head=None)) == {"1": 1000.0}


@pytest.mark.parametrize(
    ("facts_of_home", "value"),
    [
        ({"net_income": 9000.0, "household_size_annual": 3, "household_size_current": 2}, 3000.0),
        ({"net_income": 9000.0, "household_size_annual": None, "household_size_current": 2}, None),
        ({"net_income": 9000.0, "household_size_current": 2}, 4500.0),
        ({"net_income": None, "household_size_annual": 3, "household_size_current": 2}, None),
        ({"net_income": -900.0, "household_size_annual": 3, "household_size_current": 2}, -300.0),
        ({"net_income": 9000.0, "household_size_annual": None, "household_size_current": None}, None),
    ],
)
def test_net_income_is_divided_by_the_persons_of_the_year_else_now(facts_of_home, value):
    read = inputs(homes(1, date(2019, 6, 30), **facts_of_home, income_per_head=1.0))
    assert from_net(read) == {"1": value}


PARTS = {"wage_income": 100.0, "business_income": 900.0, "property_income": 0.0, "transfer_income": 200.0}


def from_net(read):
    return value_by_id(read, Subject.HOUSEHOLD, "income_per_head_from_net", date(2019, 12, 31))


def test_without_a_net_income_the_parts_make_it():
    home = {**PARTS, "business_expenses": 200.0, "household_size_current": 2, "income_per_head": 7.0}
    assert from_net(inputs(homes(1, date(2019, 6, 30), **home))) == {"1": 500.0}
    assert from_net(inputs(homes(1, date(2019, 6, 30), **{**home, "wage_income": None}))) == {"1": None}
    assert from_net(inputs(homes(1, date(2019, 6, 30), **home, net_income=None))) == {"1": None}


def test_net_income_of_another_year_is_not_held_against_the_figure_per_head():
    older = homes(1, date(2018, 6, 30), net_income=9000.0, household_size_current=3, income_per_head=3000.0)
    newer = homes(2, date(2019, 6, 30), income_per_head=4000.0, household_size_current=3)
    assert from_net(inputs(older)) == {"1": 3000.0}
    assert from_net(inputs(older, newer)) == {"1": None}


def test_cell_of_the_figure_per_head_is_given_or_not_whatever_its_parts_make():
    def given(*tables, bad=()):
        read = inputs(*tables)
        read.bad_cells.extend(bad)
        return value_by_id(read, Subject.HOUSEHOLD, "income_per_head_given", date(2019, 12, 31))

    parts = {**PARTS, "business_expenses": 200.0, "household_size_current": 2}
    empty = homes(1, date(2019, 6, 30), **parts, income_per_head=None)
    assert given(empty) == {"1": False}
    assert given(homes(1, date(2019, 6, 30), **parts, income_per_head=500.0)) == {"1": True}
    assert given(homes(1, date(2019, 6, 30), **parts)) == {}
    assert given(empty, homes(2, date(2018, 6, 30), income_per_head=500.0)) == {"1": False}
    damaged = bad_cell(source(1), 0, Subject.HOUSEHOLD, "income_per_head", "3,2l8")
    assert given(empty, bad=[damaged]) == {"1": True}


@pytest.mark.parametrize(
    ("facts_of_home", "value"),
    [
        ({"own_medical_cost": 9000.0, "medical_claims": 3000.0, "household_size_current": 3}, 2000.0),
        ({"own_medical_cost": 9000.0, "medical_claims": None, "household_size_current": 3}, None),
        ({"own_medical_cost": 0.0, "medical_claims": 0.0, "household_size_current": 3}, 0.0),
    ],
)
def test_fixed_expense_is_own_cost_less_claims_by_the_persons(facts_of_home, value):
    read = inputs(homes(1, date(2019, 6, 30), **facts_of_home))
    assert value_by_id(read, Subject.HOUSEHOLD, "fixed_expense_per_head") == {"1": value}


def test_fixed_expense_is_by_the_listed_only_where_nobody_counts_the_persons():
    costs = {"own_medical_cost": 9000.0, "medical_claims": 3000.0}
    person = {"household_id": "1", "region_code": "152222000001", "person_id": "1-1"}
    listed = facts(Subject.PERSON, source(1), [person, {**person, "person_id": "1-2"}])

    def by_persons(**sizes):
        read = inputs(listed, facts(Subject.HOUSEHOLD, source(1), [{**HOME, **costs, **sizes}]))
        return value_by_id(read, Subject.HOUSEHOLD, "fixed_expense_per_head")

    assert by_persons() == {"1": 3000.0}
    assert by_persons(household_size_annual=3, household_size_current=2) == {"1": 2000.0}
    assert by_persons(household_size_annual=None, household_size_current=2) == {"1": None}
    assert by_persons(household_size_current=None) == {"1": None}


def test_fixed_expense_needs_both_columns():
    read = inputs(homes(1, date(2019, 6, 30), own_medical_cost=9000.0, household_size_current=3))
    assert value_by_id(read, Subject.HOUSEHOLD, "fixed_expense_per_head") == {}
