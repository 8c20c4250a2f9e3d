import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.report.suppression import SMALL, suppress


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ([0, 10, 25], [0, 10, 25]),
        ([3, 4, 25], [None, None, 25]),
        ([3, 40, 25, 0], [None, 40, None, 0]),
        ([3, 0, 0], [None, 0, 0]),
        ([], []),
        ([9, 10], [None, None]),
    ],
)
def test_suppress_leaves_small_counts_out_and_a_second_one_where_there_is_one(column, shown):
    assert suppress(column) == shown


@given(st.lists(st.integers(0, 40)))
def test_suppress_never_shows_a_small_count_nor_leaves_a_single_gap_beside_another_count(column):
    shown = suppress(column)
    assert not any(value is not None and 0 < value < SMALL for value in shown)
    assert shown.count(None) != 1 or all(value in (None, 0) for value in shown)
    assert all(after in (None, before) for before, after in zip(column, shown, strict=True))
