"""The exact minimum of first questions, and that greed is told from it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diguan.engine.verdicts import Verdict
from diguan.engine.visiting.exact import effort, minimum
from diguan.engine.visiting.model import Effort
from diguan.engine.visiting.ways import fewest
from tests.factories.open_verdicts import home, opened, parts
from tests.factories.worlds import H, conditions, worlds


def one_part(facts, *verdicts):
    (found,) = parts(facts, *verdicts)
    return found


def test_greed_looks_at_one_verdict_at_a_time_and_may_ask_one_too_many():
    part = one_part(home(), opened("debt < 1 or poor"), opened("income > 3 or poor"))
    assert effort(*part) == Effort(parts=1, greedy=2, exact=1)


def test_verdicts_that_share_no_fact_are_parts_of_their_own():
    found = parts(home(), opened("poor"), opened("income > 3"), opened("income > 5 or debt < 1"))
    assert [[f.field for f in part.facts] for part, _, _ in found] == [["poor"], ["debt", "income"]]


def test_a_part_too_large_is_counted_and_not_searched():
    names = ("yes", "maybe", "kind = '甲'", "wage > 1", "months > 1", "note = 'x'", "born < :day")
    verdict = opened(" and ".join(names), member=0)
    assert effort(*one_part(home({}), verdict)) == Effort(beyond=1)


def test_unmet_is_not_hoped_for():
    part = one_part(home(), opened("poor and income > 3 and debt < 1"))
    assert minimum(*part) == 3


@settings(max_examples=40)
@given(worlds(), st.data())
def test_the_exact_minimum_is_never_above_greed(world, data):
    texts = [data.draw(conditions(H)) for _ in range(2)]
    for facts in world.household_facts():
        verdicts = [v for v in map(opened, texts) if v.code(facts) == Verdict.UNKNOWN]
        for part, ways, hopes in parts(facts, *verdicts) if verdicts else ():
            decidable = all(ways.to_decide(v) is not None for v in part.opened)
            exact = minimum(part, ways, hopes) if decidable else None
            if exact is not None:
                assert exact <= len(part.facts)
                assert len(fewest(ways, part.opened)) <= len(part.facts)
