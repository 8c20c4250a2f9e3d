"""Every figure of the board equals a count of the rows by hand."""

from collections import Counter

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Event
from diguan.domain.ledger.queries import counts, load_by_owner, overdue_by_level, tried_on_paper
from tests.domain.ledger.actions.test_stepping import somebody
from tests.domain.ledger.queries.reckoning import ON, a_ledger, late, living, rows_below

pytestmark = pytest.mark.django_db
PREFIX = {Role.VILLAGE: "152222100201", Role.TOWNSHIP: "152222100", Role.COUNTY: "152222", Role.PREFECTURE: "1522"}


def some(counted):
    return {name: number for name, number in counted.items() if number}


@pytest.mark.parametrize("role", PREFIX)
def test_figures_are_those_of_the_rows_that_one_sees(role):
    a_ledger()
    found, rows = counts(somebody(role), ON), rows_below(PREFIX[role])
    assert some(found.by_state) == Counter(row.state for row in rows)
    assert some(found.by_closing) == Counter(row.closing for row in rows if row.state == "closed")
    assert (found.living, found.overdue) == (len(living(rows)), len(late(rows)))
    assert found.rebound == sum(row.rebounds > 0 for row in rows)
    assert found.postponed == sum(row.postponements > 0 for row in rows)


@pytest.mark.parametrize("role", PREFIX)
def test_attempts_on_paper_are_those_of_the_history(role):
    a_ledger()
    numbers = {row.pk for row in rows_below(PREFIX[role])}
    tried = Counter(
        e.refusal for e in Event.objects.all() if e.item_id in numbers and e.refusal in ("unmet", "declared")
    )
    assert tried_on_paper(somebody(role)) == tried


def test_figures_of_a_unit_and_of_a_department_are_those_of_their_rows():
    a_ledger()
    found = counts(somebody(Role.COUNTY), ON, region_code="152222100000")
    assert sum(found.by_state.values()) == len(rows_below("152222100"))
    found = counts(somebody(Role.COUNTY), ON, department="housing")
    assert sum(found.by_state.values()) == sum(row.department == "housing" for row in rows_below("152222"))


@pytest.mark.parametrize("role", PREFIX)
def test_loads_add_up_and_every_item_is_counted_once(role):
    a_ledger()
    found, rows = load_by_owner(somebody(role), ON), rows_below(PREFIX[role])
    told = {(load.post.pk if load.post else None, load.level): load for load in found}
    assert {key: load.living for key, load in told.items()} == Counter((r.owner_post_id, r.level) for r in living(rows))
    assert {k: load.overdue for k, load in told.items() if load.overdue} == Counter(
        (row.owner_post_id, row.level) for row in late(rows)
    )
    for key, load in told.items():
        own = [row.deadline_on for row in late(rows) if (row.owner_post_id, row.level) == key]
        assert load.oldest == min(own, default=None)
    assert [load.overdue for load in found] == sorted((load.overdue for load in found), reverse=True)
    assert load_by_owner(somebody(role), ON, most=1) == found[:1]


@pytest.mark.parametrize("role", PREFIX)
def test_levels_add_up(role):
    a_ledger()
    rows = rows_below(PREFIX[role])
    alive, passed = Counter(r.level for r in living(rows)), Counter(r.level for r in late(rows))
    assert overdue_by_level(somebody(role), ON) == {level: (n, passed[level]) for level, n in alive.items()}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_sees_no_household_counts_nothing(role):
    a_ledger()
    who = somebody(role)
    assert (sum(counts(who, ON).by_state.values()), tried_on_paper(who), load_by_owner(who, ON)) == (0, {}, [])
