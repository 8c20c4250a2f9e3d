from datetime import date

import pytest

from diguan.engine.backends.closures import truth
from diguan.engine.catalogue import Catalogue, Field, FieldType, Label
from diguan.engine.expressions import Scope, bind, read_expression
from diguan.engine.rehearsal.witnesses import Wanted, witness
from diguan.engine.verdicts import Subject

A = Label("甲", "A")


def field(name, type, subject=Subject.HOUSEHOLD, **parts):
    return Field(name, subject, type, A, **parts)


CATALOGUE = Catalogue(
    {
        Subject.HOUSEHOLD: {
            "income": field("income", FieldType.NUMBER, unit="coin", range=(-10, 1000)),
            "spent": field("spent", FieldType.NUMBER, unit="coin"),
            "rooms": field("rooms", FieldType.INTEGER, unit="1", range=(0, 5)),
            "roof": field("roof", FieldType.CODE, codes=("tiles", "straw", "none")),
            "left_on": field("left_on", FieldType.DATE),
            "poor": field("poor", FieldType.BOOLEAN),
            "remark": field("remark", FieldType.TEXT),
        },
        Subject.PERSON: {
            "born_on": field("born_on", FieldType.DATE, Subject.PERSON),
            "works": field("works", FieldType.BOOLEAN, Subject.PERSON),
        },
        Subject.VILLAGE: {"road": field("road", FieldType.BOOLEAN, Subject.VILLAGE)},
    }
)


def bound(text, subject=Subject.HOUSEHOLD):
    return bind(read_expression(text, None, Scope(subject, CATALOGUE)), date(2020, 2, 29), {})


REACHABLE = [
    "income > 100",
    "income = 100.5",
    "income between 10 and 20 and income <> 15",
    "income - spent > 500",
    "income > spent and spent > 999",
    "rooms >= 5",
    "roof = 'none'",
    "not (roof in ('tiles', 'straw'))",
    "left_on = '2019-06-30'",
    "left_on > '2019-06-30' and left_on < '2019-07-02'",
    "remark = 'x'",
    "poor and village.road",
    "every_member(works) and count_members(true) = 3",
    "any_member(works) and not every_member(works)",
    "count_members(works) >= 2 and count_members(not works) >= 2",
    "every_member(age(born_on) >= 60)",
    "(poor or income > 5) and (not poor or roof = 'straw') and rooms = 2",
]


@pytest.mark.parametrize("text", REACHABLE)
@pytest.mark.parametrize("holds", [True, False])
def test_facts_are_found_for_either_answer(text, holds):
    condition = bound(text)
    found = witness(CATALOGUE, [Wanted(condition, holds)])
    assert found is not None
    assert truth(condition)(found, None) * (1 if holds else -1) > 0


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("poor or not poor", False),
        ("income > 1000", True),
        ("income >= -10", False),
        ("income > 5 and income < 5", True),
        ("roof in ('tiles', 'straw', 'none')", False),
        ("rooms < 0", True),
        ("left_on > '2019-06-30' or left_on < '2019-07-01'", False),
    ],
)
def test_nothing_is_found_where_there_is_nothing(text, holds):
    assert witness(CATALOGUE, [Wanted(bound(text), holds)]) is None


def test_two_conditions_are_wanted_at_once():
    when, met = bound("poor"), bound("income > 100 or not poor")
    found = witness(CATALOGUE, [Wanted(when, holds=True), Wanted(met, holds=True)])
    assert found is not None
    assert (found.household.values["poor"], truth(met)(found, None) > 0) == (True, True)
    assert witness(CATALOGUE, [Wanted(when, holds=False), Wanted(bound("not poor"), holds=False)]) is None


def test_person_is_judged_with_household_and_village():
    condition = bound("age(born_on) >= 16 and household.poor and village.road", Subject.PERSON)
    found = witness(CATALOGUE, [Wanted(condition, holds=True)])
    assert found is not None
    assert len(found.members) == 1
    assert truth(condition)(found, 0) > 0
