"""Everybody who had a hand in a problem is inside its chain, by every way there is: a generated table of them, and of those who are not."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account, Grant
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import State, Step
from diguan.domain.ledger.models import Proof
from diguan.domain.ledger.permissions import TRANSITIONS
from diguan.domain.lookback.choices import Inside
from diguan.domain.lookback.queries.insiders import insiders
from diguan.domain.responsibility.choices import STANDS_ON, Level, PostKind
from diguan.domain.responsibility.models import Post
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP, account
from tests.factories.evidence import photo
from tests.factories.items import AT, VILLAGE
from tests.factories.lookback import CLOSED_ON, DETERMINER, at, closed, event
from tests.factories.posts import helping, officer, post, tenure

TODAY = date(2020, 3, 2)
OPENED = AT.date()
NEXT_VILLAGE, NEXT_TOWNSHIP = "152222100002", "152222101000"
LONG_AGO = (OPENED - timedelta(days=100), OPENED)  # half-open: it ended on the day of the opening
ONCE = (OPENED - timedelta(days=100), OPENED + timedelta(days=1))
NOW = (CLOSED_ON, None)
SINCE = TODAY + timedelta(days=1)
LATER = (SINCE, None)
TIMES = {"long_ago": (LONG_AGO, False), "once": (ONCE, True), "now": (NOW, True), "later": (LATER, False)}


def somebody(name):
    """An account of the name, quickly."""
    plain = f"a{sha256(name.encode()).hexdigest()[:20]}"
    return Account.objects.create(username=plain, name="某人", region_code=COUNTY, password_set_at=AT, created_at=AT)


def holds(who, kind, region, times, department=""):
    known = Post.objects.filter(region_code=region, kind=kind, department=department).count()
    tenure(post(kind, region, department=department, seat=known + 1), officer(account=who), *times)


def allowed(who):
    """The same with a right of the moment, that leaves no grant."""
    return Viewer(who.pk, (Right(Role.VILLAGE, VILLAGE),))


def visited(who, day):
    Visit.objects.create(
        token=f"t{day}", county=VILLAGE[:6], household_number="1001", region_code=VILLAGE, made_on=day, made_by=who.pk,
        outcome="met", told_by="head", asked=1, answered=0, seconds=60, at=at(day),
    )  # fmt: skip


PLACES = {
    VILLAGE: Level.VILLAGE, NEXT_VILLAGE: Level.VILLAGE, TOWNSHIP: Level.TOWNSHIP, NEXT_TOWNSHIP: Level.TOWNSHIP,
    COUNTY: Level.COUNTY, PREFECTURE: Level.PREFECTURE, OTHER_COUNTY: Level.COUNTY,
}  # fmt: skip
NEAR = {VILLAGE, TOWNSHIP}
ABOVE = {VILLAGE, TOWNSHIP, COUNTY, PREFECTURE}


def posts():
    """Every kind of post on every level it stands on, of the line and beside it: with its department, and whether it is of the line."""
    for place, level in PLACES.items():
        for kind in (kind for kind in PostKind if level in STANDS_ON[kind]):
            for department in ("housing", "education") if kind is PostKind.DEPARTMENT else ("",):
                line = place in ABOVE if department else place in NEAR
                yield kind, place, department, line and department in ("", "housing")


def roles():
    """The same of roles without a post, on whatever level they were given."""
    for role in Role:
        for place in PLACES:
            for department in ("housing", "education") if role is Role.DEPARTMENT else ("",):
                near = role in (Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT)
                yield role, place, department, near and place in ABOVE and department in ("", "housing")


@pytest.fixture
def problem(db):
    return closed(1, department="housing", opened_at=AT)


@pytest.fixture
def who(db):
    return account("some.body")


def why(problem, who, on=TODAY):
    return insiders(problem, on).get(who.pk, ())


def table(problem, rows, give):
    """Who is found inside of everybody in a table, each with an account of its own; and who should be."""
    accounts = {row: somebody(str(row)) for row in rows}
    for row, who in accounts.items():
        give(who, row)
    found = insiders(problem, TODAY)
    return {row for row, who in accounts.items() if who.pk in found}, {
        found[who.pk] for who in accounts.values() if who.pk in found
    }


@pytest.mark.parametrize("when", TIMES)
def test_post_is_inside_where_it_is_of_the_line_at_any_time_since_the_opening(problem, when):
    times, overlaps = TIMES[when]
    rows = list(posts())
    found, why = table(problem, rows, lambda who, row: holds(who, row[0], row[1], times, row[2]))
    assert found == {row for row in rows if row[3] and overlaps}
    assert why <= {(Inside.POST,)}
    assert len(rows) > 40


@pytest.mark.parametrize("when", TIMES)
def test_role_is_inside_where_it_is_of_the_line_at_any_time_since_the_opening(problem, when):
    (since, until), overlaps = TIMES[when]
    rows = list(roles())

    def give(who, row):
        days = {"since_on": since, "until_on": until, "granted_at": AT}
        Grant.objects.create(account=who, role=row[0], region_code=row[1], department=row[2], **days)

    found, why = table(problem, rows, give)
    assert found == {row for row in rows if row[3] and overlaps}
    assert why <= {(Inside.ROLE,)}


STEPS = {Step.SUBMIT: Inside.SUBMITTER, Step.CONFIRM: Inside.CONFIRMER, Step.RETURN: Inside.CONFIRMER}


@pytest.mark.parametrize("step", sorted({*TRANSITIONS, Step.HAND_OVER}))
@pytest.mark.parametrize("accepted", [True, False])
def test_whoever_took_a_step_or_tried_to_is_inside(problem, who, step, accepted):
    refusal = {} if accepted else {"accepted": False, "refusal": "rank"}
    event(problem, step, AT, actor=who.pk, before=State.OPEN, after=State.OPEN, **refusal)
    assert why(problem, who) == (STEPS.get(step, Inside.STEP) if accepted else Inside.STEP,)


@pytest.mark.parametrize("step", sorted({Step.OPEN, Step.REBOUND, Step.ASK_AGAIN, Step.RENAME, Step.MOVE, Step.LOSE}))
def test_whoever_had_a_round_made_is_not(problem, who, step):
    event(problem, step, AT, actor=who.pk, before=State.OPEN, after=State.OPEN)
    assert why(problem, who) == ()


@pytest.mark.parametrize(("when", "inside"), [(name, inside) for name, (_, inside) in TIMES.items()])
@pytest.mark.parametrize("how", ["owner", "was_owner", "given_to"])
def test_whoever_held_the_post_that_owned_it_is_inside(problem, who, how, when, inside):
    owning = post(PostKind.CORPS_LEADER, COUNTY)
    tenure(owning, officer(account=who), *TIMES[when][0])
    if how == "owner":
        problem.owner_post = owning
        problem.save()
    else:
        told = {"detail": {"was": owning.pk}} if how == "was_owner" else {"post": owning}
        event(problem, Step.ASSIGN, AT, actor=DETERMINER, before=State.OPEN, after=State.OPEN, **told)
    assert why(problem, who) == ((Inside.OWNER,) if inside else ())


@pytest.mark.parametrize(("when", "inside"), [(name, inside) for name, (_, inside) in TIMES.items()])
@pytest.mark.parametrize("own", [True, False])
def test_whoever_helps_or_helped_the_household_is_inside(problem, who, own, when, inside):
    helping(officer(account=who), "1001" if own else "1002", COUNTY, *TIMES[when][0])
    assert why(problem, who) == ((Inside.HELPER,) if inside and own else ())


def test_whoever_handed_in_a_file_of_the_proof_is_inside(problem, who, settings, tmp_path):
    settings.EVIDENCE = tmp_path
    given = store_evidence(content=photo(), name="house.jpg", region_code=VILLAGE, actor=allowed(who), at=AT)
    Proof.objects.create(item=problem, evidence=given, at=AT)
    assert why(problem, who) == (Inside.PROOF,)


@pytest.mark.parametrize(("day", "inside"), [(OPENED, True), (CLOSED_ON, True), (TODAY, False)])
def test_whoever_visited_the_household_until_it_was_closed_is_inside(problem, who, day, inside):
    visited(who, day)
    assert why(problem, who) == ((Inside.PROOF,) if inside else ())


def test_all_ways_are_told_the_nearest_first(problem, who):
    event(problem, Step.CONFIRM, AT, actor=who.pk, before=State.SUBMITTED, after=State.CLOSED, detail={})
    holds(who, PostKind.SECRETARY, VILLAGE, NOW)
    helping(officer(account=account("other.body")), "1001", COUNTY)
    assert why(problem, who) == (Inside.CONFIRMER, Inside.POST)


def test_problem_of_a_county_has_the_posts_of_the_county_in_its_line(who):
    of_county = closed(3, place=COUNTY, household_number="", subject="", opened_at=AT)
    holds(who, PostKind.SECRETARY, COUNTY, NOW)
    assert why(of_county, who) == (Inside.POST,)


def test_stranger_is_outside(problem, who):
    assert why(problem, who) == ()
