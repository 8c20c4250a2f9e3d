from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from diguan.domain.accounts.actions import (
    create_account,
    create_administrator,
    grant_role,
    revoke_grant,
    switch_account,
)
from diguan.domain.accounts.models import Account, Grant, Session
from diguan.domain.accounts.permissions import Act, Role, Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.refusals import UnableToCreateAccount, UnableToGrant, UnableToManageAccount
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.regions.queries import UnableToKnowRegion
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP, account, holder, viewer

pytestmark = pytest.mark.django_db
NEXT = ON + timedelta(days=1)


def grant(to, role=Role.COUNTY, code=COUNTY, *, actor=None, **more):
    return grant_role(
        **{"account": to, "role": role, "region_code": code, "since_on": ON, "actor": actor, "at": AT, "on": ON} | more
    )


def county_administrator():
    return viewer(Role.ADMINISTRATOR, over=COUNTY, username="county.admin")


def test_account_starts_without_rights_with_a_password_to_be_changed():
    made, password = create_account(username="li.si", name=" 李四 ", region_code="152222", actor=None, at=AT)
    assert (made.name, made.region_code, made.must_change_password) == ("李四", COUNTY, True)
    assert made.check_password(password)
    assert len(password) == 19
    assert viewer_of(made.pk, ON).grants == ()


def test_two_accounts_draw_different_passwords():
    drawn = {create_account(username=f"a{n}b", name="甲", region_code=COUNTY, actor=None, at=AT)[1] for n in range(20)}
    assert len(drawn) == 20


@pytest.mark.parametrize("username", ["", "ab", "Li.Si", "李四", "1abc", "a b c", "a" * 33, "abc\n"])
def test_name_of_sign_in_written_wrong_is_refused_by_act_and_by_database(username):
    with pytest.raises(UnableToCreateAccount) as refusal:
        create_account(username=username, name="李四", region_code=COUNTY, actor=None, at=AT)
    assert refusal.value.field == "username"
    if len(username) <= 32 and not username.endswith("\n"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(
                username=username, name="李四", region_code=COUNTY, created_at=AT, password_set_at=AT
            )


def test_account_taken_nameless_or_of_no_place_is_refused():
    account("li.si")
    for how, error in (
        ({"username": "li.si"}, UnableToCreateAccount),
        ({"name": "  "}, UnableToCreateAccount),
        ({"region_code": "990000"}, UnableToKnowRegion),
    ):
        with pytest.raises(error):
            create_account(
                **{"username": "new.one", "name": "新", "region_code": COUNTY, "actor": None, "at": AT} | how
            )


def test_account_is_made_only_where_the_actor_manages():
    actor = county_administrator()
    create_account(username="in.side", name="内", region_code=TOWNSHIP, actor=actor, at=AT)
    for code in (OTHER_COUNTY, PREFECTURE):
        with pytest.raises(UnableToCreateAccount):
            create_account(username="out.side", name="外", region_code=code, actor=actor, at=AT)
    with pytest.raises(UnableToCreateAccount):
        create_account(username="out.side", name="外", region_code=COUNTY, actor=viewer(Role.COUNTY), at=AT)


def test_first_administrator_is_made_once():
    made, _ = create_administrator(username="first.admin", name="首", region_code="15", on=ON, at=AT)
    assert viewer_of(made.pk, ON).scopes(Act.MANAGE_ACCOUNTS) == (("150000000000", "160000000000"),)
    with pytest.raises(UnableToCreateAccount, match="administrator already"):
        create_administrator(username="second.admin", name="次", region_code="15", on=ON, at=AT)


def test_grant_holds_from_its_first_day_up_to_its_end():
    made = account()
    grant(made, since_on=ON, until_on=date(2019, 4, 1))
    days = [date(2019, 3, 1), ON, date(2019, 3, 31), date(2019, 4, 1)]
    assert [viewer_of(made.pk, day).may(Act.SEE) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"role": Role.COUNTY, "region_code": TOWNSHIP}, "does not fit the level"),
        ({"role": Role.VILLAGE, "region_code": COUNTY}, "does not fit the level"),
        ({"role": Role.DEPARTMENT}, "names one"),
        ({"role": Role.DEPARTMENT, "department": "astrology"}, "names one"),
        ({"department": "education"}, "names one"),
        ({"until_on": ON}, "not after the beginning"),
        ({"region_code": "99"}, "no region"),
    ],
)
def test_grant_that_does_not_fit_is_refused(how, said):
    with pytest.raises((UnableToGrant, UnableToKnowRegion), match=said):
        grant(account(), **how)


def test_grant_that_is_there_already_is_refused_by_act_and_by_database():
    made = account()
    held = grant(made)
    with pytest.raises(UnableToGrant, match="there already"):
        grant(made)
    held.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save(force_insert=True)


def test_database_holds_the_rules_of_a_grant():
    made = account()
    base = {"account": made, "role": "county", "region_code": COUNTY, "since_on": ON, "granted_at": AT}
    for how in (
        {"role": "king"},
        {"until_on": ON - timedelta(days=1)},
        {"department": "education"},
        {"role": "department"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(**base | how)


def test_administrator_grants_only_within_their_unit_and_never_to_themselves():
    actor = county_administrator()
    inside = account("in.side", region=TOWNSHIP)
    grant(inside, Role.TOWNSHIP, TOWNSHIP, actor=actor)
    with pytest.raises(UnableToGrant, match="not one you manage"):
        grant(inside, Role.PREFECTURE, PREFECTURE, actor=actor)
    with pytest.raises(UnableToManageAccount):
        grant(account("out.side", region=OTHER_COUNTY), actor=actor)
    with pytest.raises(UnableToGrant, match="to themselves"):
        grant(Account.objects.get(pk=actor.account_id), actor=actor)


def test_account_whose_rights_reach_beyond_is_not_managed_from_below():
    actor = county_administrator()
    above = holder(Role.PREFECTURE)
    assert above.region_code == COUNTY
    for act in (
        lambda: grant(above, actor=actor),
        lambda: switch_account(account=above, active=False, actor=actor, at=AT, on=ON),
        lambda: revoke_grant(grant=above.grants.get(), actor=actor, at=AT, on=ON),
    ):
        with pytest.raises(UnableToManageAccount):
            act()


def test_role_without_the_right_manages_nobody():
    with pytest.raises(UnableToManageAccount):
        grant(account(), actor=viewer(Role.COUNTY))
    with pytest.raises(UnableToManageAccount):
        grant(account("other.one"), actor=Viewer(999))


def test_revoked_grant_gives_nothing_from_that_day_on():
    made = account()
    held = grant(made)
    revoke_grant(grant=held, actor=None, at=AT, on=NEXT)
    assert [viewer_of(made.pk, day).may(Act.SEE) for day in (ON, NEXT)] == [True, False]
    revoke_grant(grant=held, actor=None, at=AT, on=NEXT + timedelta(days=9))
    assert Grant.objects.get().until_on == NEXT
    grant(made, since_on=NEXT)
    assert viewer_of(made.pk, NEXT).may(Act.SEE)


def test_grant_revoked_on_its_first_day_or_before_never_holds():
    made = account()
    revoke_grant(grant=grant(made), actor=None, at=AT, on=ON)
    revoke_grant(grant=grant(made, since_on=NEXT), actor=None, at=AT, on=ON)
    assert [viewer_of(made.pk, day).may(Act.SEE) for day in (ON, NEXT)] == [False, False]


def test_account_switched_off_loses_rights_and_sign_ins_and_gets_its_rights_back():
    made = holder(Role.COUNTY)
    Session.objects.create(session_key="k", session_data="", expire_date=AT, account=made)
    switch_account(account=made, active=False, actor=None, at=AT, on=ON)
    assert (viewer_of(made.pk, ON).grants, Session.objects.count()) == ((), 0)
    switch_account(account=made, active=True, actor=None, at=AT, on=ON)
    assert viewer_of(made.pk, ON).may(Act.SEE)


def test_acts_are_recorded_by_number_and_never_by_name():
    actor = county_administrator()
    made, password = create_account(username="zhao.canary", name="赵金丝雀", region_code=TOWNSHIP, actor=actor, at=AT)
    held = grant(made, Role.TOWNSHIP, TOWNSHIP, actor=actor)
    revoke_grant(grant=held, actor=actor, at=AT, on=ON)
    switch_account(account=made, active=False, actor=actor, at=AT, on=ON)
    entries = list(Entry.objects.filter(subject_id=str(made.pk)).order_by("id"))
    assert [e.action for e in entries] == ["create_account", "grant_role", "revoke_grant", "disable_account"]
    assert {(e.actor, e.region_code, e.subject) for e in entries} == {(actor.account_id, TOWNSHIP, "account")}
    assert detail_of(entries[1]) == {
        "grant": held.pk,
        "role": "township",
        "over": TOWNSHIP,
        "department": None,
        "since_on": "2019-03-02",
        "until_on": None,
    }
    everything = repr(list(Entry.objects.values_list()))
    assert [word for word in ("canary", "金丝雀", password) if word in everything] == []


def test_act_from_the_command_line_says_so():
    account()
    assert detail_of(Entry.objects.get(action="create_account")) == {"door": "command line"}


def test_refused_act_leaves_no_trace_in_the_tables():
    before = Entry.objects.count()
    with pytest.raises(UnableToGrant):
        grant_role(account=account(), role=Role.COUNTY, region_code=REGION, since_on=ON, actor=None, at=AT, on=ON)
    assert Grant.objects.count() == 0
    assert Entry.objects.count() == before + 1
