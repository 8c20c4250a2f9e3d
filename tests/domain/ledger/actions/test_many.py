"""Many at once: each by itself, told apart; and the items of a post that go to another."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger import actions
from diguan.domain.ledger.actions.many import UnableToHandOver
from diguan.domain.ledger.choices import Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.responsibility.models import Post
from tests.domain.ledger.actions.test_stepping import MORE, NEXT_VILLAGE, OTHER_TOWNSHIP, VILLAGE, somebody
from tests.factories.accounts import COUNTY, TOWNSHIP
from tests.factories.ledger import AT, item

pytestmark = pytest.mark.django_db


def post(region_code=TOWNSHIP, kind="secretary", level="township", **other):
    return Post.objects.create(
        region_code=region_code, level=level, kind=kind, **{"opened_on": date(2019, 1, 1), **other}
    )


def open_item(running, region_code=VILLAGE, **other):
    return item(running, **{"region_code": region_code, "state": State.OPEN, "determined_at": AT, **other})


def test_items_are_given_each_by_itself_and_those_that_cannot_be_say_why():
    good, stale, ended = (
        open_item(1),
        open_item(2, version=7),
        item(3, region_code=VILLAGE, state=State.WITHDRAWN, ended_on=MORE),
    )
    chosen = [(good.pk, 1), (stale.pk, 1), (ended.pk, 1)]
    to = post()
    outcomes = actions.assign_many(chosen=chosen, post_id=to.pk, actor=somebody(Role.TOWNSHIP), at=AT)
    assert [each.code for each in outcomes] == [None, Refusal.STALE, Refusal.STATE]
    assert list(Item.objects.filter(owner_post=to).values_list("running", "level")) == [(1, "township")]
    asked = actions.postpone_many(
        chosen=[(good.pk, 2), (stale.pk, 7)], until=MORE, reason="冬季停工", actor=somebody(Role.VILLAGE), at=AT
    )
    assert [each.accepted for each in asked] == [True, True]
    assert Item.objects.filter(postpone_until=MORE).count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"region_code": OTHER_TOWNSHIP},
        {"region_code": NEXT_VILLAGE, "level": "village"},
        {"closed_on": date(2019, 6, 1)},
        {"opened_on": date(2020, 1, 1)},
        {"region_code": COUNTY, "level": "county", "kind": "department", "department": "housing"},
    ],
    ids=["another township", "the next village", "closed", "not yet open", "another department"],
)
def test_item_is_given_to_no_post_that_does_not_answer_for_it(other):
    made = open_item(1)
    outcome = actions.assign(item_id=made.pk, version=1, post_id=post(**other).pk, actor=somebody(Role.COUNTY), at=AT)
    assert (outcome.code, outcome.field) == (Refusal.POST, "post")


def test_department_of_the_item_is_given_what_is_its_own():
    made = open_item(1)
    to = post(region_code=COUNTY, level="county", kind="department", department="education")
    outcome = actions.assign(item_id=made.pk, version=1, post_id=to.pk, actor=somebody(Role.COUNTY), at=AT)
    assert (outcome.accepted, outcome.item.level) == (True, "department")


def test_item_given_to_a_lower_level_is_withdrawn_from_above_the_highest_it_had():
    county, village = (
        post(region_code=COUNTY, level="county"),
        post(region_code=VILLAGE, level="village", kind="leader"),
    )
    made = open_item(1, owner_post=county, level="county")
    how = {"item_id": made.pk, "at": AT}
    given = actions.assign(post_id=village.pk, version=1, actor=somebody(Role.COUNTY), **how)
    assert (given.accepted, given.item.level) == (True, "village")
    outcome = actions.withdraw(version=2, reason="误立", actor=somebody(Role.COUNTY), **how)
    assert outcome.code is Refusal.RANK
    assert actions.withdraw(version=2, reason="误立", actor=somebody(Role.PREFECTURE), **how).accepted


def hand(of, to, who=Role.COUNTY, reason="岗位撤销"):
    return actions.hand_over(post_id=of.pk, to_post_id=to.pk, reason=reason, actor=somebody(who), at=AT)


def test_living_items_of_a_post_go_to_another_with_an_event_each():
    old, new = post(region_code=VILLAGE, level="village", kind="first_secretary"), post()
    for running in (1, 2):
        open_item(running, owner_post=old)
    item(3, region_code=VILLAGE, owner_post=old, state=State.WITHDRAWN, ended_on=MORE)
    assert hand(old, new) == 2
    assert list(Item.objects.order_by("id").values_list("owner_post", "level", "version")) == [
        (new.pk, "township", 2),
        (new.pk, "township", 2),
        (old.pk, "village", 1),
    ]
    events = Event.objects.filter(act=Step.HAND_OVER)
    assert [(e.post_id, e.detail, e.role, e.reason) for e in events] == [
        (new.pk, {"was": old.pk}, "county", "岗位撤销")
    ] * 2
    assert Entry.objects.filter(action="hand_over_items").count() == 1


def test_items_that_cannot_all_go_stay_where_they_are():
    old, new = post(region_code=COUNTY, level="county"), post()
    open_item(1, owner_post=old)
    open_item(2, owner_post=old, region_code="152222101201")
    with pytest.raises(UnableToHandOver):
        hand(old, new)
    with pytest.raises(UnableToHandOver):
        hand(old, post(region_code=OTHER_TOWNSHIP, kind="leader"), Role.TOWNSHIP)
    with pytest.raises(UnableToHandOver):
        hand(old, new, reason=" ")
    assert Item.objects.filter(owner_post=old, version=1).count() == 2
    assert not Event.objects.exists()
