"""Intervals compared: true of every choice, false of every choice, or open; against trying every choice."""

import operator
from itertools import product

import pytest

from diguan.engine.backends.intervals import added, compared, negated, scaled

ENDS = [(0, 0), (0, 1), (1, 1), (1, 3), (2, 2), (2, None), (0, None), (None, None), (None, 1)]
OPERATORS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FAR = 9


def choices(ends):
    low, high = ends
    return range(-FAR if low is None else low, (FAR if high is None else high) + 1)


@pytest.mark.parametrize("sign", OPERATORS)
def test_compared_decides_exactly_when_every_choice_agrees(sign):
    for left, right in product(ENDS, ENDS):
        answers = {OPERATORS[sign](a, b) for a, b in product(choices(left), choices(right))}
        assert compared(sign, left, right) is (answers.pop() if len(answers) == 1 else None), (left, right)


def test_ends_are_computed_by_hand():
    assert added((1, 3), (2, None)) == (3, None)
    assert negated((1, 3)) == (-3, -1)
    assert negated((1, None)) == (None, -1)
    assert scaled((1, 3), 2) == (2, 6)
    assert scaled((1, None), -2) == (None, -2)
    assert scaled((None, None), 2) == (None, None)
