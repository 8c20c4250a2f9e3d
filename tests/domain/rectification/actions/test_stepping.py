"""Every step as every role, in the region and outside, of the own department and another, one's own and another's.

What should come out is written down here by hand, from the rules that people gave, and not taken from the table of the code.
"""

from datetime import date
from itertools import product

import pytest

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.models import Entry
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import Closing, State
from diguan.domain.ledger.models import Event as LedgerEvent
from diguan.domain.ledger.models import Item
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions import spreading
from diguan.domain.rectification.choices import Refusal, Step
from diguan.domain.rectification.models import Check, Event, Problem, Spread, Stage
from diguan.domain.rectification.permissions import TRANSITIONS
from diguan.domain.rectification.refusals import UnableToFindRectification
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP
from tests.factories.rectification import AT, CLERK, a_file, inspection, planned, problem, somebody

pytestmark = pytest.mark.django_db
FIRST = 50
V, T, C, D, P, R = Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION
A, M = Role.AUDITOR, Role.ADMINISTRATOR
BLIND = {A, M}
OTHER_TOWNSHIP, OTHER_PREFECTURE, NEXT_VILLAGE = "152222101000", "150100000000", "152222101201"
ELSEWHERE = {V: NEXT_VILLAGE, T: OTHER_TOWNSHIP, C: OTHER_COUNTY, D: OTHER_COUNTY, P: OTHER_PREFECTURE}
# Who may take each step at all, over a problem of a township whose department is education.
MAY = {
    Step.PROPOSE: {T, C, D, P, R},
    Step.APPROVE_PLAN: {T, C, P, R},
    Step.RETURN_PLAN: {T, C, P, R},
    Step.REPORT: {T, C, D},
    Step.ACCEPT: {T, C, D, P, R},
    Step.RETURN: {T, C, D, P, R},
    Step.REOPEN: {C, P, R},
    Step.REPORT_STAGE: {T, C, D},
    Step.ACCEPT_STAGE: {T, C, D, P, R},
    Step.RETURN_STAGE: {T, C, D, P, R},
    Step.REPLY_CHECK: {T, C, D, P, R},
    Step.ACCEPT_CHECK: {C, P, R},
    Step.RETURN_CHECK: {C, P, R},
}
# A villager sees nothing of a township's problem: not even that there is one.
UNSEEING = {V}
FROM = {
    Step.PROPOSE: "received",
    Step.APPROVE_PLAN: "proposed",
    Step.RETURN_PLAN: "proposed",
    Step.REPORT: "under_way",
    Step.ACCEPT: "reported",
    Step.RETURN: "reported",
    Step.REOPEN: "accepted",
    Step.REPORT_STAGE: "planned",
    Step.ACCEPT_STAGE: "reported",
    Step.RETURN_STAGE: "reported",
    Step.REPLY_CHECK: "asked",
    Step.ACCEPT_CHECK: "replied",
    Step.RETURN_CHECK: "replied",
}
TO = {
    Step.PROPOSE: "proposed",
    Step.APPROVE_PLAN: "under_way",
    Step.RETURN_PLAN: "received",
    Step.REPORT: "reported",
    Step.ACCEPT: "accepted",
    Step.RETURN: "under_way",
    Step.REOPEN: "received",
    Step.REPORT_STAGE: "reported",
    Step.ACCEPT_STAGE: "accepted",
    Step.RETURN_STAGE: "planned",
    Step.REPLY_CHECK: "replied",
    Step.ACCEPT_CHECK: "accepted",
    Step.RETURN_CHECK: "asked",
}
PROBLEM_STATES = ("received", "proposed", "under_way", "reported", "accepted")
ON_PROBLEM = (
    Step.PROPOSE,
    Step.APPROVE_PLAN,
    Step.RETURN_PLAN,
    Step.REPORT,
    Step.ACCEPT,
    Step.RETURN,
    Step.REOPEN,
)
ON_STAGE = (Step.REPORT_STAGE, Step.ACCEPT_STAGE, Step.RETURN_STAGE)
ON_CHECK = (Step.REPLY_CHECK, Step.ACCEPT_CHECK, Step.RETURN_CHECK)
SECOND_STEPS = {
    Step.APPROVE_PLAN,
    Step.RETURN_PLAN,
    Step.ACCEPT,
    Step.RETURN,
    Step.ACCEPT_STAGE,
    Step.RETURN_STAGE,
    Step.ACCEPT_CHECK,
    Step.RETURN_CHECK,
}
# Whose second person each role may be.
ABOVE = {V: {T, C, D, P, R}, T: {C, D, P, R}, D: {C, P, R}, C: {D, P, R}, P: {R}, R: {R}}
NEEDS_WORDS = {
    Step.RETURN_PLAN,
    Step.REPORT,
    Step.RETURN,
    Step.REOPEN,
    Step.REPORT_STAGE,
    Step.RETURN_STAGE,
    Step.REPLY_CHECK,
    Step.RETURN_CHECK,
}
NEEDS_FILES = {Step.REPORT, Step.REPORT_STAGE, Step.REPLY_CHECK}


def standing(step, state=None, first_role="village"):
    """A problem, stage or self-check that stands as a step wants it, put there as a row; the first person was a villager."""
    state = state or FROM[step]
    row = planned(problem(inspection(), department="education"), actor=somebody(C))
    held = {"proposed_by": FIRST, "proposed_role": first_role}
    if step in ON_PROBLEM:
        _put_problem(row, state, held, first_role)
        return Problem.objects.get(pk=row.pk)
    Problem.objects.filter(pk=row.pk).update(state="under_way", **held)
    if step in ON_STAGE:
        stage = Stage.objects.get(task__problem=row)
        _put_stage(stage, state, first_role)
        return Stage.objects.get(pk=stage.pk)
    return _a_check(row, state, first_role)


def _put_problem(row, state, held, first_role):
    values = {"state": state, **(held if state != "received" else {})}
    if state in ("reported", "accepted"):
        values |= {"reported_by": FIRST, "reported_role": first_role, "reported_at": AT}
    if state == "accepted":
        values |= {"accepted_by": FIRST, "accepted_at": AT}
    Problem.objects.filter(pk=row.pk).update(**values)
    item = row.links.get().item
    done = {"accepted_by": FIRST, "accepted_at": AT, "reported_by": FIRST, "reported_at": AT}
    if state in ("under_way", "reported", "accepted"):
        Stage.objects.filter(task__problem=row).update(state="accepted", **done)
    if state in ("reported", "accepted"):
        last = {"closing": Closing.ACCEPTED, "submitted_by": FIRST, "submitted_at": AT, "submitted_role": "village"}
        closed = {"closed_at": AT, "ended_on": AT.date()} if state == "accepted" else {}
        Item.objects.filter(pk=item.pk).update(
            state=State.CLOSED if state == "accepted" else State.SUBMITTED, **last, **closed
        )
        _proof_in_the_ledger(item)


def _proof_in_the_ledger(item):
    LedgerEvent.objects.create(
        item=item,
        act="submit",
        from_state="open",
        to_state="submitted",
        actor=FIRST,
        evidence=[a_file("f", region=TOWNSHIP)],
        at=AT,
    )


def _put_stage(stage, state, first_role):
    values = {"state": state}
    if state != "planned":
        values |= {"reported_by": FIRST, "reported_role": first_role, "reported_at": AT}
    if state == "accepted":
        values |= {"accepted_by": FIRST, "accepted_at": AT}
    Stage.objects.filter(pk=stage.pk).update(**values)


def _a_check(row, state, first_role):
    spread = Spread.objects.create(
        problem=row,
        kind="self_check",
        region_code=COUNTY,
        department="education",
        question="查无人管护的路",
        criteria="有人管护",
        reply_by=date(2019, 5, 1),
        begun_by=FIRST,
        at=AT,
    )
    values = {"state": state}
    if state != "asked":
        values |= {"replied_by": FIRST, "replied_role": first_role, "replied_at": AT}
    if state == "accepted":
        values |= {"accepted_by": FIRST, "accepted_at": AT}
    return Check.objects.create(spread=spread, region_code=TOWNSHIP, reply_by=spread.reply_by, **values)


def take(step, made, who, *, reason="情况属实", files=True, version=None):
    how = {"version": made.version if version is None else version, "reason": reason, "actor": who, "at": AT}
    evidence = {"evidence": [a_file("d", region=TOWNSHIP)] if files else []}
    if step in ON_PROBLEM:
        how["problem_id"] = made.pk
    elif step in ON_STAGE:
        how["stage_id"] = made.pk
    else:
        how["check_id"] = made.pk
    if step is Step.REOPEN:
        how["deadline_on"] = date(2019, 9, 30)
    named = {Step.RETURN: actions.return_problem}
    found = named.get(step) or getattr(actions, step.value, None) or getattr(spreading, step.value)
    return found(**how, **(evidence if step in NEEDS_FILES else {}))


def kept(made, step, refusal, account):
    """The attempt is on record, and everything is as it was."""
    last = Event.objects.order_by("-id").first()
    now = type(made).objects.get(pk=made.pk)
    assert (last.act, last.accepted, last.refusal, last.actor) == (step, False, refusal, account)
    assert (last.from_state, last.to_state) == (made.state, made.state)
    assert (now.state, now.version) == (made.state, made.version)
    assert Entry.objects.filter(action="refuse_rectification_step", actor=account).exists()
    return True


def test_table_is_the_one_that_is_written_here():
    assert set(TRANSITIONS) == set(MAY)
    assert {each.step: each.source for each in TRANSITIONS.values()} == FROM
    assert {each.step: each.target for each in TRANSITIONS.values()} == TO
    assert {each.step for each in TRANSITIONS.values() if each.second} == SECOND_STEPS
    assert {each.step for each in TRANSITIONS.values() if each.reason} == NEEDS_WORDS
    assert {each.step for each in TRANSITIONS.values() if each.evidence} == NEEDS_FILES
    assert {act for each in TRANSITIONS.values() for act in each.rights} <= set(Act)


@pytest.mark.parametrize(("step", "role"), list(product(MAY, Role)), ids=lambda each: each.value)
def test_step_in_the_region(step, role):
    made, who = standing(step), somebody(role)
    if role in BLIND | UNSEEING:
        before = Event.objects.count()
        with pytest.raises(UnableToFindRectification):
            take(step, made, who)
        assert Event.objects.count() == before
        return
    outcome = take(step, made, who)
    if role not in MAY[step]:
        assert outcome.code is Refusal.ROLE
        assert kept(made, step, Refusal.ROLE, who.account_id)
        return
    assert outcome.code is None
    now = type(made).objects.get(pk=made.pk)
    assert (now.state, now.version) == (TO[step], made.version + 1)
    last = Event.objects.order_by("-id").first()
    assert (last.act, last.accepted, last.actor, last.role) == (step, True, who.account_id, role.value)
    assert (last.from_state, last.to_state) == (FROM[step], TO[step])
    assert Entry.objects.filter(action="take_rectification_step", actor=who.account_id).exists()


@pytest.mark.parametrize(("step", "role"), list(product(MAY, ELSEWHERE)), ids=lambda each: each.value)
def test_step_outside_the_region_finds_nothing(step, role):
    made = standing(step)
    events = Event.objects.count()
    with pytest.raises(UnableToFindRectification):
        take(step, made, somebody(role, over=ELSEWHERE[role]))
    assert (Event.objects.count(), type(made).objects.get(pk=made.pk).version) == (events, made.version)


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_department_takes_no_step_on_what_is_anothers(step):
    made, who = standing(step), somebody(D, department="housing")
    assert take(step, made, who).code is Refusal.ROLE
    assert kept(made, step, Refusal.ROLE, who.account_id)


@pytest.mark.parametrize(("step", "state"), list(product(ON_PROBLEM, PROBLEM_STATES)), ids=str)
def test_step_on_a_problem_from_every_state(step, state):
    made = standing(step, state)
    outcome = take(step, made, somebody(C))
    assert outcome.accepted is (state == FROM[step])
    if state != FROM[step]:
        assert outcome.code is Refusal.STATE
        assert kept(made, step, Refusal.STATE, somebody(C).account_id)


@pytest.mark.parametrize(
    ("step", "state"),
    [*product(ON_STAGE, ("planned", "reported", "accepted")), *product(ON_CHECK, ("asked", "replied", "accepted"))],
    ids=str,
)
def test_step_on_a_stage_or_a_check_from_every_state(step, state):
    made = standing(step, state)
    outcome = take(step, made, somebody(C))
    assert outcome.code == (None if state == FROM[step] else Refusal.STATE)


@pytest.mark.parametrize("step", ON_STAGE, ids=str)
@pytest.mark.parametrize("state", [state for state in PROBLEM_STATES if state != "under_way"])
def test_stage_moves_while_its_problem_is_under_way_alone(step, state):
    made = standing(step)
    reported = {"reported_by": FIRST, "reported_role": "village", "reported_at": AT}
    done = {**reported, "accepted_by": FIRST, "accepted_at": AT}
    more = {"reported": reported, "accepted": done}.get(state, {})
    Problem.objects.filter(pk=made.task.problem_id).update(state=state, **more)
    assert take(step, made, somebody(C)).code is Refusal.STATE


@pytest.mark.parametrize(
    ("step", "first", "second"),
    [(s, f, w) for s in sorted(SECOND_STEPS) for f in ABOVE for w in sorted(MAY[s])],
    ids=lambda each: each.value,
)
def test_second_person_of_every_first(step, first, second):
    made = standing(step, first_role=first.value)
    if step in (Step.ACCEPT, Step.RETURN):
        Item.objects.filter(pk=made.links.get().item_id).update(submitted_role=first.value)
    outcome = take(step, made, somebody(second))
    assert outcome.code == (None if second in ABOVE[first] else Refusal.RANK)


@pytest.mark.parametrize("step", sorted(SECOND_STEPS), ids=str)
def test_nobody_is_their_own_second_person(step):
    made = standing(step)
    assert take(step, made, Viewer(FIRST, somebody(C).grants)).code is Refusal.SAME_PERSON
    assert kept(made, step, Refusal.SAME_PERSON, FIRST)


@pytest.mark.parametrize("step", [Step.ACCEPT_STAGE, Step.ACCEPT_CHECK, Step.ACCEPT], ids=str)
def test_nobody_accepts_what_rests_on_their_own_files(step):
    made, who = standing(step), somebody(C)
    files = [a_file("e", region=TOWNSHIP, by=who.account_id)]
    first = {Step.ACCEPT_STAGE: Step.REPORT_STAGE, Step.ACCEPT_CHECK: Step.REPLY_CHECK, Step.ACCEPT: Step.REPORT}[step]
    on = {Step.ACCEPT_STAGE: "stage", Step.ACCEPT_CHECK: "check_of"}.get(step)
    row = made if step is Step.ACCEPT else made.task.problem if on == "stage" else made.spread.problem
    thing = {on: made} if on else {}
    Event.objects.create(problem=row, act=first, to_state=made.state, actor=FIRST, evidence=files, at=AT, **thing)
    assert take(step, made, who).code is Refusal.EVIDENCE_BY_SAME_PERSON


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_step_without_words(step):
    made = standing(step)
    outcome = take(step, made, somebody(C), reason="  ")
    assert outcome.code == (Refusal.REASON if step in NEEDS_WORDS else None)


@pytest.mark.parametrize("step", sorted(NEEDS_FILES), ids=str)
def test_step_without_a_file_is_an_attempt_on_paper(step):
    made, who = standing(step), somebody(C)
    assert take(step, made, who, files=False).code is Refusal.EVIDENCE_MISSING
    assert kept(made, step, Refusal.EVIDENCE_MISSING, who.account_id)


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_step_on_a_version_that_has_passed(step):
    made = standing(step)
    assert take(step, made, somebody(C), version=made.version + 7).code is Refusal.STALE
    assert type(made).objects.get(pk=made.pk).version == made.version


def test_refused_attempt_is_in_the_record_of_acts_without_words():
    made = standing(Step.REOPEN)
    take(Step.REOPEN, made, somebody(T), reason="张三家的事")
    entry = Entry.objects.get(action="refuse_rectification_step")
    assert (entry.subject, entry.subject_id) == ("problem", str(made.pk))
    assert "张三" not in str(entry.detail)


def test_files_are_of_somebody_else_than_the_actors_of_these_tests():
    assert {row.uploaded_by for row in Evidence.objects.filter(pk=a_file("z"))} == {CLERK}
