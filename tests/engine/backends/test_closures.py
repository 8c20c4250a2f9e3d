"""Verdicts of one household, decided by hand; and monotonicity: taking a fact away never makes anything more certain."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diguan.engine.backends.closures import (
    HouseholdFacts,
    Record,
    compile_household,
    compile_rule,
    roll_up,
    truth,
    value,
)
from diguan.engine.backends.intervals import Interval
from diguan.engine.backends.rules import RuleSpec
from diguan.engine.expressions import bind, read_expression
from diguan.engine.expressions.tree import walk
from diguan.engine.verdicts import verdict_of
from tests.factories.worlds import AS_OF, PARAMETERS, H, P, V, conditions, scope, worlds

DECLARED, ROSTER, SEEN = 1, 2, 3


def bound(text, subject=H, verdicts=None):
    return bind(read_expression(text, None, scope(subject, verdicts)), AS_OF, PARAMETERS)


def home(*members, complete=True, verdicts=None, village=None, **values):
    return HouseholdFacts(Record(values), [Record(m) for m in members], village, complete, verdicts=verdicts or {})


def sign(text, facts, member=None, verdicts=None):
    found = truth(bound(text, H if member is None else P, verdicts))(facts, member)
    return None if found == 0 else found > 0


# ------------------------------------------------------------------------------------------------------- junctions
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("poor and income > 3", None),
        ("poor or income > 3", True),
        ("not poor and income > 3", False),
        ("not poor or income > 3", None),
        ("not (income > 3)", None),
        ("income > 3 or income <= 3", None),
    ],
)
def test_truth_of_junctions_with_an_unknown_part(text, answer):
    assert sign(text, home(poor=True, income=None)) is answer


@pytest.mark.parametrize("where", ["known", "unknown"])
def test_is_null_never_makes_a_missing_fact_a_verdict(where):
    facts = home(income=5.0) if where == "known" else home()
    assert sign("income is null", facts) is (False if where == "known" else None)
    assert sign("income is not null", facts) is (True if where == "known" else None)


# ---------------------------------------------------------------------------------------------------------- counts
def counted(insured, *, complete=True):
    return home(*({"yes": i} for i in insured), complete=complete)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("count_members(yes) >= 1", True),
        ("count_members(yes) >= 2", None),
        ("count_members(yes) >= 3", None),
        ("count_members(yes) >= 4", False),
        ("count_members(yes) = 4", False),
        ("count_members(yes) = 1", None),
        ("count_members(yes) <> 0", True),
        ("count_members(yes) between 1 and 3", True),
        ("count_members(yes) in (0, 4)", False),
        ("2 * count_members(yes) > count_members(true)", None),
        ("4 * count_members(yes) > count_members(true)", True),
        ("count_members(true) = 3", True),
        ("- count_members(yes) < 0", True),
        ("count_members(yes) - 4 >= 0", False),
    ],
)
def test_counts_with_one_certain_and_two_unknown_members(text, answer):
    assert sign(text, counted([True, None, None])) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("count_members(yes) >= 1", True),
        ("count_members(yes) >= 4", None),
        ("count_members(yes) < 4", None),
        ("count_members(yes) < 1", False),
        ("count_members(true) <= 3", None),
        ("every_member(not maybe)", None),
        ("every_member(yes)", False),
        ("any_member(yes)", True),
        ("any_member(maybe)", None),
        ("sum_members(wage) >= 0", None),
    ],
)
def test_members_of_an_incomplete_roster(text, answer):
    members = [{"yes": True, "maybe": False, "wage": 1.0}, {"yes": False, "maybe": False, "wage": 1.0}]
    assert sign(text, home(*members, complete=False)) is answer


@pytest.mark.parametrize(
    "text", ["every_member(yes)", "any_member(yes)", "count_members(yes) <= 9", "sum_members(wage) <= 9"]
)
def test_members_of_a_household_without_any_are_unknown(text):
    assert sign(text, home()) is None


def test_sum_with_one_unknown_term_is_unknown():
    assert sign("sum_members(wage) > 0", home({"wage": 100.0}, {"wage": None})) is None


def test_sum_of_tenths_is_exact_whatever_the_order():
    for order in ([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]):
        assert value(bound("sum_members(wage) > 0").tree.left)(home(*({"wage": w} for w in order))) == 0.6


def test_value_of_a_count_is_an_interval():
    assert value(bound("count_members(yes) > 1").tree.left)(counted([True, None, False])) == Interval(1, 2)
    assert value(bound("count_members(yes) > 1").tree.left)(counted([True, None], complete=False)) == Interval(1, None)


# ---------------------------------------------------------------------------------------------------------- grades
def graded(**facts):
    """Facts as name=(value, grade)."""
    return HouseholdFacts(Record({n: v for n, (v, _) in facts.items()}, {n: g for n, (_, g) in facts.items()}))


def test_or_keeps_the_best_evidence_of_sufficient_reasons():
    facts = graded(poor=(True, DECLARED), income=(5.0, SEEN))
    assert truth(bound("poor or income > 3"))(facts) == SEEN


def test_and_keeps_the_weakest_evidence_of_necessary_ones():
    facts = graded(poor=(True, DECLARED), income=(5.0, SEEN))
    assert truth(bound("poor and income > 3"))(facts) == DECLARED


def test_comparison_has_the_weakest_grade_of_its_facts():
    facts = graded(income=(5.0, SEEN), debt=(3, ROSTER))
    assert truth(bound("income - debt > 3"))(facts) == -ROSTER


def test_count_decided_by_seen_members_alone_is_seen():
    members = [Record({"yes": True}, {"yes": SEEN}), Record({"yes": True}, {"yes": DECLARED})]
    assert truth(bound("count_members(yes) >= 1"))(HouseholdFacts(members=members)) == SEEN
    assert truth(bound("count_members(yes) >= 2"))(HouseholdFacts(members=members)) == DECLARED


# -------------------------------------------------------------------------------------------------------- verdicts
@pytest.mark.parametrize("w", range(-3, 4))
@pytest.mark.parametrize("m", range(-3, 4))
def test_compile_rule_gives_the_verdict_of_two_truths(w, m):
    def fact(truth):
        return (None if truth == 0 else truth > 0, abs(truth) or 1)

    facts = graded(poor=fact(w))
    facts = replace(facts, village=Record({"road": fact(m)[0]}, {"road": fact(m)[1]}))
    assert compile_rule(bound("poor"), bound("village.road"))(facts) == verdict_of(w, m)


@pytest.mark.parametrize(
    ("verdicts", "complete", "rolled"),
    [
        ([(0, 1), (0, 3), (2, 3)], True, (0, 3)),
        ([(0, 1), (2, 3)], False, (0, 1)),
        ([(2, 3), (3, 1)], True, (2, 1)),
        ([(2, 3), (2, 2)], False, (1, 0)),
        ([(3, 2), (3, 3)], True, (3, 2)),
        ([(1, 0), (2, 3)], True, (1, 0)),
        ([], True, (1, 0)),
    ],
)
def test_roll_up_is_the_minimum_of_the_codes(verdicts, complete, rolled):
    assert roll_up(verdicts, roster_complete=complete) == rolled


@pytest.mark.parametrize(
    ("text", "codes", "answer"),
    [
        ("any_unmet(a, b)", {"a": 0, "b": 1}, True),
        ("any_unmet(a, b)", {"a": 2, "b": 1}, None),
        ("any_unmet(a, b)", {"a": 2, "b": 3}, False),
        ("any_unknown(a, b)", {"a": 0, "b": 1}, True),
        ("any_unknown(a, b)", {"a": 0, "b": 2}, False),
        ("all_met(a, b)", {"a": 2, "b": 3}, True),
        ("all_met(a, b)", {"a": 2, "b": 1}, None),
        ("all_met(both)", {"a": 1, "b": 0}, False),
        ("all_met(a, b)", {"a": 2}, None),
    ],
)
def test_verdict_functions_over_codes(text, codes, answer):
    known = {"a": ("a",), "b": ("b",), "both": ("a", "b")}
    assert sign(text, home(verdicts=codes), verdicts=known) is answer


def test_step_up_to_an_unknown_village_is_unknown():
    assert sign("village.road", home()) is None
    assert sign("village.road", home(village=Record({"road": True}))) is True
    assert truth(bound("road", V))(HouseholdFacts(village=Record({"road": False}))) == -DECLARED


def test_member_and_household_are_told_apart_inside_a_member_function():
    facts = home({"wage": 5.0}, {"wage": 1.0}, income=3.0)
    assert sign("any_member(wage > household.income)", facts) is True
    assert sign("every_member(wage > household.income)", facts) is False
    assert sign("wage > household.income", facts, member=1) is False


# --------------------------------------------------------------------------------------------------- monotonicity
def without(record, name):
    return replace(record, values={n: v for n, v in record.values.items() if n != name})


def poorer(facts):
    """Every way to know one thing less."""
    for name in facts.household.values:
        yield replace(facts, household=without(facts.household, name))
    for index, member in enumerate(facts.members):
        for name in member.values:
            yield replace(facts, members=[without(m, name) if n == index else m for n, m in enumerate(facts.members)])
    for name in facts.village.values if facts.village else ():
        yield replace(facts, village=without(facts.village, name))
    yield replace(facts, village=None)
    yield replace(facts, roster_complete=False)


@settings(max_examples=80)
@given(worlds(), st.data())
def test_removing_a_fact_never_makes_a_truth_more_certain(world, data):
    subject = data.draw(st.sampled_from([H, H, P]))
    evaluate = truth(bound(data.draw(conditions(subject)), subject))
    for facts in world.household_facts():
        for member in range(len(facts.members)) if subject is P else [None]:
            known = evaluate(facts, member)
            for less in poorer(facts):
                found = evaluate(less, member)
                assert found == 0 or (found * known > 0 and abs(found) <= abs(known))


@settings(max_examples=60)
@given(worlds(), st.data())
def test_removing_a_fact_never_turns_satisfied_to_unmet_or_back(world, data):
    subject = data.draw(st.sampled_from([H, P]))
    judge = compile_rule(bound(data.draw(conditions(subject)), subject), bound(data.draw(conditions(subject)), subject))

    def verdict(facts):
        if subject is H:
            return judge(facts)[0]
        return roll_up([judge(facts, n) for n in range(len(facts.members))], roster_complete=facts.roster_complete)[0]

    allowed = {0: {0, 1}, 1: {1}, 2: {1, 2}, 3: {1, 2, 3}}
    for facts in world.household_facts():
        known = verdict(facts)
        assert {verdict(less) for less in poorer(facts)} <= allowed[known]


def test_compile_household_judges_everybody_at_once():
    rules = [RuleSpec("paid", bound("yes", P), bound("wage > 3", P)), RuleSpec("rich", None, bound("income > 3"))]
    found = compile_household(rules)(
        home({"yes": True, "wage": 5.0}, {"yes": True, "wage": 1.0}, {"yes": False}, income=1.0)
    )
    assert found.members == [{"paid": (2, 1)}, {"paid": (0, 1)}, {"paid": (3, 1)}]
    assert found.household == {"rich": (0, 1), "paid": (0, 1)}


def test_every_node_of_a_condition_can_be_asked():
    tree = bound("poor and (income > 3 or every_member(age(born) between 6 and 15))").tree
    asked = [
        truth(node)(home(poor=True))
        for node in walk(tree)
        if type(node).__name__ in ("And", "Or", "Every", "Fact", "Compare")
    ]
    assert asked[0] == 0


def test_ages_are_those_of_the_as_of_date():
    sixteen = {"born": date(2003, 6, 30)}
    assert sign("age(born) >= 16", home(sixteen), member=0) is True
    assert sign("age(born) >= 16", home({"born": date(2003, 7, 1)}), member=0) is False
