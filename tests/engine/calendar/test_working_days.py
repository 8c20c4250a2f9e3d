from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.engine.calendar import Due, Holiday, Notice, WorkingCalendar, Year, load_calendar
from diguan.engine.documents import Label

COUNTRY = WorkingCalendar(tuple(year for year in load_calendar().years if year.year <= 2026))  # as in November 2026
DAYS = st.dates(date(2014, 1, 1), date(2026, 12, 20))
ANY_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NADAM = Year(
    2026,
    (Notice("旗政发〔2026〕1号", "那达慕放假", date(2026, 7, 1), "official"),),
    (
        Holiday(
            Label("那达慕", "Nadam"),
            date(2026, 8, 18),
            date(2026, 8, 19),
            (date(2026, 8, 22), date(2026, 10, 1)),
            Notice("旗政发〔2026〕1号", "那达慕放假", date(2026, 7, 1), "official"),
        ),
    ),
)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-02-13", True),  # the Friday before
        ("2026-02-14", True),  # a Saturday that is worked
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),  # the other one
        ("2026-03-01", False),  # a plain Sunday
        ("2015-09-03", False),  # once only
        ("2019-05-03", False),  # the notice was changed
        ("2020-02-01", False),  # worked by the first notice, off by the second
        ("2018-12-31", False),  # set by the notice of 2019
        ("2018-12-29", True),
        ("2024-02-09", True),  # leave was encouraged, no more
    ],
)
def test_day_is_worked_as_the_notices_say(on, working):
    assert COUNTRY.is_working_day(day(on)) is working


def test_working_days_of_a_year():
    assert {y: COUNTRY.between(date(y - 1, 12, 31), date(y, 12, 31)) for y in (2014, 2019, 2020, 2026)} == {
        2014: 250,
        2019: 250,
        2020: 249,
        2026: 248,
    }


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-12", 10, "2026-03-04"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-10-12", -1, "2026-10-10"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-06-18", 1, "2026-06-22"),
    ],
)
def test_count_goes_over_holidays_and_through_worked_weekends(start, days, end):
    assert COUNTRY.add(day(start), days) == Due(day(end), known=True)


def test_count_into_a_year_without_notice_is_said_to_be_unknown():
    assert COUNTRY.add(date(2026, 12, 18), 5) == Due(date(2026, 12, 25), known=True)
    assert COUNTRY.add(date(2026, 12, 18), 6) == Due(date(2026, 12, 28), known=False)
    assert COUNTRY.add(date(2027, 3, 1), 10) == Due(date(2027, 3, 15), known=False)
    assert COUNTRY.add(date(2014, 1, 2), -1) == Due(date(2013, 12, 31), known=False)
    assert not COUNTRY.knows(date(2013, 6, 3))


def test_days_at_the_end_of_december_wait_for_the_next_notice():
    assert COUNTRY.knows(date(2025, 12, 31))
    assert COUNTRY.knows(date(2026, 12, 27))
    assert not COUNTRY.knows(date(2026, 12, 28))


def test_day_names_its_holiday_and_notice():
    off, worked, plain = (COUNTRY.day(day(text)) for text in ("2019-05-01", "2019-05-05", "2019-05-06"))
    assert off.holiday.notice.number == worked.holiday.notice.number == "国办发明电〔2019〕3号"
    assert (off.working, worked.working, plain.working, plain.holiday) == (False, True, True, None)


@given(ANY_DAYS, st.integers(1, 400))
def test_count_ends_on_a_working_day_and_back_again(start, days):
    due = COUNTRY.add(start, days).on
    assert COUNTRY.is_working_day(due)
    assert COUNTRY.between(start, due) == days
    back = COUNTRY.add(due, -days).on
    assert back <= start < COUNTRY.add(back, 1).on
    assert back == start or not COUNTRY.is_working_day(start)


@given(ANY_DAYS, st.integers(0, 800))
def test_days_between_are_those_counted_one_by_one(start, length):
    counted = sum(COUNTRY.is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    assert COUNTRY.between(start, start + timedelta(days=length)) == counted


@given(ANY_DAYS, ANY_DAYS)
def test_days_between_change_sign_with_the_order(one, other):
    assert COUNTRY.between(one, other) == -COUNTRY.between(other, one)


@given(DAYS, DAYS, DAYS)
def test_days_between_add_up(one, other, third):
    first, middle, last = sorted((one, other, third))
    assert COUNTRY.between(first, middle) + COUNTRY.between(middle, last) == COUNTRY.between(first, last)


@given(ANY_DAYS)
def test_day_that_no_notice_names_is_worked_from_monday_to_friday(on):
    found = COUNTRY.day(on)
    if found.holiday is None:
        assert found.working == (on.weekday() < 5)
    else:
        assert found.working == (on in found.holiday.worked_on)


def test_days_off_of_a_place_are_laid_over_those_of_the_country():
    place = COUNTRY.with_local([NADAM])
    assert not place.is_working_day(date(2026, 8, 18))
    assert place.is_working_day(date(2026, 8, 22))
    assert place.is_working_day(date(2026, 10, 1))  # the paper of the place has the last word
    assert place.add(date(2026, 8, 17), 1) == Due(date(2026, 8, 20), known=True)
    assert COUNTRY.is_working_day(date(2026, 8, 18))


def test_years_of_a_place_make_no_year_known():
    later = WorkingCalendar((), (NADAM,))
    assert not later.knows(date(2026, 8, 18))
    assert later.day(date(2026, 8, 18) + timedelta(days=1)).holiday.name.en == "Nadam"
