"""What the text means, and what is said where it means nothing."""

from types import SimpleNamespace

import pytest

from diguan.engine.expressions import UnableToReadExpression, parse, walk
from diguan.engine.expressions.tree import And, Arithmetic, Between, Compare, In, IsNull, Literal, Name, Not, Or


def shape(node):
    """The tree as nested words."""
    if isinstance(node, Name):
        return f"{node.prefix}.{node.name}" if node.prefix else node.name
    if isinstance(node, Literal):
        return node.value
    operator = getattr(node, "operator", None) or getattr(node, "function", None) or type(node).__name__
    return [operator, *(shape(child) for child in node.children)]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and not c", ["Or", "a", ["And", "b", ["Not", "c"]]]),
        ("a and b and c", ["And", "a", "b", "c"]),
        ("not a = b", ["Not", ["=", "a", "b"]]),
        ("a - b - c * 2 > -1", [">", ["-", ["-", "a", "b"], ["*", "c", 2]], -1]),
        ("- a < 1", ["<", ["Negate", "a"], 1]),
        ("a NOT IN (1, 2.5)", ["In", "a", 1, 2.5]),
        ("a between 1 and 2 and b", ["And", ["Between", "a", 1, 2], "b"]),
        ("a IS NOT NULL or TRUE", ["Or", ["IsNull", "a"], True]),
        ("a = 'it''s'", ["=", "a", "it's"]),
        ("AGE(household.born) >= 6", [">=", ["age", "household.born"], 6]),
        ('"In" != 3', ["<>", "In", 3]),
        ("户类型 = '脱贫户'", ["=", "户类型", "脱贫户"]),
        ("date > 3", [">", "date", 3]),
        ("(a or b) and (c)", ["And", ["Or", "a", "b"], "c"]),
        ("f()", ["f"]),
        ("a = 1e3", ["=", "a", 1000.0]),
    ],
)
def test_parse_by_precedence(text, tree):
    assert shape(parse(text)) == tree


def test_parse_keeps_negations():
    assert parse("a not in (1)").negated is True
    assert parse("a not between 1 and 2").negated is True
    assert parse("a is not null").negated is True
    assert [parse(t).negated for t in ("a in (1)", "a between 1 and 2", "a is null")] == [False, False, False]


def test_positions_are_those_of_the_file():
    tree = parse("a and\n  b > 3", SimpleNamespace(file="indicator.yaml", line=7))
    places = {n.name: (n.at.file, n.at.line, n.at.column) for n in walk(tree) if isinstance(n, Name)}
    assert places == {"a": ("indicator.yaml", 7, 1), "b": ("indicator.yaml", 8, 3)}


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "empty"),
        ("   ", 4, "empty"),
        ("a -- b", 3, "comment"),
        ("a /* b */", 3, "comment"),
        ("a # b", 3, "comment"),
        ("a < b < c", 7, "chained"),
        ("a = b is null", 7, "chained"),
        ("a / 2 > 1", 3, "no division"),
        ("a // 2 > 1", 3, "no division"),
        ("a like 'x'", 3, "no LIKE"),
        ("case when a then b end", 1, "no CASE"),
        ("a; b", 2, "one expression"),
        ("a b", 3, "AND, OR"),
        ("a and", 6, "breaks off"),
        ("(a", 3, "breaks off"),
        ("a)", 2, "does not belong"),
        ("a = 'open", 5, "not closed"),
        ("a ＝ 1", 3, "full-width"),
        ("a = ‘x’", 5, "full-width"),
        ("a ≥ 1", 3, "write >="),
        ("a = 6岁", 5, "runs on"),
        ("a = date '2019-02-30'", 10, "not a date"),
        ("a = date '2019-2-3'", 10, "not a date"),
        ("a = 99999999999999999999", 5, "too large"),
        ("a = 1e999", 5, "too large"),
        ("a is 3", 6, "NULL"),
        ("a in 3", 6, "("),
        ("household.", 11, "name of a field"),
        ("a && b", 3, "write AND"),
        ("a = b = not c", 7, "chained"),
        ("a + not b", 5, "field, :parameter"),
    ],
)
def test_parse_refuses_with_place_and_hint(text, column, words):
    with pytest.raises(UnableToReadExpression) as refused:
        parse(text)
    assert (refused.value.line, refused.value.column) == (1, column)
    assert words in refused.value.message("en")
    assert refused.value.message("zh") != refused.value.message("en")


@pytest.mark.parametrize(
    "text",
    ["(" * 5000 + "a" + ")" * 5000, "not " * 5000 + "a", "f(" * 5000, "- " * 5000 + "a", "a" + " + a" * 5000 + " > 1"],
)
def test_parse_refuses_deep_nesting_without_exhausting_the_stack(text):
    with pytest.raises(UnableToReadExpression) as refused:
        parse(text)
    assert "levels" in refused.value.message("en")


def test_parse_takes_long_flat_conditions():
    assert len(parse(" or ".join(["a = 1"] * 2000)).operands) == 2000


def test_parse_makes_the_documented_nodes():
    kinds = {And, Or, Not, Compare, In, Between, IsNull, Arithmetic, Name, Literal}
    tree = parse("a and not (b = 1 or c in (1) or d between 1 and 2 or e is null or f + 1 > 2)")
    assert {type(node) for node in walk(tree)} == kinds
