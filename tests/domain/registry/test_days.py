"""Days that can be, and days that cannot."""

from datetime import date

import pytest

from diguan.domain.registry.days import FIRST, impossible_day

TODAY = date(2019, 6, 30)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, None),
        (FIRST, None),
        (date(2019, 7, 1), "the day 2019-07-01 is yet to come"),
        (date(219, 6, 30), "the day 0219-06-30 is too long ago to be true"),
    ],
    ids=["today", "first", "tomorrow", "slip"],
)
def test_day_is_not_to_come_and_not_before_anything_was_seen(day, said):
    impossible = impossible_day(day, TODAY)
    assert (impossible.en if impossible else None) == said
