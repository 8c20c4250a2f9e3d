"""A sample over the ledger: who may draw, what may be drawn, what is kept of it; what came back already is decided as it is drawn."""

import zlib
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import ACTS, Act
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.choices import Step
from diguan.domain.lookback.actions import draw_plan
from diguan.domain.lookback.choices import Known, Method, Outcome, Risk
from diguan.domain.lookback.drawing import hash_of, units_of
from diguan.domain.lookback.models import Case, Plan
from diguan.domain.lookback.refusals import UnableToLookBack
from tests.factories.accounts import OTHER_COUNTY, viewer
from tests.factories.lookback import DRAWN_AT, UNTIL, came_back, closed, plan, wanted

pytestmark = pytest.mark.django_db
EDGES = [(date(2019, 6, 30), False), (date(2019, 7, 1), True), (date(2019, 9, 30), True), (date(2019, 10, 1), False)]


def numbers(of):
    return list(of.cases.order_by("place").values_list("item__running", flat=True))


def test_sample_drawn_twice_from_one_seed_is_the_same_and_both_are_on_record():
    for running in range(1, 40):
        closed(running)
    first, again, other = plan(size=8), plan(size=8), plan(size=8, seed="another")
    assert numbers(first) == numbers(again) != numbers(other)
    assert first.population_sha256 == again.population_sha256 == hash_of(zlib.decompress(first.frame).decode())
    assert (first.population, first.size, len(units_of(zlib.decompress(first.frame).decode()))) == (39, 8, 39)
    closed(40)
    assert plan(size=8).population_sha256 != first.population_sha256
    assert Entry.objects.filter(action="draw_lookback").count() == 4


@pytest.mark.parametrize("role", Role)
def test_sample_is_drawn_by_those_who_may_look_back_there_alone(role):
    closed(1)
    who = viewer(role)
    if Act.LOOK_BACK in ACTS[role]:
        made = plan(actor=who, size=1)
        assert (made.drawn_by, made.drawn_at) == (who.account_id, DRAWN_AT)
        elsewhere = role in (Role.PREFECTURE, Role.REGION)
    else:
        elsewhere = False
        assert refused(actor=who, size=1) == ("region", "region_code")
    if not elsewhere:
        assert refused(actor=who, size=1, region=OTHER_COUNTY) == ("region", "region_code")


def refused(actor=None, **how):
    with pytest.raises(UnableToLookBack) as error:
        draw_plan(wanted=wanted(**how), actor=actor, at=DRAWN_AT)
    assert error.value.said("zh") != error.value.said("en")
    return error.value.key, error.value.field


@pytest.mark.parametrize(("day", "drawn"), EDGES)
def test_closings_of_the_time_are_drawn(day, drawn):
    closed(1, on=day)
    closed(2)
    assert numbers(plan(size=9, method=Method.CONFIRMERS)).count(1) == drawn


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"size": 0}, ("size", "size")),
        ({"size": None, "margin": None}, ("size_or_margin", "size")),
        ({"size": 5, "margin": 0.1}, ("size_or_margin", "size")),
        ({"seed": " "}, ("seed", "seed")),
        ({"seed": "x" * 65}, ("seed", "seed")),
        ({"seed": "a\nb"}, ("seed", "seed")),
        ({"days": 0}, ("days", "days")),
        ({"days": 121}, ("days", "days")),
        ({"since": UNTIL}, ("time", "closed_until")),
        ({"until": date(2020, 3, 3)}, ("time", "closed_until")),
        ({"closing": "verified"}, ("empty", "closed_until")),
        ({"department": "housing"}, ("empty", "closed_until")),
        ({"method": Method.CONFIRMERS, "size": 1}, ("people", "size")),
    ],
)
def test_sample_that_cannot_be_is_refused_with_what_to_do(how, expected):
    closed(1)
    closed(2, by=902)
    assert refused(**how) == expected
    assert not Plan.objects.exists()


def test_what_came_back_already_is_decided_and_nobody_need_go_there():
    came_back(closed(1), date(2019, 12, 1))
    closed(2)
    made = plan(size=2)
    case = made.cases.get(item__running=1)
    assert (case.outcome, case.known, case.decided_at) == (Outcome.REBOUNDED, Known.LEDGER, DRAWN_AT)
    assert made.cases.get(item__running=2).outcome == ""


def test_closing_that_lapsed_is_left_out_and_counted():
    lapsed = closed(1, closing="verified")
    came_back(lapsed, date(2020, 2, 1), step=Step.ASK_AGAIN)
    found_back = closed(2, closing="verified")
    came_back(found_back, date(2020, 2, 1), step=Step.ASK_AGAIN, detail={"lookback": 7})
    made = plan(size=9)
    assert (made.population, made.lapsed, numbers(made)) == (1, 1, [2])
    assert made.cases.get().outcome == Outcome.REBOUNDED


def test_everybody_who_confirmed_is_represented_and_each_case_says_for_how_many_it_speaks():
    for running in range(1, 31):
        closed(running, by=902 if running > 28 else 901)
    made = plan(size=6, method=Method.CONFIRMERS)
    by = {who: [c.share for c in made.cases.all() if c.confirmed_by == who] for who in (901, 902)}
    assert {who: len(own) for who, own in by.items()} == {901: 5, 902: 1}
    assert sum(sum(own) for own in by.values()) == pytest.approx(30)


def test_size_follows_from_a_margin():
    for running in range(1, 101):
        closed(running)
    assert plan(size=None, margin=0.1).size == 52


def test_risks_are_said_with_every_case_and_their_weights_with_the_plan():
    closed(1)
    closed(2, closing="verified", took=2)
    again = closed(3)
    came_back(again, date(2019, 8, 20))
    made = plan(size=3, method=Method.RISK)
    risks = {case.item.running: (case.risks, case.weight) for case in made.cases.select_related("item")}
    assert risks == {
        1: ([Risk.UNSEEN], 2),
        2: ([Risk.VERIFIED, Risk.FAST, Risk.UNSEEN], 12),
        3: ([Risk.UNSEEN], 2),
    }
    assert made.weights["verified"] == 3
    assert {case.share for case in made.cases.all()} == {1.0}


def test_first_closing_of_the_time_is_the_one_that_is_looked_at():
    twice = closed(1)
    came_back(twice, date(2019, 8, 20))
    assert plan(size=1).cases.get().outcome == Outcome.REBOUNDED
    later = plan(size=1, since=date(2019, 7, 1), until=date(2019, 9, 1))
    assert later.cases.get().closed_on == date(2019, 8, 1)


@pytest.mark.parametrize(
    "change", [lambda: Plan.objects.update(seed="b"), lambda: Plan.objects.all()._raw_delete("default")]
)
def test_sample_that_was_drawn_is_never_changed(change):
    closed(1)
    plan(size=1)
    Case.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
