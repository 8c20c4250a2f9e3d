import pytest

from diguan.domain.audit.models import Entry
from diguan.domain.keyset import counted, slice_of
from tests.factories.accounts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries():
    for number in range(11):
        Entry.objects.create(at=AT, action="see", subject="x", region_code=f"15222{number % 3}000000", detail="{}")


def walk(order, size=4, **how):
    """All pages forwards, then all pages back from the last."""
    forwards, at = [], ""
    while True:
        page = slice_of(Entry.objects.all(), order, at, size, **how)
        forwards.append([row.pk for row in page.rows])
        if not page.next:
            break
        at = page.next
    backwards = [forwards[-1]]
    while page.previous:
        page = slice_of(Entry.objects.all(), order, page.previous, size, **how)
        backwards.append([row.pk for row in page.rows])
    return forwards, backwards[::-1]


@pytest.mark.parametrize("order", [("id",), ("-id",), ("region_code", "id"), ("-region_code", "id"), ("at", "-id")])
def test_pages_hold_every_row_once_in_order_and_lead_back(order):
    forwards, backwards = walk(order)
    wanted = list(Entry.objects.order_by(*order).values_list("pk", flat=True))
    assert [pk for page in forwards for pk in page] == wanted
    assert [len(page) for page in forwards] == [4, 4, 3]
    assert backwards == forwards


def by_keys(keys):
    return list(Entry.objects.filter(pk__in=keys).defer("detail").order_by("?"))


@pytest.mark.parametrize("order", [("id",), ("-region_code", "id")])
@pytest.mark.parametrize("counting", [False, True])
def test_rows_found_by_their_keys_are_the_same_rows(order, counting):
    assert walk(order, whole=by_keys, counting=counting) == walk(order)


def test_row_that_is_gone_before_it_is_read_is_left_out():
    first = Entry.objects.order_by("id").first()
    page = slice_of(Entry.objects.all(), ("id",), "", 20, whole=lambda keys: by_keys(keys[1:]))
    assert len(page.rows) == 10
    assert first not in page.rows


def test_all_rows_are_counted_with_the_first_page():
    found = Entry.objects.filter(region_code="152220000000")
    page = slice_of(found, ("id",), "", 2, whole=by_keys, counting=True)
    assert (len(page.rows), page.count) == (2, 4)
    assert slice_of(found, ("id",), page.next, 2, whole=by_keys, counting=True).count is None
    assert slice_of(Entry.objects.none(), ("id",), "", 2, whole=by_keys, counting=True).count == 0


def test_first_page_has_none_before_and_last_none_after():
    page = slice_of(Entry.objects.all(), ("id",), "", 20)
    assert (len(page.rows), page.next, page.previous) == (11, "", "")
    assert slice_of(Entry.objects.none(), ("id",), "").rows == []


def test_rows_are_counted_up_to_a_bound():
    assert counted(Entry.objects.all(), 11) == (11, False)
    assert counted(Entry.objects.all(), 10) == (10, True)
    assert counted(Entry.objects.none(), 10) == (0, False)


def test_row_added_before_does_not_shift_the_next_page():
    first = slice_of(Entry.objects.all(), ("-id",), "", 4)
    Entry.objects.create(at=AT, action="see", subject="x", detail="{}")
    second = slice_of(Entry.objects.all(), ("-id",), first.next, 4)
    assert second.rows[0].pk == first.rows[-1].pk - 1


@pytest.mark.parametrize("at", ["%", "WyJuIl0", "bnVsbA", "WyJuIiwgIngiXQ", "WyJ6IiwgMV0", "WyJuIiwgW11d"])
def test_place_that_cannot_be_read_is_the_beginning(at):
    assert slice_of(Entry.objects.all(), ("id",), at, 4).rows == slice_of(Entry.objects.all(), ("id",), "", 4).rows
