"""Units multiply and are compared as products of words."""

import pytest

from diguan.engine.expressions.units import product, same


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [
        ("yuan/person/year", "persons", "yuan/year"),
        ("m2/person", "persons", "m2"),
        ("1", "yuan", "yuan"),
        (None, "yuan", "yuan"),
        ("yuan", None, "yuan"),
        (None, None, None),
        ("persons", "1/persons", "1"),
        ("yuan", "yuan", "yuan*yuan"),
    ],
)
def test_product(left, right, result):
    assert product(left, right) == result


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        ("persons", "person", True),
        ("yuan/person/year", "yuan/year/person", True),
        ("yuan", "yuan/year", False),
        ("1", "yuan", False),
        (None, "yuan", True),
        ("mu", "mus", False),
        ("gas", "ga", False),
    ],
)
def test_same(left, right, answer):
    assert same(left, right) is answer
