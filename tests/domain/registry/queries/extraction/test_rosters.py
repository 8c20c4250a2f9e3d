"""Lists and events put together, day by day: what holds whatever happens; the engine and the page have the same members."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.extraction.rosters import Change, Rosters
from tests.factories.happened import happened_and_compared

FIRST = date(2019, 1, 1)
DAYS = st.integers(0, 8).map(lambda n: FIRST + timedelta(days=n))
PEOPLE = st.sampled_from("abcd")
LISTS = st.dictionaries(DAYS, st.sets(PEOPLE), max_size=3)
CHANGES = st.lists(st.tuples(DAYS, PEOPLE, st.booleans()), max_size=6)


def rosters(changes, moves=None):
    ordered = sorted((Change(day, "H", person, joins) for day, person, joins in changes), key=lambda c: c.day)
    return Rosters(moves or Moves(), ordered)


@given(LISTS, CHANGES, DAYS)
def test_newest_list_and_the_events_since_say_who_is_there(listed, changes, day):
    newest = max((d for d in listed if d <= day), default=None)
    there = set(listed.get(newest, ()))
    for change in rosters(changes).changes:
        if change.day <= day and (newest is None or change.day >= newest):
            (there.add if change.joins else there.discard)(change.person)
    assert rosters(changes).members("H", {"H": listed}, day) == there


@given(LISTS, CHANGES, DAYS, st.sets(PEOPLE))
def test_older_list_undoes_no_event_and_a_newer_one_settles_it(listed, changes, day, people):
    made = rosters(changes)
    last = max((change.day for change in made.changes), default=FIRST)
    early = {d: p for d, p in listed.items() if d < FIRST + timedelta(days=4)}
    older = {**early, FIRST - timedelta(days=1): people}
    if early:
        assert made.members("H", {"H": older}, day) == made.members("H", {"H": early}, day) or min(early) > day
    after = last + timedelta(days=30)
    assert made.members("H", {"H": {**listed, after: people}}, after) == people


@given(LISTS, LISTS, st.lists(st.tuples(DAYS, PEOPLE), max_size=3, unique_by=lambda x: x[1]))
def test_nobody_is_in_two_households_after_a_move(here, there, moved):
    moves, changes = Moves(), []
    for day, person in sorted(moved):
        moves.move_person(("H", person), ("N", f"H-{person}"), day)
        changes.append(Change(day, "N", f"H-{person}", joins=True))
    made, lists = Rosters(moves, changes), {"H": here, "N": there}
    late = FIRST + timedelta(days=60)
    stayed, gone = made.members("H", lists, late), {person for _, person in moved}
    assert stayed == set(here.get(max(here, default=late), ())) - gone
    newest = max(there, default=None)
    came = {c.person for c in changes if newest is None or c.day >= newest}
    assert made.members("N", lists, late) == came | set(there.get(newest, ()))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@pytest.mark.django_db(transaction=False)
@given(
    st.lists(st.sampled_from(["birth", "death", "out", "state", "split", "undo"]), min_size=1, max_size=4), st.randoms()
)
def test_page_and_engine_have_the_same_people_and_facts_on_every_day(drawn, lot):
    with transaction.atomic():
        happened_and_compared(drawn, lot)
        transaction.set_rollback(True)
