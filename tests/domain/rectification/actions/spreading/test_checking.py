"""Every unit below is asked, replies with proof, names what it found one by one, and is accepted or asked again."""

from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.messages.models import Message
from diguan.domain.rectification.actions.spreading import accept_check, ask_self_check, reply_check, return_check
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Check, Event, LinkedItem
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.regions.queries import region_tree
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP, holder
from tests.factories.posts import officer, post, tenure
from tests.factories.rectification import AT, COUNTY_OFFICE, a_file, fresh, problem, somebody

pytestmark = pytest.mark.django_db
TOWN = somebody(Role.TOWNSHIP)
REPLY_BY = date(2019, 4, 15)


def asked(row=None, **other):
    values = {"region_code": COUNTY, "question": "查有没有建而不管的路", "criteria": "有人管护", "reply_by": REPLY_BY}
    row = row or problem()
    return ask_self_check(problem_id=row.pk, asking=Asking(**{**values, **other}), actor=COUNTY_OFFICE, at=AT)


def own(spread):
    return Check.objects.get(spread=spread, region_code=TOWNSHIP)


def reply(check, found=(), files=None, actor=TOWN, reason="逐村查过"):
    check = fresh(check)
    given = [a_file("reply", region=TOWNSHIP)] if files is None else files
    return reply_check(
        check_id=check.pk, version=check.version, reason=reason, found=found, evidence=given, actor=actor, at=AT
    )


def test_every_unit_one_level_below_is_asked_once_and_its_head_is_told():
    head = officer("合成干部乙", account=holder(Role.TOWNSHIP))
    tenure(post(region=TOWNSHIP), head)
    spread = asked()
    assert set(spread.checks.values_list("region_code", flat=True)) == {
        unit.code for unit in region_tree().children(COUNTY)
    }
    message = Message.objects.get(kind="check_asked")
    assert (message.kind, message.about) == ("check_asked", f"check:{own(spread).pk}")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reply_by": AT.date()}, "reply_by"),
        ({"question": ""}, "question"),
        ({"criteria": " "}, "criteria"),
        ({"region_code": OTHER_COUNTY}, "region_code"),
        ({"region_code": "152222100201"}, "region_code"),
    ],
    ids=str,
)
def test_self_check_that_is_not_whole_is_refused_at_its_entry(change, field):
    with pytest.raises(UnableToRegister) as refused:
        asked(**change)
    assert (refused.value.field, Check.objects.count()) == (field, 0)


def test_what_a_unit_found_is_in_the_ledger_one_by_one_and_once():
    spread = asked()
    check = own(spread)
    assert reply(check, ["一村的路无人管护", " 二村的桥无人管护 ", ""]).accepted
    check = fresh(check)
    assert (check.state, check.found, check.words) == ("replied", 2, "逐村查过")
    items = Item.objects.filter(kind="self_check").order_by("id")
    assert [(item.state, item.region_code, item.criteria) for item in items] == [
        (State.SUSPECTED, TOWNSHIP, "有人管护")
    ] * 2
    outcome = return_check(check_id=check.pk, version=check.version, reason="三村没查", actor=COUNTY_OFFICE, at=AT)
    assert outcome.accepted
    assert reply(check, ["一村的路无人管护", "三村的路无人管护"]).accepted
    assert (fresh(check).found, fresh(check).returns) == (3, 1)
    assert LinkedItem.objects.filter(check_of=check, how="found").count() == 3


def test_reply_without_a_file_or_with_a_phone_is_refused_and_kept():
    check = own(asked())
    assert reply(check, files=[]).code is Refusal.EVIDENCE_MISSING
    assert reply(check, ["找 13912345678 核实"]).code is Refusal.FOUND_UNNAMED
    assert (fresh(check).state, Item.objects.filter(kind="self_check").count()) == ("asked", 0)
    assert list(Event.objects.filter(accepted=False).values_list("refusal", flat=True)) == [
        "evidence_missing",
        "found_unnamed",
    ]


def test_reply_is_accepted_from_above():
    check = own(asked())
    assert reply(check).accepted
    done = accept_check(check_id=check.pk, version=fresh(check).version, actor=COUNTY_OFFICE, at=AT)
    assert (done.accepted, fresh(check).state, fresh(check).accepted_by) == (
        True,
        "accepted",
        COUNTY_OFFICE.account_id,
    )


def test_unit_replies_for_itself_alone():
    spread = asked()
    other = spread.checks.exclude(region_code=TOWNSHIP).first()
    with pytest.raises(UnableToFindRectification):
        reply(other)
    assert AT + timedelta(days=1) > AT
