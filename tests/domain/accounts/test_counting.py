"""Counting within a window of time."""

from datetime import timedelta

import pytest

from diguan.domain.accounts.counting import count_up, seconds_left
from diguan.domain.accounts.models import Counter
from tests.factories.accounts import AT

pytestmark = pytest.mark.django_db


def test_count_goes_up_by_key_and_begins_anew_with_the_window():
    assert count_up(("a", "b"), AT, 60) == {"a": 1, "b": 1}
    assert count_up(("a",), AT, 60) == {"a": 2}
    assert count_up(("a", "b"), AT + timedelta(seconds=60), 60) == {"a": 1, "b": 1}
    assert Counter.objects.count() == 2


def test_seconds_left_are_those_to_the_next_window():
    start = AT.replace(second=0, microsecond=0)
    assert seconds_left(start, 60) == 60
    assert seconds_left(start + timedelta(seconds=59), 60) == 1
