"""Lists: what is due first comes first, filters cut, nothing of another region."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.keyset import slice_of
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries import ORDER, Filter, items
from tests.domain.ledger.actions.test_stepping import somebody
from tests.domain.ledger.queries.reckoning import ON, VILLAGES, a_ledger, late, living, rows_below

pytestmark = pytest.mark.django_db
COUNTY = somebody(Role.COUNTY)


def numbers(rows):
    return sorted(row.pk for row in rows)


def test_living_items_come_by_deadline_and_those_without_come_last():
    a_ledger()
    found = list(items(COUNTY).order_by(*ORDER))
    assert numbers(found) == numbers(living(rows_below("152222")))
    dated = [(row.deadline_on, row.pk) for row in found if row.deadline_on]
    assert dated == sorted(dated)
    assert all(row.deadline_on is None for row in found[len(dated) :])


FILTERS = {
    "state": (Filter(state="closed"), lambda r: r.state == "closed"),
    "region": (
        Filter(region_code="152222100000"),
        lambda r: bool(living([r])) and r.region_code.startswith("152222100"),
    ),
    "department": (Filter(department="housing"), lambda r: bool(living([r])) and r.department == "housing"),
    "level": (Filter(level="township"), lambda r: bool(living([r])) and r.level == "township"),
    "overdue": (Filter(overdue_on=ON), lambda r: bool(late([r]))),
    "rebound": (Filter(rebound=True), lambda r: bool(living([r])) and r.rebounds > 0),
    "number": (Filter(state="closed", text="152222-000004"), lambda r: r.state == "closed" and r.running == 4),
    "closing": (Filter(state="closed", closing="mended"), lambda r: r.state == "closed" and r.closing == "mended"),
    "lost": (Filter(lost=True), lambda r: False),
    "nothing": (Filter(), lambda r: bool(living([r]))),
}


def test_number_is_found_as_it_is_shown_and_as_an_input_method_writes_it():
    a_ledger()
    row = living(rows_below("152222"))[0]
    Item.objects.filter(pk=row.pk).update(household_number="base:700")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in row.number)
    for text in ("700", " base:700 ", "７００", wide, f" {row.number} "):
        assert row.pk in numbers(items(COUNTY, Filter(text=text))), text


@pytest.mark.parametrize(("wanted", "fits"), FILTERS.values(), ids=FILTERS)
def test_filter_shows_exactly_what_fits(wanted, fits):
    a_ledger()
    expected = [row for row in rows_below("152222") if fits(row)]
    assert numbers(items(COUNTY, wanted)) == numbers(expected)


def test_items_of_a_post_are_its_own():
    village, *_ = a_ledger()
    expected = [row for row in living(rows_below("152222")) if row.owner_post_id == village.pk]
    assert numbers(items(COUNTY, Filter(post=village.pk))) == numbers(expected)


def test_pages_hold_every_item_once_in_order():
    a_ledger()
    seen, at = [], ""
    while True:
        page = slice_of(items(COUNTY), ORDER, at, size=7)
        seen += [row.pk for row in page.rows]
        at = page.next
        if not at:
            break
    assert seen == [row.pk for row in items(COUNTY).order_by(*ORDER)]


def test_item_of_another_region_is_in_no_list():
    a_ledger()
    foreign = Item.objects.filter(region_code=VILLAGES[3])
    for row in foreign:
        assert not items(COUNTY, Filter(state=row.state, text=row.number)).exists()
    assert foreign.exists()
    assert not items(COUNTY, Filter(region_code=VILLAGES[3])).exists()
