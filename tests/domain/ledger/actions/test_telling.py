"""Who is told of a step: whom it concerns and nobody else, in its own transaction, once."""

from datetime import date

import pytest
from django.db import transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger import actions
from diguan.domain.ledger.actions.opening import Received, Reported, bring_back
from diguan.domain.ledger.actions.telling import Before, tell_step
from diguan.domain.ledger.choices import Closing, ReceivedBy, Source, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.messages.models import Message
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.items import AT, item
from tests.factories.posts import officer, post, tenure

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"
DUE = date(2019, 8, 1)


@pytest.fixture
def chain(db):
    """Accounts of village, township and county who hold the posts of the chain; a second clerk of the village holds none."""
    places = {
        "village": (Role.VILLAGE, VILLAGE),
        "township": (Role.TOWNSHIP, TOWNSHIP),
        "county": (Role.COUNTY, COUNTY),
    }
    found = {}
    for name, (role, place) in places.items():
        found[name] = holder(role, over=place)
        kind = PostKind.FIRST_SECRETARY if name == "village" else PostKind.SECRETARY
        made = post(kind, place)
        tenure(made, officer(f"合成{name}", account=found[name]))
        found[f"{name} post"] = made
    found["clerk"] = holder(Role.VILLAGE, over=VILLAGE, username="clerk.tester")
    return found


def who(chain, name):
    return viewer_of(chain[name].pk, AT.date())


def told(chain):
    """(who, kind) of every message so far."""
    names = {account.pk: name for name, account in chain.items() if not name.endswith("post")}
    return [(names[m.account_id], m.kind) for m in Message.objects.order_by("id")]


def given(made, chain, by, **how):
    made.refresh_from_db()
    return {"item_id": made.pk, "version": made.version, "actor": who(chain, by), "at": AT, **how}


def a_file(by):
    return Evidence.objects.create(
        sha256="a" * 64,
        given_sha256="a" * 64,
        size=10,
        media_type="application/pdf",
        name="单.pdf",
        region_code=VILLAGE,
        uploaded_by=by.pk,
        at=AT,
    ).pk


def plain(chain, state=State.OPEN, **other):
    """An item with criteria, of the village's post."""
    rule = {"indicator": "", "standard": "", "criteria": "验收单", "deadline_days": 20}
    deadline = None if state is State.SUSPECTED else DUE
    owner = other.pop("owner", chain["village post"])
    return item(1, state=state, owner=owner, deadline=deadline, **{**rule, **other})


def submitted(chain, by="clerk"):
    made = plain(chain)
    file = a_file(chain[by])
    assert actions.submit(**given(made, chain, by, closing=Closing.ACCEPTED, reason="完工", evidence=[file])).accepted
    return made


def test_owner_is_told_of_what_was_determined_with_its_deadline(chain):
    made = plain(chain, State.SUSPECTED)
    assert actions.determine(**given(made, chain, "township", reason="属实")).accepted
    assert told(chain) == [("village", "item_assigned")]
    message = Message.objects.get()
    assert (message.words["number"], message.about) == (made.number, f"item:{made.pk}")
    assert message.words["on"] == Item.objects.get().deadline_on.isoformat()


def test_post_that_is_given_an_item_is_told(chain):
    made = plain(chain, State.SUSPECTED)
    assert actions.assign(**given(made, chain, "county", post_id=chain["township post"].pk)).accepted
    assert told(chain) == [("township", "item_given")]


def test_next_up_the_chain_who_may_confirm_is_told_of_a_submission(chain):
    submitted(chain)
    assert told(chain) == [("township", "item_submitted")]


def test_submission_of_the_township_goes_to_the_county(chain):
    submitted(chain, "township")
    assert told(chain) == [("county", "item_submitted")]


def test_whoever_submitted_and_the_owner_are_told_how_it_ended(chain):
    made = submitted(chain)
    assert actions.return_item(**given(made, chain, "township", reason="照片不清")).accepted
    assert told(chain)[1:] == [("clerk", "item_returned"), ("village", "item_returned")]
    file = Evidence.objects.get().pk
    assert actions.submit(
        **given(made, chain, "village", closing=Closing.ACCEPTED, reason="重拍", evidence=[file])
    ).accepted
    assert actions.confirm(**given(made, chain, "township")).accepted
    assert told(chain)[3:] == [("township", "item_submitted"), ("village", "item_closed")]


def test_withdrawing_and_bringing_back_are_told_to_the_owner(chain):
    made = plain(chain)
    assert actions.withdraw(**given(made, chain, "county", reason="误立")).accepted
    assert told(chain) == [("village", "item_withdrawn")]
    other = submitted_and_closed(chain)
    Message.objects.all().delete()
    bring_back(item_id=other.pk, reason="又裂了", detail={}, actor=chain["county"].pk, at=AT)
    assert told(chain) == [("village", "item_rebound")]


def submitted_and_closed(chain):
    return item(
        2,
        state=State.CLOSED,
        owner=chain["village post"],
        closing="mended",
        submitted_by=chain["clerk"].pk,
        submitted_at=AT,
        submitted_role="village",
        closed_at=AT,
        ended_on=AT.date(),
    )


@pytest.mark.parametrize("granted", [True, False])
def test_more_time_is_asked_of_who_stands_above_and_answered_to_who_asked(chain, granted):
    made = plain(chain)
    assert actions.ask_postponement(**given(made, chain, "clerk", until=date(2019, 9, 1), reason="冻土")).accepted
    how = given(made, chain, "township", granted=granted, reason="看过")
    assert actions.decide_postponement(**how).accepted
    answered = "postponement_granted" if granted else "postponement_refused"
    assert told(chain) == [("township", "postponement_asked"), ("clerk", answered)]
    assert Message.objects.last().words["on"] == ("2019-09-01" if granted else "2019-08-01")


def test_report_is_told_to_who_may_determine_it(chain):
    received = Received("值班室", AT.date(), ReceivedBy.CALL)
    reported = Reported(
        Source.COMPLAINT, "complaint", "坏路", "塌方", region_code=VILLAGE, criteria="修好", days=9, received=received
    )
    assert actions.open_item(reported=reported, actor=who(chain, "clerk"), at=AT).accepted
    assert told(chain) == [("township", "item_reported")]


def test_items_of_a_post_that_go_to_another_are_told_in_one(chain):
    for running in (1, 2, 3):
        item(running, owner=chain["village post"], deadline=DUE)
    goal = chain["township post"]
    how = {"post_id": chain["village post"].pk, "to_post_id": goal.pk, "reason": "撤岗", "actor": who(chain, "county")}
    assert actions.hand_over(**how, at=AT) == 3
    assert told(chain) == [("township", "items_taken_over")]
    assert Message.objects.get().words == {"count": 3}


def test_nobody_is_told_of_what_was_refused_or_rolled_back(chain):
    made = plain(chain, State.SUSPECTED)
    assert not actions.determine(**given(made, chain, "clerk", reason="属实")).accepted
    with transaction.atomic():
        assert actions.determine(**given(made, chain, "township", reason="属实")).accepted
        assert Message.objects.exists()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_whoever_takes_the_step_and_accounts_that_are_switched_off_are_not_told(chain):
    made = plain(chain, State.SUSPECTED, owner=chain["township post"], level="township")
    assert actions.determine(**given(made, chain, "township", reason="属实")).accepted
    assert told(chain) == []
    chain["village"].is_active = False
    chain["village"].save()
    other = item(2, state=State.SUSPECTED, owner=chain["village post"], deadline_days=20)
    assert actions.determine(**given(other, chain, "township", reason="属实")).accepted
    assert told(chain) == []


def test_step_that_is_told_twice_tells_once(chain):
    made = plain(chain, State.SUSPECTED)
    actions.determine(**given(made, chain, "township", reason="属实"))
    event = Event.objects.get(act=Step.DETERMINE)
    made.refresh_from_db()
    tell_step(event, made, Before.of(made))
    assert told(chain) == [("village", "item_assigned")]
