import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.snapshots import value_by_id

KEYS = {"household_id": "1", "region_code": "152222000001"}


def asked(name, persons=0, **home):
    people = [{**KEYS, "person_id": f"1-{n}"} for n in range(persons)]
    tables = [facts(Subject.HOUSEHOLD, source(1), [{**KEYS, **home}])]
    tables += [facts(Subject.PERSON, source(1), people)] if people else []
    return value_by_id(inputs(*tables), Subject.HOUSEHOLD, name)


def test_state_after_the_clearing_is_recorded_when_any_column_says_something():
    assert asked("after_clearing_recorded", after_dangerous_house=False) == {"1": True}
    assert asked("after_clearing_recorded", after_dangerous_house=None, after_net_income=1.0) == {"1": True}
    assert asked("after_clearing_recorded", after_dangerous_house=None, after_net_income=None) == {"1": False}


def test_state_after_the_clearing_is_not_recorded_without_columns():
    assert asked("after_clearing_recorded", dangerous_house=True) == {"1": False}


MONEY = {"after_income_per_head": 9000.0, "after_own_medical_cost": 8000.0, "after_medical_claims": 2000.0}


@pytest.mark.parametrize(
    ("persons", "more", "left"),
    [
        (3, {"after_net_income": 18000.0}, 6000.0),  # two persons divide the income, whoever is listed
        (3, {"after_net_income": None}, None),  # the column is there: it may have made any number of persons
        (3, {}, 7000.0),
        (0, {}, None),
        (3, {"after_medical_claims": None}, None),
        (3, {"after_income_per_head": 0.0, "after_net_income": 0.0}, -2000.0),
    ],
)
def test_income_after_the_clearing_less_fixed_expenses(persons, more, left):
    assert asked("after_income_left", persons, **{**MONEY, **more}) == {"1": left}


def test_expenses_per_head_count_the_listed_where_no_size_is_given():
    assert asked("fixed_expense_per_head", 3, own_medical_cost=9000.0, medical_claims=0.0) == {"1": 3000.0}
