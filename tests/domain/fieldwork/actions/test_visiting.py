"""A visit brings graded observations; what is sent twice counts once; what contradicts itself is refused and nothing is stored."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.fieldwork.actions.visiting import (
    Account,
    Answer,
    UnableToPlanVisit,
    UnableToRecordVisit,
    drop_plan,
    plan_visits,
    record_visit,
)
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.fieldwork.models import PlannedVisit, Visit
from diguan.domain.registry.actions.recording import UnableToRecord
from diguan.domain.registry.models import Observation
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_file
from diguan.engine.verdicts import Grade
from tests.factories.accounts import viewer
from tests.factories.registry import AT

JUNE = date(2019, 6, 20)
SEEN = Answer("dangerous_house", value=False, seen=True)
SAID = Answer("income_per_head", 5200.0)


def told(*answers, form=1, **changed):
    given = {
        "token": f"3f6c1d1e-0000-4000-8000-{form:012}",
        "made_on": JUNE,
        "outcome": Outcome.MET,
        "told_by": Told.HEAD,
        "answers": answers,
        "asked": 5,
        "seconds": 41,
        "note": "看了住房鉴定书",
    }
    return Account(**{**given, **changed})


def visit(household, actor, catalogue, account, version=None, at=AT):
    return record_visit(
        household_id=household.pk,
        account=account,
        expected_version=household.version if version is None else version,
        catalogue=catalogue,
        actor=actor,
        at=at,
    )


def test_visit_brings_each_answer_with_its_grade_and_evidence(household, team, catalogue):
    member = household.persons.get().number
    account = told(SEEN, SAID, Answer("person_state", "外出", person_number=member))
    made = visit(household, team, catalogue, account)
    household.refresh_from_db()
    file = household_file(household, catalogue, AT.date())
    spoken = [row for row in file.facts["dangerous_house"].spoken if row.by_hand]
    sheet = file.sheet_of(spoken[0])
    assert (sheet.source.grade, sheet.evidence, spoken[0].day) == (Grade.SEEN, "入户，看了住房鉴定书", JUNE)
    income = [file.sheet_of(row) for row in file.facts["income_per_head"].spoken if row.by_hand]
    assert [(s.source.grade, s.evidence) for s in income] == [(Grade.DECLARED, "入户，户主口述")]
    assert household.persons.get().state == "外出"
    assert (made.asked, made.answered, made.seconds, len(made.observations)) == (5, 3, 41, 3)
    assert Entry.objects.filter(action="record_visit").count() == 1


def test_visit_that_a_weak_signal_sends_twice_counts_once(household, team, catalogue):
    first = visit(household, team, catalogue, told(SEEN))
    before = Observation.objects.count()
    assert visit(household, team, catalogue, told(SEEN)).pk == first.pk
    assert (Visit.objects.count(), Observation.objects.count()) == (1, before)


def test_form_of_one_household_is_no_form_of_another(household, foreign, team, catalogue):
    visit(household, team, catalogue, told(SEEN))
    other = viewer(Role.COUNTY, over="152223000000", username="other.county")
    with pytest.raises(UnableToRecordVisit):
        visit(foreign, other, catalogue, told(SEEN))


def test_visit_after_somebody_was_faster_stores_nothing(household, team, catalogue):
    visit(household, team, catalogue, told(SEEN))
    before = Observation.objects.count()
    late = told(SAID, form=2)
    with pytest.raises(UnableToRecord):
        visit(household, team, catalogue, late, version=household.version)
    assert (Visit.objects.count(), Observation.objects.count()) == (1, before)


def test_visit_with_one_answer_that_is_none_stores_no_answer_at_all(household, team, catalogue):
    before = Observation.objects.count()
    with pytest.raises(UnableToRecord) as refused:
        visit(household, team, catalogue, told(SEEN, Answer("income_per_head", "much")))
    assert refused.value.field == "income_per_head"
    assert (Visit.objects.count(), Observation.objects.count()) == (0, before)


def test_nobody_there_is_an_attempt_without_answers(household, team, catalogue):
    made = visit(household, team, catalogue, told(outcome=Outcome.ABSENT, told_by=None, note=""))
    assert (made.outcome, made.answered, made.observations) == ("absent", 0, [])


@pytest.mark.parametrize(
    ("account", "field"),
    [
        (told(SEEN, outcome=Outcome.ABSENT), "outcome"),
        (told(SAID, told_by=None), "told_by"),
        (told(SEEN, outcome=Outcome.REMOTE), "outcome"),
        (told(SEEN, note=" "), "note"),
        (told(SAID, made_on=date(2019, 7, 2)), "made_on"),
    ],
)
def test_visit_that_contradicts_itself_is_refused(household, team, catalogue, account, field):
    with pytest.raises(UnableToRecordVisit) as refused:
        visit(household, team, catalogue, account)
    assert refused.value.field == field
    assert Visit.objects.count() == 0


def test_visit_of_this_morning_is_of_today(household, team, catalogue):
    seven_in_the_morning = datetime(2019, 6, 30, 23, tzinfo=UTC)  # 1 July where the village lies
    made = visit(household, team, catalogue, told(SAID, made_on=date(2019, 7, 1)), at=seven_in_the_morning)
    assert made.made_on == date(2019, 7, 1)


def test_visit_elsewhere_is_refused_as_if_the_household_were_not_there(foreign, team, catalogue):
    with pytest.raises(UnableToFindHousehold):
        visit(foreign, team, catalogue, told(SAID))


def test_plan_is_put_off_made_and_called_off(household, team, catalogue):
    assert plan_visits(household_ids=[household.pk], planned_on=date(2019, 7, 3), actor=team, at=AT) == 1
    plan_visits(household_ids=[household.pk], planned_on=date(2019, 7, 5), actor=team, at=AT)
    assert [p.planned_on for p in PlannedVisit.objects.all()] == [date(2019, 7, 5)]
    made = visit(household, team, catalogue, told(SAID))
    assert PlannedVisit.objects.get().visit == made
    plan_visits(household_ids=[household.pk], planned_on=date(2019, 7, 8), actor=team, at=AT)
    drop_plan(household_id=household.pk, actor=team, at=AT)
    assert PlannedVisit.objects.filter(visit=None, dropped_on=None).count() == 0
    with pytest.raises(UnableToPlanVisit):
        drop_plan(household_id=household.pk, actor=team, at=AT)


def test_plan_for_a_day_that_has_passed_is_refused(household, team):
    with pytest.raises(UnableToPlanVisit):
        plan_visits(household_ids=[household.pk], planned_on=date(2019, 6, 30), actor=team, at=AT)


def test_plan_with_one_foreign_household_plans_none(household, foreign, team):
    with pytest.raises(UnableToFindHousehold):
        plan_visits(household_ids=[household.pk, foreign.pk], planned_on=date(2019, 7, 3), actor=team, at=AT)
    assert PlannedVisit.objects.count() == 0
