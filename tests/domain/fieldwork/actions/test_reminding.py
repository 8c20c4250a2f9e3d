"""Deadlines are told once a stage, first the owner and then step by step those above, over holidays and over a crash."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diguan.domain.fieldwork.actions import reminding
from diguan.domain.fieldwork.actions.reminding import Told, remind
from diguan.domain.fieldwork.models import Reminder
from diguan.domain.ledger.choices import State
from diguan.domain.messages.models import Message
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, TOWNSHIP, account
from tests.factories.items import VILLAGE, item
from tests.factories.posts import officer, post, tenure

HOLIDAYS = (date(2019, 10, 1), date(2019, 10, 7))  # National Day 2019; 29 September and 12 October were worked instead
DUE = date(2019, 9, 30)  # a Monday, the last working day before them


def at(on):
    return datetime(on.year, on.month, on.day, tzinfo=UTC)


@pytest.fixture
def posts(db):
    """A village's first secretary, the heads of township and county, each with an account."""
    made = {}
    for name, kind, unit in (
        ("village", PostKind.FIRST_SECRETARY, VILLAGE),
        ("township", PostKind.SECRETARY, TOWNSHIP),
        ("county", PostKind.SECRETARY, COUNTY),
    ):
        made[name] = post(kind, unit)
        tenure(made[name], officer(f"合成干部{name}", account=account(f"{name}.holder")))
    return made


def run(since, until):
    """Every day of a time, and what each told."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return {day: told for day in days if (told := remind(on=day, at=at(day))) != Told()}


def messages():
    rows = Message.objects.order_by("id").select_related("account")
    return [(row.account.username, row.kind, row.words.get("days"), row.words.get("step")) for row in rows]


def test_deadline_is_told_before_and_goes_up_after_it_in_working_days(posts):
    item(deadline=DUE, owner=posts["village"])
    told = run(date(2019, 9, 10), date(2019, 11, 15))
    # 21 and 22 September were a weekend, Sunday the 29th was worked; of October the 1st to the 7th were free, Saturday the 12th was worked.
    assert list(told) == [
        date(2019, 9, 24),
        date(2019, 9, 29),
        date(2019, 10, 8),
        date(2019, 10, 14),
        date(2019, 10, 21),
        date(2019, 10, 28),
    ]
    assert messages() == [
        ("village.holder", "item_due", 5, None),
        ("village.holder", "item_due", 1, None),
        ("village.holder", "item_overdue", 1, None),
        ("township.holder", "item_escalated", 6, 1),
        ("county.holder", "item_escalated", 11, 2),
        ("county.holder", "item_escalated", 16, 3),
    ]


# Spring Festival 2020, lengthened to 2 February; Sunday 19 January was worked. Deadline on the last working day before it.
FESTIVAL_DUE = date(2020, 1, 23)
OVER_THE_FESTIVAL = [date(2020, 1, 17), date(2020, 1, 22), *(date(2020, 2, day) for day in (3, 10, 17, 24))]


def test_deadline_before_the_spring_festival_is_late_on_the_first_day_of_work(posts):
    item(deadline=FESTIVAL_DUE, owner=posts["village"])
    assert list(run(date(2020, 1, 10), date(2020, 3, 10))) == OVER_THE_FESTIVAL
    assert [(kind, days) for _, kind, days, _ in messages()] == [
        ("item_due", 5),
        ("item_due", 1),
        ("item_overdue", 1),
        ("item_escalated", 6),
        ("item_escalated", 11),
        ("item_escalated", 16),
    ]


@pytest.mark.django_db(transaction=True)
def test_crash_on_the_first_day_after_the_festival_tells_once_when_work_goes_on(posts, monkeypatch):
    item(deadline=FESTIVAL_DUE, owner=posts["village"])
    before, after = date(2020, 2, 2), date(2020, 2, 3)
    told = list(run(date(2020, 1, 10), before))

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(reminding.Reminder.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            remind(on=after, at=at(after))
    assert Message.objects.count() == Reminder.objects.count() == len(told)
    assert [*told, *run(after, date(2020, 3, 10))] == OVER_THE_FESTIVAL
    assert Message.objects.count() == Reminder.objects.count() == len(OVER_THE_FESTIVAL)


def test_day_told_twice_tells_once(posts):
    item(deadline=DUE, owner=posts["village"])
    assert remind(on=DUE, at=at(DUE)).items == 1
    assert remind(on=DUE, at=at(DUE)) == Told()
    assert Message.objects.count() == Reminder.objects.count() == 1


def test_system_that_stood_still_tells_the_last_stage_alone(posts):
    item(deadline=DUE, owner=posts["village"])
    remind(on=date(2019, 10, 22), at=at(date(2019, 10, 22)))
    assert messages() == [("county.holder", "item_escalated", 12, 2)]


def test_item_that_was_put_off_begins_anew(posts):
    late = item(deadline=DUE, owner=posts["village"])
    remind(on=date(2019, 10, 8), at=at(date(2019, 10, 8)))
    late.deadline_on = date(2019, 10, 31)
    late.save()
    assert remind(on=date(2019, 10, 9), at=at(date(2019, 10, 9))) == Told()
    assert remind(on=date(2019, 10, 30), at=at(date(2019, 10, 30))).items == 1


@pytest.mark.parametrize("state", [State.SUSPECTED, State.SUBMITTED])
def test_item_that_waits_for_somebody_else_is_not_told(posts, state):
    item(state=state, deadline=None if state is State.SUSPECTED else DUE, owner=posts["village"])
    assert run(date(2019, 10, 8), date(2019, 10, 9)) == {}


def test_vacant_posts_are_passed_over_and_where_nobody_is_that_is_on_record(db):
    vacant = post(PostKind.FIRST_SECRETARY, VILLAGE)
    one = item(1, deadline=DUE, owner=vacant)
    assert remind(on=DUE, at=at(DUE)) == Told(items=1, singly=0, nobody=1)
    assert Reminder.objects.get(item=one).account is None
    township = post(PostKind.SECRETARY, TOWNSHIP)
    tenure(township, officer("合成干部乡", account=account("township.holder")))
    item(2, deadline=DUE, owner=vacant)
    remind(on=DUE, at=at(DUE))
    assert [name for name, *_ in messages()] == ["township.holder"]


def test_nobody_is_drowned_in_single_messages(posts):
    for number in range(1, 26):
        item(number, deadline=DUE, owner=posts["village"])
    assert remind(on=DUE, at=at(DUE)) == Told(items=25, singly=20, nobody=0)
    assert (Message.objects.count(), Reminder.objects.count()) == (20, 25)


@pytest.mark.django_db(transaction=True)
def test_crash_between_message_and_record_leaves_neither_and_the_next_run_tells_once(posts, monkeypatch):
    for number in (1, 2, 3):
        item(number, deadline=DUE, owner=posts["village"])

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(reminding.Reminder.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            remind(on=DUE, at=at(DUE))
    assert (Message.objects.count(), Reminder.objects.count()) == (0, 0)
    remind(on=DUE, at=at(DUE))
    assert (Message.objects.count(), Reminder.objects.count()) == (3, 3)
