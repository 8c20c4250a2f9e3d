"""Steps that nobody takes are told once a stage, first to who owes them and then up the chain, over holidays, crashes and second runs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.fieldwork.actions import awaiting
from diguan.domain.fieldwork.actions.awaiting import remind_of_waiting
from diguan.domain.fieldwork.actions.reminding import Told
from diguan.domain.fieldwork.models import Awaited
from diguan.domain.fieldwork.queries.awaited import owed_too_long, waiting_of
from diguan.domain.ledger.choices import State, Step, Wait
from diguan.domain.ledger.models import Event, Item
from diguan.domain.messages.models import Message
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, PREFECTURE, TOWNSHIP, holder
from tests.factories.items import VILLAGE, item
from tests.factories.posts import officer, post, tenure

FOUND = datetime(
    2019, 9, 20, 8, tzinfo=UTC
)  # a Friday; five working days later is 27 September, Sunday the 29th was worked


def at(on):
    return datetime(on.year, on.month, on.day, 1, tzinfo=UTC)


@pytest.fixture
def chain(db):
    """Holders with accounts and roles from village to prefecture."""
    places = ((Role.VILLAGE, VILLAGE), (Role.TOWNSHIP, TOWNSHIP), (Role.COUNTY, COUNTY), (Role.PREFECTURE, PREFECTURE))
    found = {}
    for role, place in places:
        found[role.value] = holder(role, over=place)
        made = post(PostKind.FIRST_SECRETARY if role is Role.VILLAGE else PostKind.SECRETARY, place)
        tenure(made, officer(f"合成{role.value}", account=found[role.value]))
        found[f"{role.value} post"] = made
    return found


def run(since, until):
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return {day: told for day in days if (told := remind_of_waiting(on=day, at=at(day))) != Told()}


def messages():
    rows = Message.objects.order_by("id").select_related("account")
    return [(row.account.username.split(".")[0], row.kind, row.words["days"]) for row in rows]


def suspicion(chain, number=1, **other):
    return item(number, state=State.SUSPECTED, owner=chain["village post"], **{"found_at": FOUND, **other})


def submitted(chain, number=1, role="village", **other):
    by = chain[role].pk
    given = {"submitted_by": by, "submitted_role": role, "submitted_at": FOUND, **other}
    return item(number, state=State.SUBMITTED, owner=chain["village post"], deadline=date(2019, 12, 1), **given)


def test_suspicion_that_nobody_determines_goes_up_in_working_days(chain):
    suspicion(chain)
    told = run(date(2019, 9, 21), date(2019, 11, 10))
    # due on 27 September; the 1st, 4th and 8th working day after it are the 29th, 9 October (1 to 7 were free) and 14 October
    assert list(told) == [date(2019, 9, 29), date(2019, 10, 9), date(2019, 10, 14)]
    assert messages() == [
        ("township", "waits_determine", 6),
        ("county", "waits_determine_above", 9),
        ("prefecture", "waits_determine_above", 13),
    ]


def test_submission_is_owed_by_who_may_confirm_it(chain):
    submitted(chain, 1)
    submitted(chain, 2, role="township")
    run(date(2019, 9, 21), date(2019, 9, 30))
    assert messages() == [("township", "waits_confirm", 6), ("county", "waits_confirm", 6)]


def test_wish_for_more_time_is_owed_by_who_stands_above(chain):
    asked = {"postpone_until": date(2019, 12, 1), "postpone_by": chain["village"].pk, "postpone_role": "village"}
    made = item(1, owner=chain["village post"], deadline=date(2019, 10, 30), **asked)
    Event.objects.create(item=made, act=Step.ASK_POSTPONEMENT, from_state="open", to_state="open", at=FOUND)
    assert list(run(date(2019, 9, 21), date(2019, 9, 27))) == [date(2019, 9, 26)]
    assert messages() == [("township", "waits_decide", 4)]


def test_day_told_twice_tells_once_and_a_new_wait_begins_anew(chain):
    made = suspicion(chain)
    on = date(2019, 9, 29)
    assert remind_of_waiting(on=on, at=at(on)) == Told(1, 1, 0)
    assert remind_of_waiting(on=on, at=at(on)) == Told()
    Item.objects.filter(pk=made.pk).update(found_at=datetime(2019, 10, 10, 8, tzinfo=UTC))
    assert run(date(2019, 9, 30), date(2019, 10, 16)) == {}
    assert list(run(date(2019, 10, 17), date(2019, 10, 17))) == [date(2019, 10, 17)]


def test_system_that_stood_still_tells_the_last_stage_alone(chain):
    suspicion(chain)
    on = date(2019, 10, 10)
    remind_of_waiting(on=on, at=at(on))
    assert [(who, kind) for who, kind, _ in messages()] == [("county", "waits_determine_above")]


def test_step_that_was_taken_is_no_longer_told(chain):
    made = suspicion(chain)
    Item.objects.filter(pk=made.pk).update(state=State.OPEN, determined_at=FOUND)
    assert run(date(2019, 9, 21), date(2019, 10, 31)) == {}


def test_chain_in_which_nobody_may_take_the_step_still_hears_of_it(db):
    head = holder(Role.REGION)
    tenure(post(PostKind.SECRETARY, "150000000000"), officer("合成区级", account=head))
    item(1, state=State.SUSPECTED, found_at=FOUND, owner=post(PostKind.FIRST_SECRETARY, VILLAGE))
    run(date(2019, 9, 21), date(2019, 9, 29))
    assert [(who, kind) for who, kind, _ in messages()] == [("region", "waits_determine")]
    item(2, state=State.SUSPECTED, found_at=FOUND, place="131023100001")
    on = date(2019, 9, 30)
    assert remind_of_waiting(on=on, at=at(on)) == Told(1, 0, 1)
    assert Awaited.objects.get(item__running=2).account is None


def test_nobody_is_drowned_in_single_messages(chain):
    for number in range(1, 26):
        suspicion(chain, number)
    on = date(2019, 9, 29)
    assert remind_of_waiting(on=on, at=at(on)) == Told(25, 20, 0)
    assert (Message.objects.count(), Awaited.objects.count()) == (20, 25)


@pytest.mark.django_db(transaction=True)
def test_crash_between_message_and_record_leaves_neither_and_the_next_run_tells_once(chain, monkeypatch):
    for number in (1, 2, 3):
        suspicion(chain, number)
    on = date(2019, 9, 29)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(awaiting.Awaited.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            remind_of_waiting(on=on, at=at(on))
    assert (Message.objects.count(), Awaited.objects.count()) == (0, 0)
    remind_of_waiting(on=on, at=at(on))
    assert (Message.objects.count(), Awaited.objects.count()) == (3, 3)


def county(place=COUNTY):
    return Viewer(99, (Right(Role.COUNTY, place),))


def test_who_lets_how_much_wait_is_what_was_told_and_not_done_since(chain):
    for number in (1, 2, 3):
        suspicion(chain, number)
    submitted(chain, 4)
    run(date(2019, 9, 21), date(2019, 10, 31))
    owed = [(each.post, each.level, each.wait, each.items) for each in owed_too_long(county())]
    township = chain["township post"]
    assert owed == [(township, "township", Wait.DETERMINE, 3), (township, "township", Wait.CONFIRM, 1)]
    assert {each.oldest for each in owed_too_long(county())} == {date(2019, 9, 27)}
    Item.objects.filter(running=1).update(state=State.OPEN, determined_at=FOUND)
    Item.objects.filter(running=2).update(found_at=datetime(2019, 10, 30, 8, tzinfo=UTC))
    assert [each.items for each in owed_too_long(county())] == [1, 1]
    assert owed_too_long(county("152223000000")) == []
    assert owed_too_long(county(), "152222101000") == []


def test_list_says_since_when_and_until_when(chain):
    made = suspicion(chain)
    waiting = waiting_of([made], Wait.DETERMINE, "township", date(2019, 9, 30))[made.pk]
    assert (waiting.since, waiting.due_on) == (date(2019, 9, 20), date(2019, 9, 27))
    assert (waiting.late(date(2019, 9, 27)), waiting.late(date(2019, 9, 28))) == (False, True)
    assert waiting_of([made], Wait.DETERMINE, "county", date(2019, 9, 30))[made.pk].due_on == date(2019, 10, 10)
