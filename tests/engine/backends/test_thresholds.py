"""At which evidence grades a condition can differ."""

import pytest

from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.thresholds import grades_of, rule_grades
from diguan.engine.expressions import bind, read_expression
from diguan.engine.verdicts import Grade
from tests.factories.worlds import AS_OF, PARAMETERS, H, P, scope

LAYOUT = Layout(
    {
        H: Relation(
            "households", {"poor": Column("poor", 1), "income": Column("income", 2), "debt": Column("debt", None)}
        ),
        P: Relation("persons", {"yes": Column("yes", 1)}),
    },
    {0: Grade.DECLARED, 1: Grade.DECLARED, 2: Grade.SEEN},
)


def bound(text):
    return bind(read_expression(text, None, scope(H)), AS_OF, PARAMETERS)


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("poor", [1]),
        ("income > 3", [3]),
        ("poor or income > 3", [1, 3]),
        ("debt > 3", [1, 3]),
        ("class = '甲'", [3]),
        ("1 = 1", [3]),
        ("every_member(yes)", [1]),
        ("count_members(yes) > 1", [1, 3]),
        ("count_members(true) > 1 and poor", [1, 3]),
    ],
)
def test_grades_of_a_condition(text, grades):
    assert grades_of(bound(text).tree, LAYOUT) == grades


def test_grades_of_a_rule_are_those_of_both_conditions():
    assert rule_grades(bound("poor"), bound("income > 3"), LAYOUT) == [1, 3]
    assert rule_grades(None, bound("income > 3"), LAYOUT) == [3]
