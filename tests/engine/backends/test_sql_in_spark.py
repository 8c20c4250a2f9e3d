"""The same queries in Spark: equal to the closures over random packs and facts, and what Spark would read differently once each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diguan.engine.backends.dialects import SPARK
from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.sql import Condition, RuleSpec, condition_sql, verdict_sql
from diguan.engine.backends.values import exact_sum
from diguan.engine.catalogue import FieldType
from diguan.engine.verdicts import Grade
from tests.engine.backends.test_sql import bound, decided, expected, rule_texts, rules_of, subjects
from tests.factories.in_spark import lay_out, shown
from tests.factories.worlds import CATALOGUE, F, H, P, V, conditions, loaded, worlds


@settings(max_examples=15)
@given(worlds(), rule_texts())
def test_verdicts_in_spark_equal_closures(spark, world, texts):
    rules = rules_of(texts)
    wanted = expected(world, rules)
    with loaded(world) as connection:
        layout = lay_out(spark, world, connection, CATALOGUE, "judged")
    for subject, query in verdict_sql(rules, layout, {P: ("person_id",)}).items():
        own = [r.id for r in rules if r.met.subject is subject or (subject is H and r.met.subject is P)]
        found = {row[0]: [(row[i], row[f"{i}@grade"]) for i in own] for row in spark.sql(query).collect()}
        assert found == wanted[subject]


@settings(max_examples=8)
@given(worlds(), st.lists(st.tuples(st.sampled_from([H, P, V, F]), st.data()), min_size=1, max_size=3))
def test_conditions_in_spark_equal_closures(spark, world, drawn):
    asked = [Condition(f"c{n}", bound(data.draw(conditions(s)), s)) for n, (s, data) in enumerate(drawn)]
    with loaded(world) as connection:
        layout = lay_out(spark, world, connection, CATALOGUE, "asked")
    for subject, query in condition_sql(asked, layout, keys={P: ("person_id",)}).items():
        mine = [c for c in asked if c.holds.subject is subject]
        found = {row[0]: list(row[1:]) for row in spark.sql(query).collect()}
        assert found == {key: [decided(c, f, member) for c in mine] for key, f, member in subjects(world, subject)}


# ----------------------------------------------------------------------------------------------------------- traps
KINDS = {"household_id": FieldType.TEXT, "roster_incomplete": FieldType.BOOLEAN}
HOME = {**KINDS, "income": FieldType.NUMBER, "class": FieldType.CODE, "debt": FieldType.INTEGER}
PERSON = {
    "household_id": FieldType.TEXT,
    "person_id": FieldType.TEXT,
    "wage": FieldType.NUMBER,
    "months": FieldType.INTEGER,
}


def met(spark, text, homes, people=()):
    """Code by household of a rule over homes (income, class, debt) and people (household, wage, months)."""
    rows = [(f"h{n}", False, *home) for n, home in enumerate(homes)]
    shown(spark, HOME, rows).coalesce(1).createOrReplaceTempView("homes")
    members = [(home, f"{home}-{n}", *facts) for n, (home, *facts) in enumerate(people)]
    shown(spark, PERSON, members).coalesce(1).createOrReplaceTempView("people")
    relations = {
        H: Relation("homes", {n: Column(n, 1) for n in ("income", "class", "debt")}),
        P: Relation("people", {n: Column(n, 1) for n in ("wage", "months")}),
    }
    query = verdict_sql([RuleSpec("rule", None, bound(text))], Layout(relations, {1: Grade.DECLARED}, SPARK))[H]
    return [row["rule"] for row in sorted(spark.sql(query).collect())]


@pytest.mark.parametrize("number", [0.0, -0.0])
def test_zero_with_a_sign_is_zero_in_a_long_list(spark, number):
    others = ", ".join(f"{n}.5" for n in range(1, 20))
    assert met(spark, f"income in (0.0, {others})", [(number, None, None)]) == [2]
    assert met(spark, f"income not in (0.0, {others})", [(number, None, None)]) == [0]


@pytest.mark.parametrize("sums", [(1e21, 0.000001, -1e21), (0.1, 0.2, 0.3), (4503599627.370497, 0.000001, 1.0)])
def test_sum_of_members_is_exact_in_spark(spark, sums):
    people = [("h0", wage, None) for wage in sums]
    assert met(spark, f"sum_members(wage) = {exact_sum(sums)!r}", [(None, None, None)], people) == [2]


def test_sum_of_whole_numbers_does_not_overflow_in_spark(spark):
    people = [("h0", None, 2**62)] * 4
    assert met(spark, "sum_members(months) > 5", [(None, None, None)], people) == [2]


def test_number_that_does_not_fit_is_an_error_and_not_another_number(spark):
    with pytest.raises(Exception, match="ARITHMETIC_OVERFLOW"):
        met(spark, "debt + debt > 0", [(None, None, 2**62)])
