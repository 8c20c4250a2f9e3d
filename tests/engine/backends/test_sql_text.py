"""Folding of constant truths."""

import pytest

from diguan.engine.backends.sql_text import cases, conjunction, disjunction, negation, shown


@pytest.mark.parametrize(
    ("truths", "both", "either"),
    [
        (["a", "b"], "(a AND b)", "(a OR b)"),
        (["a", "a"], "a", "a"),
        (["a", True], "a", True),
        (["a", False], False, "a"),
        ([None, False], False, None),
        ([None, True], None, True),
        ([True, True], True, True),
        (["a", None], "(a AND CAST(NULL AS BOOLEAN))", "(a OR CAST(NULL AS BOOLEAN))"),
    ],
)
def test_junctions_fold_constants(truths, both, either):
    assert conjunction(truths) == both
    assert disjunction(truths) == either


def test_negation_and_cases_fold_constants():
    assert [negation(t) for t in ("a", True, False, None)] == ["(NOT a)", False, True, None]
    assert (
        cases([(False, "1"), (None, "2"), ("a", "3"), (True, "4"), ("b", "5")], "6") == "CASE WHEN a THEN 3 ELSE 4 END"
    )
    assert cases([(False, "1")], "6") == "6"
    assert [shown(t) for t in (True, False, None)] == ["TRUE", "FALSE", "CAST(NULL AS BOOLEAN)"]
