"""The set-based back end gives every household what the closures give it: codes and grades, over random packs and random facts."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.worlds import AS_OF, PARAMETERS, F, H, P, V, conditions, loaded, scope, worlds

from diguan.engine.backends.closures import HouseholdFacts, compile_rule, roll_up, truth
from diguan.engine.backends.sql import Condition, RuleSpec, condition_sql, verdict_sql
from diguan.engine.expressions import UnableToReadExpression, bind, read_expression


def bound(text, subject):
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
    return {row[0]: [tuple(row[at[n] : at[n] + 1] + row[at[n + 1] : at[n + 1] + 1]) for n in range(0, len(at), 2)] for row in rows}


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


@settings(max_examples=300)
@given(worlds(), rule_texts())
def test_verdict_sql_equals_closures(world, texts):
    rule_list = rules_of(texts)
    with loaded(world) as connection:
        queries = verdict_sql(rule_list, world.layout, keys={P: ("person_id",)})
        wanted = expected(world, rule_list)
        for subject, query in queries.items():
            ids = [r.id for r in rule_list if r.met.subject is subject or (subject is H and r.met.subject is P)]
            assert answers(connection, query, ids) == wanted[subject]
