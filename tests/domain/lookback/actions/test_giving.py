"""Cases are given to people outside the chain; everybody else is refused with every reason, and the attempt stays on record."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import ACTS, Act
from diguan.domain.audit.models import Entry
from diguan.domain.lookback.actions import give_cases
from diguan.domain.lookback.choices import Barred, Inside, Outcome
from diguan.domain.lookback.models import Assignment, Case
from diguan.domain.lookback.refusals import UnableToFindLookback
from diguan.domain.messages.models import Message
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import OTHER_COUNTY, account, holder, viewer
from tests.factories.items import VILLAGE
from tests.factories.lookback import DRAWN_AT, closed, decide, plan
from tests.factories.posts import officer, post, tenure

pytestmark = pytest.mark.django_db
ELSEWHERE = "152222101000"


@pytest.fixture
def case(db):
    closed(1, department="housing")
    return plan(size=1).cases.get()


@pytest.fixture
def office():
    return viewer(Role.COUNTY, username="the.office")


def give(case, username, actor):
    (given,) = give_cases(case_ids=[case.pk], username=username, actor=actor, at=DRAWN_AT)
    case.refresh_from_db()
    return given.reasons


def test_case_is_given_to_somebody_outside_with_a_deadline_in_working_days(case, office):
    inspector = holder(Role.TOWNSHIP, over=ELSEWHERE)
    assert give(case, "township.tester", office) == ()
    assert (case.inspector, case.given_by, case.given_at, case.due_on) == (
        inspector.pk,
        office.account_id,
        DRAWN_AT,
        date(2020, 3, 30),
    )
    kept = Assignment.objects.get()
    assert (kept.accepted, kept.inspector, kept.reasons, kept.due_on) == (True, inspector.pk, [], case.due_on)
    assert Message.objects.get(account=inspector).kind == "lookback_given"
    assert Entry.objects.filter(action="give_lookback", subject_id=str(case.pk)).count() == 1


@pytest.mark.parametrize("role", Role)
def test_every_role_over_another_place_may_look_that_works_with_households(case, office, role):
    over = {Role.VILLAGE: "152222101001", Role.TOWNSHIP: ELSEWHERE}.get(role)
    holder(role, username="some.body", **({"over": over} if over else {}))
    expected = () if Act.SEE in ACTS[role] else (Barred.NO_RIGHT,)
    assert give(case, "some.body", office) == expected


def test_whoever_is_inside_is_refused_with_every_reason_and_the_attempt_stays(case, office):
    insider = holder(Role.TOWNSHIP, username="in.side")
    tenure(post(PostKind.SECRETARY, VILLAGE), officer(account=insider))
    assert give(case, "in.side", office) == (Inside.POST, Inside.ROLE)
    assert case.inspector is None
    kept = Assignment.objects.get()
    assert (kept.accepted, kept.inspector, kept.reasons) == (False, insider.pk, ["post", "role"])
    assert json.loads(Entry.objects.get(action="refuse_lookback").detail)["refusal"] == "post, role"
    assert not Message.objects.exists()


@pytest.mark.parametrize("how", ["unknown", "elsewhere", "switched_off"])
def test_account_that_is_not_there_elsewhere_or_off_is_refused_in_the_same_words(case, office, how):
    if how == "elsewhere":
        holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="some.body")
    elif how == "switched_off":
        Account.objects.filter(pk=account("some.body").pk).update(is_active=False)
    assert give(case, "some.body", office) == (Barred.NO_ACCOUNT,)


def test_prefecture_may_give_across_counties(case):
    holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="some.body")
    assert give(case, "some.body", viewer(Role.PREFECTURE)) == ()


def test_decided_case_is_given_to_nobody(case, office):
    decide(case, Outcome.PERSISTS)
    holder(Role.TOWNSHIP, over=ELSEWHERE)
    assert give(case, "township.tester", office) == (Barred.DONE,)


def test_case_of_another_county_is_answered_like_none(case):
    stranger = viewer(Role.COUNTY, over=OTHER_COUNTY)
    for numbers in ([case.pk], [999], []):
        with pytest.raises(UnableToFindLookback):
            give_cases(case_ids=numbers, username="some.body", actor=stranger, at=DRAWN_AT)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "change",
    [lambda: Assignment.objects.update(accepted=True), lambda: Assignment.objects.all()._raw_delete("default")],
)
def test_attempt_is_never_changed(case, office, change):
    give(case, "nobody.there", office)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Case.objects.get().inspector is None
