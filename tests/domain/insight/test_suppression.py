"""Tables of places and kinds, attacked by everything that can be reckoned from what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from diguan.domain.accounts.permissions import SMALL, is_small
from diguan.domain.insight.suppression import Protection, Sum, determined
from tests.domain.insight.attacking import leftovers, settled

COUNTS = st.integers(0, 40)
TABLES = st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=7)


def table_of(rows):
    """Cells of a table with its margins, and the sums that hold among them."""
    kinds = range(len(rows[0]))
    values = {(str(n), (str(k),)): row[k] for n, row in enumerate(rows) for k in kinds}
    values |= {(str(n), ("all",)): sum(row) for n, row in enumerate(rows)}
    columns = [*((str(k),) for k in kinds), ("all",)]
    places = [str(n) for n in range(len(rows))]
    values |= {("whole", c): sum(values[place, c] for place in places) for c in columns}
    sums = [Sum(("whole", c), tuple((place, c) for place in places)) for c in columns]
    sums += [Sum((p, ("all",)), tuple((p, (str(k),)) for k in kinds)) for p in (*places, "whole")]
    return values, sums


@given(TABLES)
def test_no_small_cell_is_shown_and_none_that_is_left_out_follows_from_the_others(rows):
    values, sums = table_of(rows)
    hidden = Protection(values, sums, set()).run()
    shown = {cell: value for cell, value in values.items() if cell not in hidden}
    assert not [cell for cell, value in shown.items() if is_small(value)]
    plain = [(one.total, one.parts) for one in sums]
    assert not {cell for cell in settled(plain, shown, values) if is_small(values[cell])}
    assert not [(left, out) for left, out in leftovers(plain, shown, values) if is_small(left)]


def test_one_small_cell_takes_the_smallest_of_its_siblings_along():
    values, sums = table_of([[3, 20, 20], [30, 30, 30], [20, 50, 60]])
    hidden = Protection(values, sums, set()).run()
    assert ("0", ("0",)) in hidden
    assert ("2", ("0",)) in hidden
    assert ("whole", ("0",)) not in hidden
    assert len(hidden) == 4


def test_table_without_small_cells_is_shown_whole():
    values, sums = table_of([[0, 20, 20], [30, 30, 0]])
    assert Protection(values, sums, set()).run() == set()


def test_cells_that_leave_less_than_ten_together_take_another_one_along():
    parts = tuple((str(n), ("c",)) for n in range(4))
    values = dict(zip(parts, (2, 3, 40, 50), strict=True)) | {("whole", ("c",)): 95}
    hidden = Protection(values, [Sum(("whole", ("c",)), parts)], set()).run()
    assert hidden == set(parts[:3])


def test_small_cells_that_could_only_be_nine_each_take_another_one_along():
    parts = tuple((str(n), ("c",)) for n in range(3))
    values = dict(zip(parts, (9, 9, 40), strict=True)) | {("whole", ("c",)): 58}
    assert Protection(values, [Sum(("whole", ("c",)), parts)], set()).run() == set(parts)


def test_total_that_an_earlier_page_left_out_is_not_given_away_by_its_parts():
    parts = tuple((str(n), ("c",)) for n in range(3))
    whole = ("whole", ("c",))
    values = dict(zip(parts, (20, 30, 40), strict=True)) | {whole: 90}
    hidden = Protection(values, [Sum(whole, parts)], {whole}, frozenset({whole})).run()
    assert hidden == {whole, parts[0]}


def test_what_a_combination_of_sums_gives_away_is_known():
    a, b, c, d = ((name, ("c",)) for name in "abcd")
    sums = [Sum(("one", ("c",)), (a, b)), Sum(("two", ("c",)), (a, b, c)), Sum(("three", ("c",)), (c, d))]
    assert determined(sums, {a, b, c, d}) == {c, d}
    assert SMALL == 10
