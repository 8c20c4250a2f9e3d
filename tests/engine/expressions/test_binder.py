"""Binding to a day: parameters become literals, ages become dates, constants are worked out."""

from datetime import date, datetime

import pytest

from diguan.engine.expressions import UnableToBindExpression, bind, read_expression, walk
from diguan.engine.expressions.tree import Age, Compare, Fact, Literal, Rewritten
from tests.factories.worlds import AS_OF, PARAMETERS, H, P, scope


def bound(text, subject=H, as_of=AS_OF, **parameters):
    return bind(read_expression(text, None, scope(subject)), as_of, {**PARAMETERS, **parameters})


def limits(text, as_of=AS_OF):
    """(operator, constant) of every comparison with a date."""
    tree = bound(text, P, as_of).tree
    return [(n.operator, n.right.value.isoformat()) for n in walk(tree) if isinstance(n, Compare)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("age(born) >= 16", [("<=", "2003-06-30")]),
        ("age(born) > 16", [("<=", "2002-06-30")]),
        ("age(born) < 16", [(">", "2003-06-30")]),
        ("age(born) <= 16", [(">", "2002-06-30")]),
        ("16 > age(born)", [(">", "2003-06-30")]),
        ("age(born) >= 15.5", [("<=", "2003-06-30")]),
        ("age(born) < 15.5", [(">", "2003-06-30")]),
        ("age(born) = 16", [("<=", "2003-06-30"), (">", "2002-06-30")]),
        ("age(born) between 6 and 15", [("<=", "2013-06-30"), (">", "2003-06-30")]),
        ("age_on(born, :day) >= 6", [("<=", "2012-08-31")]),
        ("months_since(born) >= 6", [("<=", "2018-12-30")]),
        ("months_since(born) < 4", [(">", "2019-02-28")]),
    ],
)
def test_ages_become_dates(text, found):
    assert limits(text) == found


def test_ages_follow_the_as_of_date():
    assert limits("age(born) >= 16", date(2020, 2, 29)) == [("<=", "2004-02-29")]
    assert limits("age(born) >= 1", date(2020, 2, 29)) == [("<=", "2019-02-28")]


def test_rewritten_keeps_what_was_written():
    (rewritten,) = [n for n in walk(bound("age(born) >= 16", P).tree) if isinstance(n, Rewritten)]
    assert isinstance(rewritten.origin.left, Age)
    assert rewritten.origin.right.value == 16


def test_age_without_whole_limit_is_never_equal():
    assert [type(n).__name__ for n in walk(bound("age(born) = 15.5", P).tree)] == ["Rewritten", "IsNull", "Fact"]


def test_ages_of_two_facts_stay_ages():
    tree = bound("age_on(born, left) >= 6", P).tree
    assert isinstance(tree.left, Age)


def test_parameters_become_literals_that_keep_their_name():
    literal = bound("income > :line", line=3218).tree.right
    assert (literal.value, literal.parameter, literal.unit) == (3218.0, "line", "yuan")


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("1 = 1", True),
        ("income > 1 or 1 = 1", True),
        ("income > 1 and not (:line > 3)", False),
        ("2 * 3 - 1 > 5", False),
        ("'2019-01-01' < :day", False),
        (":word in ('甲')", True),
        ("age_on('2000-01-01', '2018-01-01') = 18", True),
        ("poor", None),
        ("poor and 1 = 1", None),
    ],
)
def test_constants_are_worked_out(text, constant):
    assert bound(text).constant is constant


def test_folded_facts_no_longer_matter():
    assert bound("poor or (income > 1 and 1 = 2)").facts == {(H, "poor")}
    assert isinstance(bound("poor or (income > 1 and 1 = 2)").tree, Fact)


@pytest.mark.parametrize(
    ("text", "subject", "parameters"),
    [
        ("income > :line", H, {"line": None}),
        ("income > :line", H, {"line": "3218"}),
        ("income > :line", H, {"line": float("nan")}),
        ("income > :line", H, {"line": True}),
        ("heads > :few", H, {"few": 2.5}),
        ("heads > :few", H, {"few": 2**60}),
        ("born < :day", P, {"day": "2019-01-01"}),
        ("born < :day", P, {"day": datetime(2019, 1, 1)}),  # noqa: DTZ001 - an instant is no day
        ("kind = :word", P, {"word": "丁"}),
        ("kind = :word", P, {"word": 3}),
    ],
)
def test_bind_refuses_values_that_do_not_fit(text, subject, parameters):
    with pytest.raises(UnableToBindExpression) as refused:
        bound(text, subject, **parameters)
    assert f":{next(iter(parameters))}" in refused.value.message("en")
    assert refused.value.message("zh") != refused.value.message("en")


def test_bind_again_for_another_day_and_value():
    checked = read_expression("income > :line", None, scope(H))
    values = [bind(checked, AS_OF, {"line": line}).tree.right.value for line in (2300, 3218)]
    assert values == [2300.0, 3218.0]
    assert isinstance(bind(checked, AS_OF, {"line": 1}).tree.right, Literal)
