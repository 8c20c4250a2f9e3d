"""Lists: what is due first comes first, filters cut, nothing of another region."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries import ORDER, items
from diguan.web.shared.keyset import slice_of
from tests.domain.ledger.actions.test_stepping import somebody
from tests.domain.ledger.queries.reckoning import ON, VILLAGES, a_ledger, late, living, rows_below

pytestmark = pytest.mark.django_db
COUNTY = somebody(Role.COUNTY)


def numbers(rows):
    return sorted(row.pk for row in rows)


def test_living_items_come_by_deadline_and_those_without_come_last():
    a_ledger()
    found = list(items(COUNTY))
    assert numbers(found) == numbers(living(rows_below("152222")))
    dated = [(row.deadline_on, row.pk) for row in found if row.deadline_on]
    assert dated == sorted(dated)
    assert all(row.deadline_on is None for row in found[len(dated) :])


FILTERS = {
    "states": ({"states": [State.CLOSED]}, lambda r: r.state == "closed"),
    "region": ({"states": list(State), "region_code": "152222100000"}, lambda r: r.region_code.startswith("152222100")),
    "department": ({"states": LIVE, "department": "housing"}, lambda r: r in living([r]) and r.department == "housing"),
    "late": ({"late_on": ON}, lambda r: bool(late([r]))),
    "rebound": ({"rebound": True}, lambda r: r in living([r]) and r.rebounds > 0),
    "number": ({"states": list(State), "number": "152222-000003"}, lambda r: r.number == "152222-000003"),
    "closing": (
        {"states": [State.CLOSED], "closing": "mended"},
        lambda r: r.state == "closed" and r.closing == "mended",
    ),
    "nothing": ({"department": "", "kind": "", "region_code": ""}, lambda r: r in living([r])),
}


@pytest.mark.parametrize(("asked", "fits"), FILTERS.values(), ids=FILTERS)
def test_filter_shows_exactly_what_fits(asked, fits):
    a_ledger()
    expected = [row for row in rows_below("152222") if fits(row)]
    assert numbers(items(COUNTY, **asked)) == numbers(expected)


def test_filter_that_there_is_none_is_refused():
    with pytest.raises(TypeError, match="colour"):
        items(COUNTY, colour="red")


def test_pages_hold_every_item_once_in_order():
    a_ledger()
    seen, at = [], ""
    while True:
        page = slice_of(items(COUNTY), ORDER, at, size=7)
        seen += [row.pk for row in page.rows]
        at = page.next
        if not at:
            break
    assert seen == [row.pk for row in items(COUNTY)]


def test_item_of_another_region_is_in_no_list():
    a_ledger()
    foreign = Item.objects.filter(region_code=VILLAGES[3]).first()
    assert not items(COUNTY, states=list(State), number=foreign.number).exists()
    assert not items(COUNTY, states=list(State), region_code=VILLAGES[3]).exists()
