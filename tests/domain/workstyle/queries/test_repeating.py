"""What was known already: by an answer that was still valid and as good, or by a list; not what was only declared, nor what had run out."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.fieldwork.actions.visiting import Answer
from diguan.domain.fieldwork.models import Visit
from diguan.domain.workstyle.queries.repeating import repeated_in
from diguan.engine.verdicts import Subject
from tests.domain.fieldwork.actions.test_visiting import told, visit
from tests.factories.facts import facts, inputs, source
from tests.factories.registry import loaded

LATER = datetime(2021, 7, 1, 8, tzinfo=UTC)
SEEN_SAFE, SEEN_UNSAFE = (Answer("dangerous_house", value=value, seen=True) for value in (False, True))


def again(household, team, catalogue, *answers, form=2, on=date(2019, 6, 25), at=None):
    household.refresh_from_db()
    account = told(*answers, form=form, made_on=on)
    return visit(household, team, catalogue, account, **({"at": at} if at else {}))


def found():
    return [(r.field, r.known_on, r.supplied, r.changed) for r in repeated_in(list(Visit.objects.order_by("id")))]


def test_seeing_what_was_only_declared_is_no_repetition(household, team, catalogue):
    visit(household, team, catalogue, told(SEEN_SAFE))
    assert found() == []


@pytest.mark.parametrize(("answer", "changed"), [(SEEN_SAFE, False), (SEEN_UNSAFE, True)])
def test_second_visit_that_asks_what_the_first_has_seen_repeats(household, team, catalogue, answer, changed):
    visit(household, team, catalogue, told(SEEN_SAFE))
    again(household, team, catalogue, answer)
    assert found() == [("dangerous_house", date(2019, 6, 20), False, changed)]


def test_what_was_declared_and_is_declared_again_repeats(household, team, catalogue):
    declared = Answer("dangerous_house", value=True, seen=False)
    visit(household, team, catalogue, told(declared))
    assert found() == [("dangerous_house", date(2019, 5, 1), False, False)]


def roster(field, value, day):
    """A department's list that says a fact of the household."""
    row = {"household_id": "1001", "region_code": "152222100001", field: value}
    listed = facts(Subject.HOUSEHOLD, source(7, "roster:housing", day), [row])
    loaded(inputs([listed]))


def test_what_a_list_of_a_department_has_is_supplied(household, team, catalogue):
    roster("dangerous_house", value=True, day=date(2019, 6, 1))
    visit(household, team, catalogue, told(SEEN_UNSAFE))
    assert found() == [("dangerous_house", date(2019, 6, 1), True, False)]


def test_answer_whose_validity_has_run_out_is_asked_again_rightly(household, team, catalogue):
    income = Answer("wage_income", 5200.0, seen=True)
    visit(household, team, catalogue, told(income))
    again(household, team, catalogue, income, on=date(2020, 6, 19), at=LATER)
    again(household, team, catalogue, income, form=3, on=date(2021, 6, 25), at=LATER)
    assert found() == [("wage_income", date(2019, 6, 20), False, False)]


def test_answer_of_a_later_day_was_not_known(household, team, catalogue):
    visit(household, team, catalogue, told(SEEN_SAFE))
    again(household, team, catalogue, SEEN_SAFE, on=date(2019, 6, 1))
    assert found() == []
