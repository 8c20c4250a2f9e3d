"""Problems that people report: one item a problem here as well, by a standard's indicator or by criteria."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.ledger.actions import open_item
from diguan.domain.ledger.actions.opening import Received, Reported, UnableToOpenItem
from diguan.domain.ledger.choices import Closing, ReceivedBy, Refusal, Source, State, Step
from diguan.domain.ledger.models import Item
from diguan.domain.registry.models import Household
from diguan.engine.verdicts import Grade
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT, CHILD, HOME, HOUSE, NEIGHBOUR, NEXT_VILLAGE, SCHOOL, VILLAGE

__all__ = ["lived", "neighbours_round"]
ROAD = Reported(
    Source.COMPLAINT,
    "road",
    "通组路塌方",
    "雨后塌方，车辆不能通行",
    region_code=VILLAGE,
    department="transport",
    criteria="路面恢复通行，有验收单",
    days=20,
)


def house(number=HOME, **other):
    home = Household.objects.get(number=number)
    values = {"household_id": home.pk, "standard": "cn-two-assurances", "indicator": HOUSE, "department": "housing"}
    return Reported(Source.COMPLAINT, "complaint", "住房有裂缝", "来电反映", **{**values, **other})


def opened(world, reported, role=Role.VILLAGE, at=AT):
    return open_item(reported=reported, actor=world.who(role), at=at)


def test_problem_of_a_place_is_opened_with_its_criteria(lived):
    outcome = opened(lived, ROAD)
    item = outcome.item
    assert (outcome.accepted, item.state, item.source, item.criteria) == (
        True,
        State.SUSPECTED,
        "complaint",
        ROAD.criteria,
    )
    assert (item.number, item.key) == ("152222-000003", "complaint|152222-000003")
    assert [(e.act, e.actor, e.role) for e in item.events.all()] == [
        (Step.OPEN, lived.made[Role.VILLAGE, ""], "village")
    ]
    again = opened(lived, ROAD)
    assert (again.accepted, again.item.number) == (True, "152222-000004")


def test_problem_that_a_round_has_found_gets_no_second_item(lived):
    outcome = opened(lived, house())
    assert (outcome.code, outcome.item.pk, Item.objects.filter(indicator=HOUSE).count()) == (
        Refusal.KNOWN,
        lived.item().pk,
        1,
    )


def test_complaint_about_what_was_closed_brings_it_back(lived):
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    outcome = opened(lived, house(), at=AT + timedelta(days=30))
    item = outcome.item
    assert (item.state, item.rebounds, item.closing, item.found_on) == (
        State.OPEN,
        1,
        "",
        (AT + timedelta(days=30)).date(),
    )
    assert item.events.last().act == Step.REBOUND
    assert item.deadline_on is not None
    # what was seen before the complaint no longer closes it
    assert lived.submit(lived.who(Role.VILLAGE), at=AT + timedelta(days=31)).code is Refusal.NO_NEW_FACT


def test_complaint_about_what_was_verified_asks_again(lived):
    clerk = lived.who(Role.VILLAGE)
    verified = lived.submit(
        clerk, Closing.VERIFIED, evidence=[lived.file(clerk)], verified_until=AT.date() + timedelta(days=90)
    )
    assert verified.accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    item = opened(lived, house(), at=AT + timedelta(days=3)).item
    assert (item.state, item.rebounds, item.events.last().act) == (State.SUSPECTED, 0, Step.ASK_AGAIN)


def test_problem_that_no_round_found_is_closed_by_the_newest_round_of_the_place(lived):
    item = opened(lived, house(NEIGHBOUR)).item
    assert item.seen_round is None
    lived.record(lived.who(Role.VILLAGE), Grade.SEEN, household=NEIGHBOUR, on=AT.date(), dangerous_house=False)
    from diguan.domain.ledger.actions import submit

    done = submit(
        item_id=item.pk, version=1, closing=Closing.MENDED, reason="现场看过", actor=lived.who(Role.VILLAGE), at=AT
    )
    assert done.accepted


REFUSED = {
    "neither rule nor criteria": (lambda: Reported(Source.MANUAL, "road", "坏路", "", region_code=VILLAGE), "criteria"),
    "rule and criteria": (lambda: house(criteria="修好"), "criteria"),
    "another place": (
        lambda: Reported(Source.MANUAL, "road", "坏路", "", region_code=NEXT_VILLAGE, criteria="修好"),
        "region_code",
    ),
    "no such household": (lambda: house(household_id=999_999), "household_id"),
    "somebody else's child": (lambda: house(person_number="77"), "person_number"),
    "no title": (lambda: Reported(Source.MANUAL, "road", " ", "", region_code=VILLAGE, criteria="修好"), "title"),
    "an identity number": (
        lambda: Reported(Source.MANUAL, "road", "坏路", "找99010119900101001X", region_code=VILLAGE, criteria="修好"),
        "explanation",
    ),
    "a phone": (
        lambda: Reported(Source.MANUAL, "road", "坏路", "打13900000000", region_code=VILLAGE, criteria="修好"),
        "explanation",
    ),
}


@pytest.mark.parametrize(("reported", "field"), REFUSED.values(), ids=REFUSED)
def test_report_that_is_not_whole_opens_nothing(lived, reported, field):
    with pytest.raises(UnableToOpenItem) as refused:
        opened(lived, reported())
    assert (refused.value.field, Item.objects.count()) == (field, 2)


def test_department_reports_what_is_its_own_alone(lived):
    who = lived.who(Role.DEPARTMENT, department="housing")
    with pytest.raises(UnableToOpenItem):
        open_item(reported=ROAD, actor=who, at=AT)
    assert open_item(reported=house(NEIGHBOUR), actor=who, at=AT).accepted


COMPLAINT = Received("信访局值班室", AT.date(), ReceivedBy.CALL, register="信2019-017", complainer="欧阳某某")


def complaint(**other):
    return replace(ROAD, token=other.pop("token", "a" * 36), received=replace(COMPLAINT, **other))


def test_complaint_keeps_who_took_it_and_only_the_masked_name(lived):
    item = opened(lived, complaint()).item
    (report,) = item.reports.all()
    assert (report.received_by, report.received_on, report.way, report.register, report.complainer) == (
        "信访局值班室",
        AT.date(),
        "call",
        "信2019-017",
        "欧**",
    )
    assert report.by == lived.made[Role.VILLAGE, ""]


def test_form_that_is_sent_twice_opens_one_item(lived):
    first, second = opened(lived, complaint()), opened(lived, complaint())
    assert (second.accepted, second.item.pk) == (True, first.item.pk)
    assert (first.item.events.count(), Item.objects.count()) == (1, 3)


def test_number_of_the_register_has_one_item(lived):
    first = opened(lived, complaint())
    again = opened(lived, complaint(token="b" * 36), Role.TOWNSHIP)
    assert (again.code, again.item.pk, Item.objects.count()) == (Refusal.KNOWN, first.item.pk, 3)


def test_number_of_the_register_tells_nothing_of_another_village(lived):
    opened(lived, complaint())
    who = lived.who(Role.VILLAGE, "b", over=NEXT_VILLAGE)
    elsewhere = replace(complaint(token="b" * 36), region_code=NEXT_VILLAGE)
    with pytest.raises(UnableToOpenItem) as refused:
        open_item(reported=elsewhere, actor=who, at=AT)
    assert refused.value.field == "register"
    assert "152222-" not in str(refused.value)


def test_indicator_says_title_department_and_working_days(lived):
    item = opened(lived, replace(house(NEIGHBOUR, department=""), title="")).item
    assert (item.title["zh"], item.department, item.deadline_days) == ("住房安全有保障", "housing", 90)
    assert item.title["en"] != item.title["zh"]


WRONG = {
    "a standard of no round": ({"standard": "cn-monitoring"}, "rule"),
    "an indicator that there is none": ({"indicator": "nothing"}, "rule"),
    "a person where it is about the household": ({"person_number": CHILD}, "person_number"),
    "nobody where it is about a person": ({"indicator": SCHOOL}, "person_number"),
}


@pytest.mark.parametrize(("other", "field"), WRONG.values(), ids=WRONG)
def test_rule_that_cannot_decide_opens_nothing(lived, other, field):
    with pytest.raises(UnableToOpenItem) as refused:
        opened(lived, house(NEIGHBOUR, **other))
    assert (refused.value.field, Item.objects.count()) == (field, 2)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"on": AT.date() + timedelta(days=1)}, "received_on"),
        ({"by": " "}, "received_by"),
        ({"register": "13900000000"}, "register"),
    ],
    ids=["a day to come", "nobody", "a phone"],
)
def test_complaint_that_is_not_whole_opens_nothing(lived, other, field):
    with pytest.raises(UnableToOpenItem) as refused:
        opened(lived, complaint(**other))
    assert (refused.value.field, Item.objects.count()) == (field, 2)


def test_problem_that_its_finder_has_determined_is_open_with_the_finders_day(lived):
    outcome = opened(lived, replace(ROAD, deadline_on=date(2019, 12, 31)))
    item = outcome.item
    assert (item.state, item.determined_at, item.deadline_on) == (State.OPEN, AT, date(2019, 12, 31))
    assert item.events.get().to_state == State.OPEN


def test_problem_with_a_key_of_its_own_is_one_however_often_it_is_reported(lived):
    keyed = replace(ROAD, key="alike|1|152222|1001|")
    first, again = opened(lived, keyed), opened(lived, keyed)
    assert (first.accepted, again.code, again.item.pk) == (True, Refusal.KNOWN, first.item.pk)


def test_report_by_another_right_than_that_of_handling(lived):
    who = lived.who(Role.PREFECTURE)
    with pytest.raises(UnableToOpenItem):
        open_item(reported=ROAD, actor=who, at=AT)
    assert open_item(reported=ROAD, act=Act.RECTIFY, actor=who, at=AT).accepted
