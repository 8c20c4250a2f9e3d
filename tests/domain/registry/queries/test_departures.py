"""Who was announced, told for many departures at once."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import Destination, record_migration
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.departures import announced
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import OTHER_VILLAGE, because, listed, member
from tests.factories.registry import AT


@pytest.mark.django_db
def test_everybody_is_told_with_their_own_departure_and_one_question(django_assert_num_queries):
    homes = ("1001", "1002")
    listed(1, *(member(home, number, name=f"合成{home}{number}") for home in homes for number in ("1", "2", "3")))
    left = {"1001": ["2"], "1002": ["1", "3"]}
    events = [
        record_migration(
            household_id=(home := Household.objects.get(number=number)).pk,
            persons=persons,
            destination=Destination(OTHER_VILLAGE),
            happening=because(home),
            actor=viewer(Role.COUNTY, over=COUNTY, username=f"of.{number}"),
            at=AT,
        )
        for number, persons in left.items()
    ]
    with django_assert_num_queries(1):
        found = announced(events)
    assert [[person.number for person in found[event.pk]] for event in events] == [["2"], ["1", "3"]]
    assert found[events[0].pk][0].household.number == "1001"
    with django_assert_num_queries(0):
        assert announced([]) == {}
