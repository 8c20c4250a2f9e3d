from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.models import Grant
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.refusals import UnableToGrant
from diguan.domain.audit.models import Entry
from diguan.domain.responsibility.actions.rights import give_rights
from diguan.domain.responsibility.actions.tenures import appoint, end_tenure, move_officer
from diguan.domain.responsibility.choices import PostKind, Rights
from diguan.domain.responsibility.queries import holder_of, posts_of
from diguan.domain.responsibility.refusals import (
    UnableToAppoint,
    UnableToEndTenure,
    UnableToFindResponsibility,
)
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, TOWNSHIP, account, holder, viewer
from tests.factories.posts import officer, post

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"
LATER, EARLIER = ON + timedelta(days=90), ON - timedelta(days=30)


def appointed(held, who, since=ON, until=None, actor=None, reason="组发〔2019〕8号"):
    return appoint(
        post_id=held.pk,
        officer_id=who.pk,
        since_on=since,
        until_on=until,
        reason=reason,
        actor=actor,
        at=AT,
        on=ON,
    )


def ended(tenure, until=LATER, actor=None, reason="调离"):
    return end_tenure(tenure_id=tenure.pk, until_on=until, reason=reason, actor=actor, at=AT, on=ON)


def both(number=77):
    """Somebody who manages posts and accounts of the county: two roles of one account."""
    account_of = holder(Role.COUNTY, username=f"both{number}")
    return Viewer(account_of.pk, (Right(Role.COUNTY, COUNTY), Right(Role.ADMINISTRATOR, COUNTY)))


def test_appointing_an_officer_with_an_account_gives_the_role_of_the_post_while_it_lasts():
    who = officer(account=account("li.zhou"))
    made = appointed(post(PostKind.FIRST_SECRETARY, VILLAGE), who, ON, LATER)
    assert made.rights is Rights.GIVEN
    assert viewer_of(who.account_id, ON).grants == (Right(Role.VILLAGE, VILLAGE),)
    assert viewer_of(who.account_id, LATER).grants == ()
    assert posts_of(who.account_id, ON) == (made.tenure.post,)


@pytest.mark.parametrize(
    ("kind", "region", "department", "right"),
    [
        (PostKind.SECRETARY, COUNTY, "", Right(Role.COUNTY, COUNTY)),
        (PostKind.CONTACT_LEADER, TOWNSHIP, "", Right(Role.TOWNSHIP, TOWNSHIP)),
        (PostKind.DEPARTMENT, COUNTY, "education", Right(Role.DEPARTMENT, COUNTY, "education")),
        (PostKind.SECRETARY, "150000000000", "", Right(Role.REGION, "150000000000")),
    ],
)
def test_every_post_gives_the_role_of_its_level_or_department(kind, region, department, right):
    who = officer(account=account("li.zhou"))
    appointed(post(kind, region, department=department), who)
    assert viewer_of(who.account_id, ON).grants == (right,)


def test_ending_a_tenure_ends_its_role_on_that_day():
    who = officer(account=account("li.zhou"))
    made = appointed(post(region=VILLAGE), who)
    ended(made.tenure, LATER)
    assert viewer_of(who.account_id, LATER - timedelta(days=1)).grants != ()
    assert viewer_of(who.account_id, LATER).grants == ()
    assert (holder_of(made.tenure.post, LATER - timedelta(days=1)), holder_of(made.tenure.post, LATER)) == (who, None)


def test_a_role_ends_today_at_the_earliest_when_the_tenure_ended_in_the_past():
    who = officer(account=account("li.zhou"))
    made = appointed(post(region=VILLAGE), who, EARLIER)
    ended(made.tenure, EARLIER + timedelta(days=1))
    assert Grant.objects.get().until_on == ON


def test_one_role_that_two_posts_give_ends_with_the_last_of_them():
    who = officer(account=account("li.zhou"))
    first = appointed(post(PostKind.FIRST_SECRETARY, VILLAGE), who).tenure
    second = appointed(post(PostKind.TEAM_LEADER, VILLAGE), who)
    assert (second.rights, Grant.objects.count()) == (Rights.GIVEN, 1)
    ended(first, LATER)
    assert viewer_of(who.account_id, LATER).grants != ()
    ended(second.tenure, LATER + timedelta(days=5))
    assert Grant.objects.get().until_on == LATER + timedelta(days=5)


def test_a_role_that_was_granted_by_hand_stays_when_the_tenure_ends():
    account_of = holder(Role.COUNTY)
    made = appointed(post(), officer(account=account_of))
    assert made.rights is Rights.HELD
    ended(made.tenure, ON)
    assert viewer_of(account_of.pk, LATER).grants == (Right(Role.COUNTY, COUNTY),)


def test_who_manages_posts_alone_appoints_without_rights_and_an_administrator_gives_them():
    who = officer(account=account("li.zhou"))
    made = appointed(post(region=VILLAGE), who, actor=viewer(Role.COUNTY))
    assert (made.rights, Grant.objects.filter(account=who.account).count()) == (Rights.WAITING, 0)
    admin = viewer(Role.ADMINISTRATOR, over=COUNTY)
    assert give_rights(tenure_id=made.tenure.pk, actor=admin, at=AT, on=ON) is Rights.GIVEN
    assert viewer_of(who.account_id, ON).grants == (Right(Role.VILLAGE, VILLAGE),)
    far = viewer(Role.ADMINISTRATOR, over=OTHER_COUNTY, username="far.admin")
    with pytest.raises(UnableToFindResponsibility):
        give_rights(tenure_id=made.tenure.pk, actor=far, at=AT, on=ON)


def test_who_manages_posts_and_accounts_gives_the_role_at_once():
    who = officer(account=account("li.zhou"))
    assert appointed(post(region=VILLAGE), who, actor=both()).rights is Rights.GIVEN


def test_nobody_gives_a_role_to_themselves_through_a_post():
    actor = both()
    mine = officer()
    mine.account_id = actor.account_id
    mine.save()
    with pytest.raises(UnableToGrant):
        appointed(post(region=VILLAGE), mine, actor=actor)
    assert holder_of(post(PostKind.LEADER, VILLAGE), ON) is None
    assert posts_of(actor.account_id, ON) == ()


def test_appointing_is_refused_while_somebody_holds_the_post():
    held, one, other = post(), officer("甲"), officer("乙")
    appointed(held, one, ON, LATER)
    for since, until in ((EARLIER, None), (EARLIER, ON + timedelta(days=1)), (LATER - timedelta(days=1), None)):
        with pytest.raises(UnableToAppoint) as refused:
            appointed(held, other, since, until)
        assert (refused.value.field, str(ON) in refused.value.message.zh) == ("since_on", True)
    appointed(held, other, EARLIER, ON)
    appointed(held, other, LATER)
    assert [holder_of(held, day) for day in (EARLIER, ON, LATER)] == [other, one, other]


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2018, 12, 31), None), (ON, None), (ON, date(2019, 12, 2)), (date(2019, 12, 1), date(2019, 12, 5))],
)
def test_appointing_is_refused_outside_the_days_of_the_post(since, until):
    with pytest.raises(UnableToAppoint):
        appointed(post(closed=date(2019, 12, 1)), officer(), since, until)


@pytest.mark.parametrize(("until", "reason"), [(ON, "任命"), (EARLIER, "任命"), (None, "  ")])
def test_appointing_is_refused_without_days_in_order_or_a_reason(until, reason):
    with pytest.raises(UnableToAppoint):
        appointed(post(), officer(), ON, until, reason=reason)


def test_posts_and_officers_of_another_county_are_answered_like_ones_that_are_not_there():
    actor = viewer(Role.COUNTY)
    far, foreign = post(region=OTHER_COUNTY), officer("邻县干部", OTHER_COUNTY)
    mine = appointed(post(), officer())
    said = set()
    for held, who in ((far, officer()), (post(PostKind.LEADER), foreign)):
        with pytest.raises(UnableToFindResponsibility) as refused:
            appointed(held, who, actor=actor)
        said.add(refused.value.hint.en)
    other = viewer(Role.COUNTY, over=OTHER_COUNTY, username="far.county")
    with pytest.raises(UnableToFindResponsibility):
        ended(mine.tenure, actor=other)
    assert said == {"look for it in the responsibility tree"}


@pytest.mark.parametrize("role", [role for role in Role if role.value in ("village", "department", "auditor")])
def test_roles_without_the_act_appoint_nobody(role):
    with pytest.raises(UnableToFindResponsibility):
        appointed(post(region=VILLAGE), officer(region=VILLAGE), actor=viewer(role))
    assert not viewer(role, username="again.x").may(Act.MANAGE_POSTS)


def test_a_tenure_ends_once_and_may_only_be_brought_forward():
    made = appointed(post(), officer()).tenure
    ended(made, LATER)
    for day in (LATER, LATER + timedelta(days=1), ON - timedelta(days=1)):
        with pytest.raises(UnableToEndTenure):
            ended(made, day)
    assert ended(made, LATER - timedelta(days=1)).until_on == LATER - timedelta(days=1)


def test_moving_leaves_one_post_and_holds_the_other_from_the_same_day():
    who = officer(account=account("li.zhou"))
    first, second = post(region=VILLAGE), post(region=TOWNSHIP)
    made = appointed(first, who)
    move_officer(tenure_id=made.tenure.pk, post_id=second.pk, moved_on=LATER, reason="轮换", actor=None, at=AT, on=ON)
    assert [holder_of(first, LATER), holder_of(second, LATER)] == [None, who]
    assert viewer_of(who.account_id, LATER).grants == (Right(Role.TOWNSHIP, TOWNSHIP),)


def test_moving_to_a_post_that_is_held_leaves_everything_as_it_was():
    first, second, who = post(region=VILLAGE), post(region=TOWNSHIP), officer()
    made = appointed(first, who)
    appointed(second, officer("乙"))
    with pytest.raises(UnableToAppoint):
        move_officer(
            tenure_id=made.tenure.pk, post_id=second.pk, moved_on=LATER, reason="轮换", actor=None, at=AT, on=ON
        )
    assert holder_of(first, LATER) == who


def test_what_was_done_is_on_record_by_number_and_without_a_name():
    who = officer("金丝雀", account=account("li.zhou"))
    made = appointed(post(region=VILLAGE), who, actor=both())
    ended(made.tenure, LATER, actor=both(78))
    acts = Entry.objects.filter(subject="tenure").order_by("id")
    assert [entry.action for entry in acts] == ["appoint", "end_tenure"]
    assert '"reason":"组发〔2019〕8号"' in acts[0].detail
    assert "金丝雀" not in "".join(Entry.objects.values_list("detail", flat=True))
