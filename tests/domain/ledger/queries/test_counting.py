"""Every figure of the board equals a count of the rows by hand."""

from collections import Counter

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Event
from diguan.domain.ledger.queries import counts, overdue_by
from tests.domain.ledger.actions.test_stepping import somebody
from tests.domain.ledger.queries.reckoning import ON, a_ledger, late, living, rows_below

pytestmark = pytest.mark.django_db
PREFIX = {Role.VILLAGE: "152222100201", Role.TOWNSHIP: "152222100", Role.COUNTY: "152222", Role.PREFECTURE: "1522"}


@pytest.mark.parametrize("role", PREFIX)
def test_figures_are_those_of_the_rows_that_one_sees(role):
    a_ledger()
    found, rows = counts(somebody(role), ON), rows_below(PREFIX[role])
    assert {state.value: n for state, n in found.states.items() if n} == Counter(row.state for row in rows)
    closed = Counter(row.closing for row in rows if row.state == "closed")
    assert {closing.value: n for closing, n in found.closings.items() if n} == closed
    alive = living(rows)
    assert (found.living, found.overdue) == (len(alive), len(late(rows)))
    assert found.undated == sum(row.deadline_on is None for row in alive)
    assert found.rebound == sum(row.rebounds > 0 for row in alive)
    numbers = {row.pk for row in rows}
    tried = [e for e in Event.objects.all() if e.item_id in numbers and e.refusal in ("unmet", "declared")]
    assert found.on_paper == len(tried)


def test_figures_of_a_unit_are_those_of_its_rows():
    a_ledger()
    found = counts(somebody(Role.COUNTY), ON, region_code="152222100000")
    assert sum(found.states.values()) == len(rows_below("152222100"))


@pytest.mark.parametrize("role", PREFIX)
def test_loads_add_up_and_every_item_is_counted_once(role):
    a_ledger()
    found, rows = overdue_by(somebody(role), ON), rows_below(PREFIX[role])
    by_owner = Counter((row.owner_post_id, row.level) for row in living(rows))
    late_by_owner = Counter((row.owner_post_id, row.level) for row in late(rows))
    told = {(load.post.pk if load.post else None, load.level.value): load for load in found}
    assert {key: load.living for key, load in told.items()} == by_owner
    assert {key: load.overdue for key, load in told.items() if load.overdue} == late_by_owner
    for key, load in told.items():
        own = [row.deadline_on for row in late(rows) if (row.owner_post_id, row.level) == key]
        assert load.oldest_on == min(own, default=None)
    assert [load.overdue for load in found] == sorted((load.overdue for load in found), reverse=True)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_sees_no_household_counts_nothing(role):
    a_ledger()
    found = counts(somebody(role), ON)
    assert (sum(found.states.values()), found.on_paper, list(overdue_by(somebody(role), ON))) == (0, 0, [])
