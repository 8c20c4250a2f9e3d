"""Which households are visited, in which order, what they are asked, and what that saves."""

import pytest

from diguan.engine.visiting.plan import UnableToPlanVisits, within
from tests.factories.visits import planned


def visit_of(plan, household):
    return next(v for v in plan.visits if v.household_id == household)


def asked(plan, household):
    return [(q.person_id, q.field.name, q.reason) for q in visit_of(plan, household).questions]


WATER_AND_FOOD = {
    "clothing_seasonal",
    "food_protein",
    "food_sufficient",
    "water_fetch_minutes",
    "water_interrupted_days",
    "water_litres",
    "water_quality",
    "water_short_area",
}


def beyond(plan, household):
    """Questions besides those about what no input of the village carries."""
    return [each for each in asked(plan, household) if each[1] not in WATER_AND_FOOD]


def test_only_facts_that_can_change_an_unknown_verdict_are_asked(plan):
    assert beyond(plan, "N1") == [(None, "dangerous_house", "empty")]
    assert beyond(plan, "R1") == []
    assert {name for _, name, _ in asked(plan, "R1")} == WATER_AND_FOOD


def test_a_contradiction_is_asked_with_what_its_sources_say(plan):
    assert beyond(plan, "C1") == [(None, "dangerous_house", "conflict")]
    (question,) = [q for q in visit_of(plan, "C1").questions if q.reason == "conflict"]
    assert question.said == (("false", "export-1.xlsx"), ("true", "export-1.xlsx"))


def test_what_a_department_contradicts_itself_in_is_not_asked_at_the_door(plan):
    assert beyond(plan, "C2") == []
    assert [(u.person_id, u.field.name, u.where) for u in visit_of(plan, "C2").unasked] == [
        ("C2-1", "insured_residents", "department")
    ]


def test_the_first_question_comes_before_the_one_it_may_settle(plan):
    questions = visit_of(plan, "N1").questions
    names = [q.field.name for q in questions]
    (further,) = [q for q in questions if not q.first and q.field.name == "water_short_area"]
    assert further.skip is not None
    assert names[further.skip.number - 1] == "water_litres"
    assert further.skip.answers.en == "at least 35 L/person/day"


def test_focus_groups_come_first_then_the_most_unmet(plan):
    ranked = [(v.focus, v.unmet, v.unknown) for v in plan.visits]
    assert [focus for focus, _, _ in ranked[:3]] == ["edge", "elderly_alone", None]
    rest = [(-unmet, -unknown) for focus, unmet, unknown in ranked if focus is None]
    assert rest == sorted(rest)


def test_a_time_limit_is_kept_and_nobody_is_lost(village_folder, plan):
    short = planned(village_folder, limit=100)
    assert short.minutes <= 100
    assert short.visits[0] == plan.visits[0]
    assert {v.household_id for v in (*short.visits, *short.later)} == {v.household_id for v in plan.visits}


def test_a_household_that_no_longer_fits_makes_room_for_a_shorter_one(plan):
    by_length = sorted(plan.visits, key=lambda v: -v.minutes)
    longest, shortest = by_length[0], by_length[-1]
    assert within([longest, shortest], shortest.minutes) == ([shortest], [longest])


def test_questions_are_counted_against_both_forms(plan):
    saved = plan.saved
    assert saved.asked == plan.questions == sum(len(v.questions) for v in plan.visits)
    assert saved.first < saved.asked < saved.standard_form < saved.full_form


def test_greedy_is_held_against_the_exact_minimum(plan):
    assert plan.effort.parts > 0
    assert plan.effort.exact <= plan.effort.greedy
    assert plan.effort.greedy + plan.effort.beyond >= 1


def test_a_village_without_households_is_refused_with_those_that_have(village_folder):
    with pytest.raises(UnableToPlanVisits, match="152222201001"):
        planned(village_folder, region="150000000001")


def test_a_time_too_short_for_anybody_is_refused(village_folder):
    with pytest.raises(UnableToPlanVisits, match="5 minutes"):
        planned(village_folder, limit=5)
