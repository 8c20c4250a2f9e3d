"""Names and constants as DuckDB reads them, and folding of constant truths."""

from datetime import date

import duckdb
import pytest

from diguan.engine.backends.sql_text import cases, conjunction, constant, disjunction, negation, quoted, shown
from diguan.engine.catalogue import FieldType
from diguan.engine.expressions import Position
from diguan.engine.expressions.tree import Literal


@pytest.mark.parametrize(
    ("value", "type", "kind"),
    [
        (0.3, FieldType.NUMBER, "DOUBLE"),
        (1e300, FieldType.NUMBER, "DOUBLE"),
        (-1e-9, FieldType.NUMBER, "DOUBLE"),
        (3, FieldType.NUMBER, "DOUBLE"),
        (3, FieldType.INTEGER, "INTEGER"),
        (-(2**53), FieldType.INTEGER, "BIGINT"),
        ("it's; DROP TABLE x --", FieldType.TEXT, "VARCHAR"),
        (date(2019, 6, 30), FieldType.DATE, "DATE"),
        (True, FieldType.BOOLEAN, "BOOLEAN"),
    ],
)
def test_constant_is_read_back_as_it_was(value, type, kind):
    text = constant(Literal(Position(), value, type))
    assert duckdb.execute(f"SELECT {text}, typeof({text})").fetchall() == [(value, kind)]


def test_quoted_names_are_read_back_as_they_were():
    name = 'a"b.c; --'
    with duckdb.connect() as db:  # one of its own: a result that nobody fetches would keep the shared one busy
        assert db.execute(f"SELECT 1 AS {quoted(name)}").description[0][0] == name
    assert quoted("h", "x") == '"h"."x"'


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
