"""A condition's hits are items of the ledger, one each, however often it is looked for."""

import shutil
from datetime import timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions import confirm, submit
from diguan.domain.ledger.choices import Closing, State
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.actions.spreading import Wide, begin_spread, look_for
from diguan.domain.rectification.actions.spreading.widening import preview
from diguan.domain.rectification.models import Event, LinkedItem, Spread
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.rectification.searching import Condition
from diguan.domain.screening.actions import record_round
from diguan.engine.verdicts import Subject
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT, NEIGHBOUR, VILLAGE
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.rectification import inspection, problem, somebody

__all__ = ["lived", "neighbours_round"]
OFFICE = somebody(Role.COUNTY)


def wide(text="not dangerous_house", **other):
    values = {"region_code": COUNTY, "question": "同类户是否另有问题", "criteria": "入户核实并解决", **other}
    return Wide(Condition("cn-two-assurances", Subject.HOUSEHOLD, text), **values)


@pytest.fixture
def row(lived):
    return problem(inspection(at=AT), at=AT)


def spread(row, actor=OFFICE, **how):
    kept = begin_spread(problem_id=row.pk, wide=wide(**how), actor=actor, at=AT)
    return look_for(spread_id=kept.pk, actor=actor, at=AT)


def alike():
    return list(Item.objects.filter(kind="alike").order_by("household_number"))


def test_hits_are_suspicions_in_the_ledger_and_belong_to_the_problem(row):
    done = spread(row)
    items = alike()
    assert (done.opened, done.known, done.gone, done.spread.hits) == (2, 0, 0, 2)
    assert [(item.household_number, item.state, item.criteria) for item in items] == [
        (NEIGHBOUR, State.SUSPECTED, "入户核实并解决"),
        ("1003", State.SUSPECTED, "入户核实并解决"),
    ]
    links = LinkedItem.objects.filter(problem=row, how="alike", spread=done.spread)
    assert {link.item_id for link in links} == {item.pk for item in items}
    assert Event.objects.latest("id").detail["hits"] == 2
    assert Entry.objects.get(action="spread_problem").subject_id == str(row.pk)


def test_preview_keeps_nothing(row):
    assert len(preview(wide=wide(), actor=OFFICE).hits) == 2
    assert (alike(), Spread.objects.count()) == ([], 0)


def test_looking_again_opens_nothing_twice(row):
    first = spread(row)
    again = look_for(spread_id=first.spread.pk, actor=OFFICE, at=AT + timedelta(days=1))
    assert (again.opened, again.known, len(alike())) == (0, 2, 2)
    with pytest.raises(UnableToRegister) as refused:
        spread(row)
    assert refused.value.field == "expression"


def closed(item, closing=Closing.ACCEPTED, at=AT, **how):
    file = _file(item)
    done = submit(
        item_id=item.pk,
        version=item.version,
        closing=closing,
        reason="入户看过",
        evidence=[file],
        actor=somebody(Role.VILLAGE, over=item.region_code),
        at=at,
        **how,
    )
    assert done.accepted, done.refusal
    assert confirm(item_id=item.pk, version=item.version + 1, actor=somebody(Role.TOWNSHIP), at=at).accepted


def _file(item):
    from tests.factories.rectification import a_file

    return a_file(f"seen {item.pk}", region=item.region_code)


def test_item_that_ended_after_the_facts_stays_ended_and_newer_facts_bring_it_back(row, settings):
    done = spread(row)
    first, second = alike()
    closed(first)
    closed(second, Closing.VERIFIED, verified_until=(AT + timedelta(days=100)).date())
    again = look_for(spread_id=done.spread.pk, actor=OFFICE, at=AT + timedelta(days=1))
    assert (again.opened, again.back, again.ended) == (0, 0, 2)
    _later_round(settings)
    month = AT + timedelta(days=60)
    later = look_for(spread_id=done.spread.pk, actor=OFFICE, at=month)
    assert (later.opened, later.back, later.ended) == (0, 1, 1)
    first, second = alike()
    assert (first.state, first.rebounds, second.state) == (State.OPEN, 1, State.CLOSED)


def _later_round(settings):
    from datetime import date

    from tests.domain.ledger.worlds import neighbours
    from tests.factories.rounds import screened, written

    folder = written(screened(neighbours(), as_of=date(2019, 9, 1)), settings.ROUNDS / "round-2")
    record_round(folder=folder, region_code=COUNTY, actor=None, at=AT + timedelta(days=40))


def test_condition_is_spread_by_whoever_rectifies_there_alone(row):
    for who in (somebody(Role.TOWNSHIP), somebody(Role.COUNTY, over=OTHER_COUNTY)):
        with pytest.raises(UnableToFindRectification):
            spread(row, who)
    with pytest.raises(UnableToRegister):
        spread(row, region_code=OTHER_COUNTY)
    assert alike() == []


def test_unreadable_condition_opens_nothing(row):
    with pytest.raises(UnableToRegister) as refused:
        spread(row, text="dangerous_hose")
    assert "expression:1:1" in refused.value.said("en")
    assert (Spread.objects.count(), alike()) == (0, [])


def test_hit_of_a_household_that_left_the_list_is_counted_and_opens_nothing(row):
    from diguan.domain.registry.models import Household

    Household.objects.filter(number="1003").update(gone=True)
    done = spread(row)
    assert (done.opened, done.gone) == (1, 1)


def test_round_that_is_gone_speaks_for_nobody(row, settings):
    shutil.rmtree(settings.ROUNDS / "round-1")
    with pytest.raises(UnableToRegister):
        spread(row)
    assert VILLAGE.startswith(COUNTY[:6])
