"""Names and constants as DuckDB and Spark read them."""

from datetime import date

import duckdb
import pytest

from diguan.engine.backends.dialects import DUCKDB, SPARK, constant
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
    text = constant(DUCKDB, Literal(Position(), value, type))
    assert duckdb.execute(f"SELECT {text}, typeof({text})").fetchall() == [(value, kind)]


def test_quoted_names_are_read_back_as_they_were():
    name = 'a"b.c; --'
    with duckdb.connect() as db:  # one of its own: a result that nobody fetches would keep the shared one busy
        assert db.execute(f"SELECT 1 AS {DUCKDB.quoted(name)}").description[0][0] == name
    assert DUCKDB.quoted("h", "x") == '"h"."x"'


@pytest.mark.parametrize(
    ("value", "type", "kind"),
    [
        (0.3, FieldType.NUMBER, "double"),
        (1e300, FieldType.NUMBER, "double"),
        (3, FieldType.NUMBER, "double"),
        (3, FieldType.INTEGER, "int"),
        (-(2**53), FieldType.INTEGER, "bigint"),
        (date(2019, 6, 30), FieldType.DATE, "date"),
        (True, FieldType.BOOLEAN, "boolean"),
    ],
)
def test_constant_is_read_back_by_spark_as_it_was(spark, value, type, kind):
    text = constant(SPARK, Literal(Position(), value, type))
    found = spark.sql(f"SELECT {text} AS value")
    assert (found.collect(), found.dtypes) == ([(value,)], [("value", kind)])


def test_texts_and_names_are_read_back_by_spark_as_they_were(spark):
    texts = ["it's", "a\\'b", 'd"d', "${spark.app.name}", "汉`字`", "", "two\nlines", "\\u0041"]
    (row,) = spark.sql(f"SELECT {', '.join(SPARK.text(t) for t in texts)}").collect()
    assert list(row) == texts
    name = 'a`b.c"; --'
    assert spark.sql(f"SELECT 1 AS {SPARK.quoted(name)}").columns == [name]
    assert SPARK.quoted("h", "x") == "`h`.`x`"
