"""Every step as every role, in the region and outside, of the own department and another, one's own and another's.

What should come out is written down here by hand, from the rules that people gave, and not taken from the table of the code.
"""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger import actions
from diguan.domain.ledger.choices import Closing, Level, Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.refusals import UnableToFindItem
from diguan.domain.responsibility.models import Post
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP
from tests.factories.ledger import AT, item

pytestmark = pytest.mark.django_db
VILLAGE, NEXT_VILLAGE, OTHER_TOWNSHIP, OTHER_PREFECTURE = "152222100201", "152222100202", "152222101000", "150100000000"
DUE, MORE = date(2019, 8, 1), date(2019, 9, 1)
ACTOR, FIRST, CLERK = 1, 2, 3
V, T, C, D, P, R = Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION
A, M = Role.AUDITOR, Role.ADMINISTRATOR
HERE = {V: VILLAGE, T: TOWNSHIP, C: COUNTY, D: COUNTY, P: PREFECTURE, R: REGION, A: REGION, M: REGION}
ELSEWHERE = {V: NEXT_VILLAGE, T: OTHER_TOWNSHIP, C: OTHER_COUNTY, D: OTHER_COUNTY, P: OTHER_PREFECTURE}
BLIND = {A, M}  # see no household, so no item
# Who may take each step at all, over an item of a village whose owner is the village.
MAY = {
    Step.DETERMINE: {T, C},
    Step.ASSIGN: {T, C},
    Step.SUBMIT: {V, T, C, D},
    Step.CONFIRM: {T, C, D, P, R},
    Step.RETURN: {T, C, D, P, R},
    Step.ASK_POSTPONEMENT: {V, T, C, D},
    Step.GRANT_POSTPONEMENT: {T, C, P, R},
    Step.REFUSE_POSTPONEMENT: {T, C, P, R},
    Step.WITHDRAW: {C, P, R},
}
FROM = {
    Step.DETERMINE: {State.SUSPECTED},
    Step.ASSIGN: {State.SUSPECTED, State.OPEN},
    Step.SUBMIT: {State.SUSPECTED, State.OPEN},
    Step.CONFIRM: {State.SUBMITTED},
    Step.RETURN: {State.SUBMITTED},
    Step.ASK_POSTPONEMENT: {State.OPEN},
    Step.GRANT_POSTPONEMENT: {State.OPEN},
    Step.REFUSE_POSTPONEMENT: {State.OPEN},
    Step.WITHDRAW: {State.SUSPECTED, State.OPEN, State.SUBMITTED},
}
TO = {
    Step.DETERMINE: State.OPEN,
    Step.SUBMIT: State.SUBMITTED,
    Step.CONFIRM: State.CLOSED,
    Step.RETURN: State.OPEN,
    Step.WITHDRAW: State.WITHDRAWN,
}
# Whose second person each role may be: first -> second, of those who may confirm.
SECOND = {V: {T, C, D, P, R}, T: {C, D, P, R}, D: {C, P, R}, C: {D, P, R}, P: {R}, R: {R}}
# Who stands above each level, of those who may withdraw.
ABOVE = {
    Level.VILLAGE: {C, P, R},
    Level.TOWNSHIP: {C, P, R},
    Level.DEPARTMENT: {C, P, R},
    Level.COUNTY: {P, R},
    Level.PREFECTURE: {R},
    Level.REGION: set(),
}
NEEDS_WORDS = {Step.DETERMINE, Step.SUBMIT, Step.RETURN, Step.ASK_POSTPONEMENT, Step.REFUSE_POSTPONEMENT, Step.WITHDRAW}


def somebody(role, place=None, department="education", account=ACTOR):
    return Viewer(account, (Right(role, place or HERE[role], department if role is D else ""),))


def standing(state, **other):
    """An item that stands so, ready for every step: with a file as proof, a submission of a villager, a wish for more time."""
    held = {State.SUBMITTED, State.CLOSED}
    values = {
        "region_code": VILLAGE,
        "state": state,
        "criteria": "验收单齐全",
        "level": Level.VILLAGE,
        "deadline_days": 20,
    }
    if state is not State.SUSPECTED:
        values |= {"determined_at": AT, "deadline_on": DUE}
    if state is State.OPEN:
        values |= {"postpone_until": MORE, "postpone_by": FIRST, "postpone_role": "village"}
    if state in held:
        values |= {"closing": Closing.ACCEPTED, "submitted_by": FIRST, "submitted_at": AT, "submitted_role": "village"}
    if state in (State.CLOSED, State.WITHDRAWN):
        values |= {"ended_on": DUE}
    if state is State.CLOSED:
        values |= {"closed_at": AT}
    made = item(1, **{**values, **other})
    if state is State.SUBMITTED:
        Event.objects.create(
            item=made,
            act=Step.SUBMIT,
            from_state=State.OPEN,
            to_state=State.SUBMITTED,
            actor=FIRST,
            evidence=[a_file().pk],
            at=AT,
        )
    return made


def a_file():
    """A list that a third person handed in."""
    content = {
        "sha256": "a" * 64,
        "given_sha256": "a" * 64,
        "size": 10,
        "media_type": "application/pdf",
        "name": "list.pdf",
    }
    return Evidence.objects.get_or_create(**content, region_code=VILLAGE, uploaded_by=CLERK, at=AT)[0]


def take(step, made, who, *, reason="情况属实"):
    how = {"item_id": made.pk, "version": made.version, "reason": reason, "actor": who, "at": AT}
    if step is Step.ASSIGN:
        post = Post.objects.create(region_code=TOWNSHIP, level="township", kind="secretary", opened_on=date(2019, 1, 1))
        return actions.assign(post_id=post.pk, **how)
    if step is Step.SUBMIT:
        return actions.submit(closing=Closing.ACCEPTED, evidence=[a_file().pk], **how)
    if step is Step.ASK_POSTPONEMENT:
        return actions.ask_postponement(until=MORE, **how)
    if step in (Step.GRANT_POSTPONEMENT, Step.REFUSE_POSTPONEMENT):
        return actions.decide_postponement(granted=step is Step.GRANT_POSTPONEMENT, **how)
    plain = {
        Step.DETERMINE: actions.determine,
        Step.CONFIRM: actions.confirm,
        Step.RETURN: actions.return_item,
        Step.WITHDRAW: actions.withdraw,
    }
    return plain[step](**how)


def kept(made, step, refusal):
    """The attempt is on record, and the item is as it was."""
    before, now = made, Item.objects.get(pk=made.pk)
    last = Event.objects.filter(item=made).order_by("-id").first()
    assert (last.act, last.accepted, last.refusal, last.actor) == (step, False, refusal, ACTOR)
    assert (now.state, now.version, now.closing, now.deadline_on) == (
        before.state,
        before.version,
        before.closing,
        before.deadline_on,
    )
    return True


def first_state(step):
    return next(
        state for state in State if state in FROM[step] and not (step is Step.SUBMIT and state is State.SUSPECTED)
    )


@pytest.mark.parametrize(("step", "role"), list(product(MAY, Role)), ids=lambda each: each.value)
def test_step_in_the_region(step, role):
    made = standing(first_state(step))
    if role in BLIND:
        with pytest.raises(UnableToFindItem):
            take(step, made, somebody(role))
        assert not Event.objects.filter(item=made, actor=ACTOR).exists()
        return
    outcome = take(step, made, somebody(role))
    if role not in MAY[step]:
        assert outcome.code is Refusal.ROLE
        assert kept(made, step, Refusal.ROLE)
        return
    assert outcome.code is None
    now = Item.objects.get(pk=made.pk)
    assert (now.state, now.version) == (TO.get(step, made.state), made.version + 1)
    last = Event.objects.filter(item=made).order_by("-id").first()
    assert (last.act, last.accepted, last.actor, last.role) == (step, True, ACTOR, role.value)
    assert (last.from_state, last.to_state) == (made.state, now.state)


@pytest.mark.parametrize(("step", "role"), list(product(MAY, ELSEWHERE)), ids=lambda each: each.value)
def test_step_outside_the_region_finds_nothing(step, role):
    made = standing(first_state(step))
    events = Event.objects.count()
    with pytest.raises(UnableToFindItem):
        take(step, made, somebody(role, ELSEWHERE[role]))
    assert (Event.objects.count(), Item.objects.get(pk=made.pk).version) == (events, made.version)


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_department_takes_no_step_on_what_is_anothers(step):
    made = standing(first_state(step))
    assert take(step, made, somebody(D, department="housing")).code is Refusal.ROLE
    assert kept(made, step, Refusal.ROLE)


@pytest.mark.parametrize(("step", "state"), list(product(MAY, State)), ids=lambda each: each.value)
def test_step_from_every_state(step, state):
    made = standing(state)
    outcome = take(step, made, somebody(C))
    assert outcome.accepted is (state in FROM[step])
    if state not in FROM[step]:
        assert outcome.code is Refusal.STATE
        assert kept(made, step, Refusal.STATE)


@pytest.mark.parametrize("step", [Step.CONFIRM, Step.RETURN], ids=lambda each: each.value)
@pytest.mark.parametrize(("first", "second"), list(product(SECOND, (T, C, D, P, R))), ids=lambda each: each.value)
def test_second_person_of_every_first(step, first, second):
    made = standing(State.SUBMITTED, submitted_role=first.value)
    outcome = take(step, made, somebody(second))
    assert outcome.code == (None if second in SECOND[first] else Refusal.RANK)


@pytest.mark.parametrize("step", [Step.GRANT_POSTPONEMENT, Step.REFUSE_POSTPONEMENT], ids=lambda each: each.value)
@pytest.mark.parametrize(("first", "second"), list(product(SECOND, (T, C, P, R))), ids=lambda each: each.value)
def test_more_time_is_decided_above_whoever_asked(step, first, second):
    made = standing(State.OPEN, postpone_role=first.value)
    outcome = take(step, made, somebody(second))
    assert outcome.code == (None if second in SECOND[first] else Refusal.RANK)


@pytest.mark.parametrize(("level", "role"), list(product(Level, (C, P, R))), ids=lambda each: each.value)
def test_item_is_withdrawn_from_above_its_level_alone(level, role):
    made = standing(State.OPEN, level=level)
    outcome = take(Step.WITHDRAW, made, somebody(role))
    assert outcome.code == (None if role in ABOVE[level] else Refusal.RANK)


@pytest.mark.parametrize(
    ("step", "role"),
    [
        *product((Step.CONFIRM, Step.RETURN), (T, C, D, P)),
        *product((Step.GRANT_POSTPONEMENT, Step.REFUSE_POSTPONEMENT), (T, C, P)),
    ],
    ids=lambda each: each.value,
)
def test_nobody_is_their_own_second_person_in_any_role(step, role):
    made = standing(first_state(step))
    made.submitted_by = FIRST if step in (Step.CONFIRM, Step.RETURN) else None
    who = Viewer(FIRST, somebody(role).grants)
    assert take(step, made, who).code is Refusal.SAME_PERSON


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_step_without_words(step):
    made = standing(first_state(step))
    outcome = take(step, made, somebody(C), reason="  ")
    assert outcome.code == (Refusal.REASON if step in NEEDS_WORDS else None)


@pytest.mark.parametrize("step", MAY, ids=lambda each: each.value)
def test_step_on_a_version_that_has_passed(step):
    made = standing(first_state(step))
    Item.objects.filter(pk=made.pk).update(version=5)
    assert take(step, made, somebody(C)).code is Refusal.STALE
    assert Item.objects.get(pk=made.pk).version == 5


def test_refused_attempt_is_in_the_record_of_acts_without_words():
    from diguan.domain.audit.models import Entry

    made = standing(State.OPEN)
    take(Step.WITHDRAW, made, somebody(V), reason="张三家的事")
    entry = Entry.objects.get(action="refuse_step")
    assert (entry.actor, entry.subject, entry.subject_id, entry.at) == (
        ACTOR,
        "item",
        str(made.pk),
        datetime(2019, 7, 1, 8, tzinfo=UTC),
    )
    assert "张三" not in entry.detail
