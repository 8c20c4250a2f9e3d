"""Looking again: facts that were seen decide by the standard, words where no rule does; what is back stands in the ledger again."""

import json
from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.audit.models import Entry
from diguan.domain.fieldwork.choices import Outcome as Visited
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import Closing, State, Step
from diguan.domain.lookback.actions import Look, give_cases, record_look
from diguan.domain.lookback.choices import Inside, Known, Outcome, Unseen
from diguan.domain.lookback.models import Assignment
from diguan.domain.lookback.refusals import UnableToFindLookback, UnableToLookBack
from diguan.domain.registry.models import Observation
from diguan.domain.responsibility.choices import PostKind
from diguan.engine.verdicts import Grade
from tests.domain.ledger.worlds import VILLAGE
from tests.domain.lookback.worlds import DAY, LOOKED_AT, Inspected
from tests.factories.accounts import ON, OTHER_COUNTY, holder, viewer
from tests.factories.lookback import DRAWN_AT, came_back, closed, plan
from tests.factories.posts import officer, post, tenure


def refused(inspected, found, key, **how):
    with pytest.raises(UnableToLookBack) as error:
        inspected.look(found, **how)
    inspected.case.refresh_from_db()
    assert (error.value.key, inspected.case.outcome) == (key, "")
    assert error.value.said("zh") != error.value.said("en")
    return error.value


def test_house_that_is_still_safe_persists_by_facts_seen_and_the_standard(inspected):
    case = inspected.persists()
    assert (case.outcome, case.known, case.decided_on, case.decided_by) == (
        Outcome.PERSISTS,
        Known.STANDARD,
        DAY,
        inspected.inspector.account_id,
    )
    seen = Observation.objects.latest("id")
    assert (seen.facts["dangerous_house"], seen.sheet.source.grade, seen.sheet.recorded_by) == (
        False,
        Grade.SEEN,
        inspected.inspector.account_id,
    )
    assert Visit.objects.get(pk=case.visit_id).made_by == inspected.inspector.account_id
    assert inspected.item.state == State.CLOSED
    assert json.loads(Entry.objects.get(action="decide_lookback").detail)["outcome"] == "persists"


def test_house_that_is_dangerous_again_comes_back_into_the_ledger(inspected):
    before = inspected.item.rebounds
    case = inspected.look(Outcome.REBOUNDED, door=inspected.door(dangerous_house=True), note="后墙又裂了")
    item = inspected.item
    assert (case.outcome, case.known) == (Outcome.REBOUNDED, Known.STANDARD)
    assert (item.state, item.rebounds, item.found_on) == (State.OPEN, before + 1, DAY)
    told = item.events.latest("id")
    assert (told.act, told.actor, told.detail["lookback"], told.reason) == (
        Step.REBOUND,
        inspected.inspector.account_id,
        case.pk,
        "后墙又裂了",
    )


def test_what_was_seen_goes_before_what_is_said(inspected):
    case = inspected.look(Outcome.PERSISTS, door=inspected.door(dangerous_house=True))
    assert (case.outcome, inspected.item.state) == (Outcome.REBOUNDED, State.OPEN)


def test_saying_that_it_is_back_against_what_was_seen_is_refused(inspected):
    refused(inspected, Outcome.REBOUNDED, "contradicts", door=inspected.door(dangerous_house=False))
    assert not Visit.objects.exists()


def test_nothing_persists_on_what_was_only_said_or_on_no_visit(inspected):
    told = inspected.door(dangerous_house=False, seen=False)
    assert refused(inspected, Outcome.PERSISTS, "nothing_seen", door=told).field == "found"
    refused(inspected, Outcome.PERSISTS, "nothing_seen")
    refused(inspected, Outcome.PERSISTS, "absent_saw_nothing", door=inspected.door(outcome=Visited.ABSENT))
    by_phone = inspected.door(outcome=Visited.REMOTE, seen=False, dangerous_house=False)
    refused(inspected, Outcome.PERSISTS, "nothing_seen", door=by_phone)


def test_rebound_may_be_said_in_words_where_no_fact_decides(inspected):
    case = inspected.look(Outcome.REBOUNDED, door=inspected.door(note="到户"), note="房子已塌，人住棚里")
    assert (case.outcome, case.known, inspected.item.state) == (Outcome.REBOUNDED, Known.WORD, State.OPEN)


@pytest.mark.parametrize("why", Unseen)
def test_what_could_not_be_seen_is_told_with_its_reason_and_changes_nothing(inspected, why):
    door = inspected.door(outcome=Visited.ABSENT) if why is Unseen.ABSENT else None
    case = inspected.look(Outcome.UNSEEN, why=why, note="", door=door)
    assert (case.outcome, case.why, case.known, inspected.item.state) == (
        Outcome.UNSEEN,
        str(why),
        Known.WORD,
        State.CLOSED,
    )


def test_unseen_without_reason_and_words_without_note_are_refused(inspected):
    assert refused(inspected, Outcome.UNSEEN, "why").field == "why"
    assert refused(inspected, Outcome.REBOUNDED, "note", note=" ").field == "note"
    assert refused(inspected, Outcome.REBOUNDED, "note_too_long", note="长" * 191).field == "note"


def test_verified_closing_is_decided_by_who_went_there(lived):
    inspected = Inspected(lived, Closing.VERIFIED)
    with pytest.raises(UnableToLookBack):
        inspected.look(Outcome.PERSISTS)
    case = inspected.look(Outcome.PERSISTS, door=inspected.door(note="门牌核对"), note="确实不是危房，鉴定书在")
    assert (case.outcome, case.known) == (Outcome.PERSISTS, Known.WORD)


def test_verified_closing_that_was_wrong_is_asked_again(lived):
    inspected = Inspected(lived, Closing.VERIFIED)
    case = inspected.look(Outcome.REBOUNDED, door=inspected.door(dangerous_house=True), note="就是危房")
    assert (case.outcome, inspected.item.state) == (Outcome.REBOUNDED, State.SUSPECTED)
    assert inspected.item.events.latest("id").act == Step.ASK_AGAIN


def test_case_is_decided_once_by_its_inspector_alone(inspected):
    for who in (inspected.lived.who(Role.VILLAGE), viewer(Role.COUNTY, over=OTHER_COUNTY, username="far.off")):
        with pytest.raises(UnableToFindLookback):
            inspected.look(Outcome.UNSEEN, why=Unseen.MOVED, who=who)
    inspected.persists()
    with pytest.raises(UnableToLookBack, match="已有结果"):
        inspected.persists()


def test_whoever_came_into_the_chain_meanwhile_is_refused_and_that_stays(inspected):
    account = Account.objects.get(pk=inspected.inspector.account_id)
    tenure(post(PostKind.TEAM_LEADER, VILLAGE), officer(account=account), DAY - timedelta(days=3))
    refused(inspected, Outcome.PERSISTS, "inside", door=inspected.door(dangerous_house=False))
    kept = Assignment.objects.latest("id")
    assert (kept.accepted, kept.reasons, kept.inspector) == (False, [Inside.POST], account.pk)
    assert not Visit.objects.filter(made_by=account.pk).exists()


def test_old_form_of_a_case_is_refused(inspected):
    look = Look(Outcome.UNSEEN, why=Unseen.MOVED)
    case, who = inspected.case, inspected.inspector
    with pytest.raises(UnableToLookBack, match="刚被改动"):
        record_look(case_id=case.pk, version=0, look=look, door=None, actor=who, at=LOOKED_AT)


def test_problem_that_came_back_meanwhile_needs_no_visit(inspected):
    came_back(inspected.item, date(2020, 2, 5))
    case = inspected.look(Outcome.PERSISTS, door=inspected.door(dangerous_house=False))
    assert (case.outcome, case.known, case.visit_id) == (Outcome.REBOUNDED, Known.LEDGER, None)


@pytest.mark.django_db
def test_problem_without_a_rule_and_of_a_place_is_decided_by_words():
    from diguan.domain.lookback.actions import Look, record_look

    closed(1, closing="accepted", indicator="", standard="", household_number="", subject="", criteria="路灯都亮")
    case = plan(size=1).cases.get()
    inspector = viewer_of(holder(Role.TOWNSHIP, over="152222101000", username="the.inspector").pk, ON)
    give_cases(case_ids=[case.pk], username="the.inspector", actor=viewer(Role.COUNTY), at=DRAWN_AT)
    case.refresh_from_db()
    look = Look(Outcome.PERSISTS, "路灯十二盏都亮")
    done = record_look(case_id=case.pk, version=case.version, look=look, door=None, actor=inspector, at=DRAWN_AT)
    assert (done.outcome, done.known) == (Outcome.PERSISTS, Known.WORD)
