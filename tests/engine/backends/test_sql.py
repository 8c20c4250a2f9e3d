"""The set-based back end: equal to the closures over random packs and facts, and each trap of SQL once, decided by hand."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diguan.engine.backends.closures import HouseholdFacts, compile_rule, roll_up, truth
from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.sql import Condition, RuleSpec, condition_sql, verdict_passes, verdict_sql
from diguan.engine.expressions import bind, read_expression
from diguan.engine.verdicts import Grade
from tests.factories.worlds import AS_OF, PARAMETERS, F, H, P, V, conditions, loaded, scope, worlds


def bound(text, subject=H):
    return bind(read_expression(text, None, scope(subject)), AS_OF, PARAMETERS)


@st.composite
def rule_texts(draw):
    """(subject, met, when) as text: what hypothesis shows of a failure."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        subject = draw(st.sampled_from([H, H, P, P, V, F]))
        found.append((subject, draw(conditions(subject)), draw(st.none() | conditions(subject))))
    return found


def rules_of(texts):
    return [
        RuleSpec(f'rule "{n}"', None if when is None else bound(when, subject), bound(met, subject))
        for n, (subject, met, when) in enumerate(texts)
    ]


def answers(connection, query, rule_ids):
    rows = connection.execute(query).fetchall()
    names = [d[0] for d in connection.description]
    at = [names.index(name) for i in rule_ids for name in (i, f"{i}@grade")]
    return {
        row[0]: [tuple(row[at[n] : at[n] + 1] + row[at[n + 1] : at[n + 1] + 1]) for n in range(0, len(at), 2)]
        for row in rows
    }


def expected(world, rule_list):
    """What the closures say, by subject and key."""
    found = {H: {}, P: {}, V: {}, F: {}}
    judges = [(rule.met.subject, compile_rule(rule.when, rule.met)) for rule in rule_list]
    for index, facts in enumerate(world.household_facts()):
        rolled = []
        for subject, judge in judges:
            if subject is P:
                verdicts = [judge(facts, n) for n in range(len(facts.members))]
                rolled.append(roll_up(verdicts, roster_complete=facts.roster_complete))
                for n, verdict in enumerate(verdicts):
                    found[P].setdefault(f"h{index}-{n}", []).append(verdict)
            elif subject is H:
                rolled.append(judge(facts))
        found[H][f"h{index}"] = rolled
    for index, facts in enumerate(world.facility_facts()):
        found[F][f"f{index}"] = [judge(facts) for subject, judge in judges if subject is F]
    for index, village in enumerate(world.villages):
        found[V][f"v{index}"] = [judge(HouseholdFacts(village=village)) for subject, judge in judges if subject is V]
    return found


@settings(max_examples=80)
@given(worlds(), rule_texts())
def test_verdict_sql_equals_closures(world, texts):
    rule_list = rules_of(texts)
    wanted = expected(world, rule_list)
    keys = {P: ("person_id",)}
    with loaded(world) as connection:
        passes = verdict_passes(rule_list, world.layout, keys)
        for statement in passes.prepare:
            connection.execute(statement)
        for queries in (verdict_sql(rule_list, world.layout, keys), passes.queries):
            for subject, query in queries.items():
                ids = [r.id for r in rule_list if r.met.subject is subject or (subject is H and r.met.subject is P)]
                assert answers(connection, query, ids) == wanted[subject]


@settings(max_examples=60)
@given(worlds(), st.lists(st.tuples(st.sampled_from([H, P, V, F]), st.data()), min_size=1, max_size=3))
def test_condition_sql_equals_closures(world, drawn):
    asked = [
        Condition(f"c{n}", bound(data.draw(conditions(subject)), subject)) for n, (subject, data) in enumerate(drawn)
    ]
    with loaded(world) as connection:
        for subject, query in condition_sql(asked, world.layout, keys={P: ("person_id",)}).items():
            mine = [c for c in asked if c.holds.subject is subject]
            found = {row[0]: list(row[1:]) for row in connection.execute(query).fetchall()}
            assert found == {
                key: [decided(c, facts, member) for c in mine] for key, facts, member in subjects(world, subject)
            }


def decided(condition, facts, member):
    found = truth(condition.holds)(facts, member)
    return None if found == 0 else found > 0


def subjects(world, subject):
    """(key, facts, member) of every subject of a kind."""
    if subject is F:
        return [(f"f{n}", facts, None) for n, facts in enumerate(world.facility_facts())]
    if subject is V:
        return [(f"v{n}", HouseholdFacts(village=village), None) for n, village in enumerate(world.villages)]
    homes = list(enumerate(world.household_facts()))
    if subject is H:
        return [(f"h{n}", facts, None) for n, facts in homes]
    return [(f"h{n}-{m}", facts, m) for n, facts in homes for m in range(len(facts.members))]


# ----------------------------------------------------------------------------------------------------------- traps
HOMES = """
    CREATE TABLE households AS SELECT * FROM (VALUES
        ('complete', false, 3.0::DOUBLE, 'it''s'), ('incomplete', true, 3.0, NULL), ('empty', false, 3.0, NULL), ('nan', false, NULL, NULL)
    ) AS t(household_id, roster_incomplete, income, class)
"""
PEOPLE = """
    CREATE TABLE persons AS
    SELECT household_id, household_id || n AS person_id, yes, born::DATE AS born, 0.1::DOUBLE AS wage FROM (VALUES
        ('complete', 1, true, '2012-08-31'), ('complete', 2, NULL, NULL),
        ('incomplete', 1, true, '2001-01-01'), ('nan', 1, true, '2001-01-01')
    ) AS t(household_id, n, yes, born)
"""


def small_layout(*without):
    columns = {H: ["income", "class"], P: ["yes", "born", "wage"]}
    relations = {s: Relation({H: "households", P: "persons"}[s], {n: Column(n, 1) for n in columns[s]}) for s in (H, P)}
    return Layout({s: r for s, r in relations.items() if s not in without}, {1: Grade.DECLARED})


@pytest.fixture
def homes():
    with duckdb.connect() as connection:
        connection.execute(HOMES)
        connection.execute(PEOPLE)
        yield connection


def judged(connection, met, when=None, subject=H, layout=None):
    rule = RuleSpec("rule", None if when is None else bound(when, subject), bound(met, subject))
    query = verdict_sql([rule], layout or small_layout())[H]
    return {row[0]: row[1] for row in connection.execute(query).fetchall()}


def test_every_member_does_not_forget_unknown_members(homes):
    # bool_and(yes) would call "complete" met on its one known member
    assert judged(homes, "every_member(yes)") == {"complete": 1, "incomplete": 1, "empty": 1, "nan": 2}


def test_unknown_birth_date_is_not_filtered_away(homes):
    # "of school age implies yes": a FILTER (WHERE age ...) would drop the member without a birth date
    rule = "every_member(not (age(born) between 6 and 15) or yes)"
    assert judged(homes, rule) == {"complete": 1, "incomplete": 1, "empty": 1, "nan": 2}


def test_person_rule_with_unknown_birth_date_rolls_up_to_unknown(homes):
    assert judged(homes, "yes", when="age(born) < 18", subject=P) == {
        "complete": 1,
        "incomplete": 1,
        "empty": 1,
        "nan": 3,
    }


def test_household_without_roster_is_unknown(homes):
    for met in ("every_member(yes)", "any_member(yes)", "count_members(yes) <= 9", "sum_members(wage) <= 9"):
        assert judged(homes, met)["empty"] == 1


def test_unknown_fact_does_not_fall_into_the_else_of_a_verdict(homes):
    assert judged(homes, "income > 100") == {"complete": 0, "incomplete": 0, "empty": 0, "nan": 1}
    assert judged(homes, "not (income > 100)")["nan"] == 1


def test_decimal_literals_are_doubles(homes):
    # 3 * 0.1 <= 0.3 is true of DECIMAL and false of DOUBLE; Python says false
    query = condition_sql([Condition("c", bound("0.1 * income <= 0.3"))], small_layout())[H]
    assert dict(homes.execute(query).fetchall())["complete"] is False
    assert 0.1 * 3 > 0.3


def test_sum_of_members_does_not_depend_on_their_order(homes):
    homes.execute("INSERT INTO persons SELECT 'incomplete', 'x' || i, true, NULL, 0.1 * i FROM range(2, 4) t(i)")
    homes.execute("UPDATE households SET roster_incomplete = false")
    query = condition_sql([Condition("c", bound("sum_members(wage) = 0.6"))], small_layout())[H]
    assert dict(homes.execute(query).fetchall())["incomplete"] is True


def test_more_quantifiers_than_one_bigint_holds(homes):
    # 1 << 63 overflows: forty quantifiers of two bits each need two words
    rules = [RuleSpec(f"r{n}", None, bound(f"every_member(age(born) < {n})")) for n in range(40)]
    query = verdict_sql(rules, small_layout())[H]
    row = homes.execute(f"SELECT * FROM ({query}) WHERE household_id = 'nan'").fetchone()
    assert row[1::2] == tuple(0 if n <= 18 else 2 for n in range(40))


def test_names_and_texts_are_quoted(homes):
    rule = RuleSpec('a"; DROP TABLE persons; --', None, bound("class = 'd\"d'"))
    connection_row = homes.execute(verdict_sql([rule], small_layout())[H]).description[1][0]
    assert connection_row == 'a"; DROP TABLE persons; --'
    assert homes.execute("SELECT count(*) FROM persons").fetchone() == (4,)


def test_field_without_a_column_is_unknown_everywhere(homes):
    assert judged(homes, "poor") == dict.fromkeys(("complete", "incomplete", "empty", "nan"), 1)
    assert judged(homes, "poor or income > 1")["complete"] == 2


def test_relations_without_persons_leave_member_rules_unknown(homes):
    layout = small_layout(P)
    assert judged(homes, "any_member(yes)", layout=layout)["complete"] == 1
    assert judged(homes, "yes", subject=P, layout=layout)["complete"] == 1
    assert P not in verdict_sql([RuleSpec("r", None, bound("yes", P))], layout)


def test_verdict_functions_read_the_verdict_columns():
    known = {"a": ("a",), "b": ("b",)}
    texts = ["any_unmet(a, b)", "any_unknown(a, b)", "all_met(a, b)"]
    asked = [Condition(t, bind(read_expression(t, None, scope(H, known)), AS_OF, {})) for t in texts]
    layout = Layout({H: Relation("judged", {})}, {})
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE judged AS SELECT a || '' || b AS household_id, a, b FROM range(4) x(a), range(4) y(b)"
        )
        rows = {row[0]: row[1:] for row in connection.execute(condition_sql(asked, layout)[H]).fetchall()}
    assert rows["01"] == (True, True, False)
    assert rows["12"] == (None, True, None)
    assert rows["23"] == (False, False, True)


def test_mixed_sources_grade_row_by_row():
    layout = Layout(
        {H: Relation("homes", {"poor": Column("poor", None), "income": Column("income", 2)})},
        {1: Grade.DECLARED, 2: Grade.SEEN},
    )
    with duckdb.connect() as connection:
        connection.execute(
            """CREATE TABLE homes AS SELECT * FROM (VALUES ('a', true, 1::UTINYINT, 1.0::DOUBLE), ('b', true, 2, 1.0), ('c', false, 1, 9.0),
            ('d', NULL, 1, 9.0)) AS t(household_id, poor, "poor@source", income)"""
        )
        query = verdict_sql([RuleSpec("r", None, bound("poor or income > 5"))], layout)[H]
        found = {row[0]: row[1:] for row in connection.execute(query).fetchall()}
    assert found == {"a": (2, 1), "b": (2, 3), "c": (2, 3), "d": (2, 3)}


def test_not_applicable_on_declared_facts_is_not_called_seen():
    # `when` is false on declared facts and unknown on seen ones, where `met` is true: still not applicable, and still only declared
    layout = Layout(
        {H: Relation("homes", {"poor": Column("poor", 1), "income": Column("income", 2)})},
        {1: Grade.DECLARED, 2: Grade.SEEN},
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE homes AS SELECT 'a' AS household_id, false AS poor, 9.0::DOUBLE AS income")
        query = verdict_sql([RuleSpec("r", bound("poor"), bound("income > 5"))], layout)[H]
        assert connection.execute(query).fetchall() == [("a", 3, 1)]
