"""What makes a condition what it is, and what could still change it, decided by hand; and that asking for it is enough."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diguan.engine.backends.closures import HouseholdFacts, Record, truth
from diguan.engine.backends.reasons import MissingFact, missing, missing_for_rule, reasons
from diguan.engine.expressions import bind, facts_of, read_expression
from tests.factories.worlds import AS_OF, PARAMETERS, H, P, V, conditions, scope, worlds


def bound(text, subject=H):
    return bind(read_expression(text, None, scope(subject)), AS_OF, PARAMETERS)


def home(*members, **values):
    return HouseholdFacts(Record(values), [Record(m) for m in members])


def fields(found):
    """(field, member) of facts."""
    return {(m.field, m.member) for m in found}


def told(text, facts, member=None):
    """(fields, member, truth) of every reason."""
    found = reasons(bound(text, H if member is None else P), facts, member)
    return [(sorted(name for _, name in facts_of(r.leaf)), r.member, r.truth) for r in found]


def test_reasons_of_a_false_and_are_its_false_parts():
    assert told("poor and income > 3 and debt < 1", home(poor=True, income=1.0, debt=5)) == [
        (["income"], None, -1),
        (["debt"], None, -1),
    ]


def test_reasons_of_a_true_or_are_its_true_parts():
    assert told("poor or income > 3 or debt < 1", home(poor=True, income=1.0, debt=0)) == [
        (["poor"], None, 1),
        (["debt"], None, 1),
    ]


def test_reasons_of_every_member_name_the_members_it_fails_on():
    assert told("every_member(yes or maybe)", home({"yes": True}, {"yes": False, "maybe": False})) == [
        (["yes"], 1, -1),
        (["maybe"], 1, -1),
    ]


def test_reasons_keep_a_household_fact_inside_a_member_function_apart():
    assert told("any_member(yes and household.poor)", home({"yes": True}, {"yes": True}, poor=True)) == [
        (["yes"], 0, 1),
        (["poor"], None, 1),
        (["yes"], 1, 1),
    ]


def test_reason_of_a_rewritten_age_tells_its_origin():
    (reason,) = reasons(bound("age(born) >= 16", P), home({"born": None}), 0)
    assert type(reason.leaf).__name__ == "Rewritten"
    assert type(reason.leaf.origin.left).__name__ == "Age"


def test_missing_leaves_out_what_cannot_change_the_value():
    # poor is false, so the AND is decided on that side; only the income is still open
    assert fields(missing(bound("(poor and debt > 3) or income > 3"), home(poor=False))) == {("income", None)}


def test_missing_of_a_known_condition_is_empty():
    assert missing(bound("poor or income > 3"), home(poor=True)) == frozenset()


def test_missing_of_a_count_names_the_open_members_only():
    facts = home({"yes": True}, {"yes": None, "maybe": None}, {"yes": None, "maybe": False})
    assert fields(missing(bound("count_members(yes and maybe) >= 1"), facts)) == {
        ("maybe", 0),
        ("yes", 1),
        ("maybe", 1),
    }


def test_missing_of_a_sum_names_its_unknown_terms():
    assert fields(missing(bound("sum_members(wage) > income"), home({"wage": None}, {"wage": 1.0}))) == {
        ("wage", 0),
        ("income", None),
    }


def test_missing_steps_up_to_the_village():
    assert missing(bound("village.road"), home()) == {MissingFact(V, None, "road")}


def test_missing_for_rule_asks_for_when_only_while_it_matters():
    when, met = bound("poor"), bound("income > 3")
    assert fields(missing_for_rule(when, met, home(poor=False))) == set()
    assert fields(missing_for_rule(when, met, home(income=5.0))) == set()
    assert fields(missing_for_rule(when, met, home(income=1.0))) == {("poor", None)}
    assert fields(missing_for_rule(when, met, home(poor=True))) == {("income", None)}
    assert fields(missing_for_rule(None, met, home())) == {("income", None)}


@settings(max_examples=60)
@given(worlds(), st.data())
def test_facts_that_are_not_missing_cannot_change_the_value(world, data):
    """Filling every unknown fact that is not asked for leaves an unknown condition unknown."""
    subject = data.draw(st.sampled_from([H, P]))
    condition = bound(data.draw(conditions(subject)), subject)
    for facts in world.household_facts():
        for member in range(len(facts.members)) if subject is P else [None]:
            if truth(condition)(facts, member) == 0:
                asked = missing(condition, facts, member)
                assert truth(condition)(filled(facts, asked), member) == 0


def filled(facts, asked):
    """Unknown booleans and numbers of household and members that are not asked for get a value."""
    values = {"poor": True, "income": 1.0, "debt": 1, "heads": 1, "yes": True, "maybe": False, "wage": 1.0, "months": 1}

    def known(record, member):
        open_names = {m.field for m in asked if m.member == member}
        return replace(
            record,
            values={
                **record.values,
                **{n: v for n, v in values.items() if record.values.get(n) is None and n not in open_names},
            },
        )

    return replace(
        facts, household=known(facts.household, None), members=[known(m, n) for n, m in enumerate(facts.members)]
    )
