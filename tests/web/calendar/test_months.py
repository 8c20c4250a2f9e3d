from datetime import date

import pytest

from diguan.domain.calendar.queries import calendar_of
from diguan.web.calendar.months import month_of, weekdays


def test_february_of_2026_is_worked_as_its_notice_says():
    month = month_of(2026, 2, "")
    kinds = {cell.day.on.day: cell.kind for cell in month.cells}
    assert [day for day, kind in kinds.items() if kind == "off"] == list(range(15, 24))
    assert [day for day, kind in kinds.items() if kind == "worked"] == [14, 28]
    assert [day for day, kind in kinds.items() if kind == "weekend"] == [1, 7, 8]
    assert (month.working, month.known) == (16, True)


@pytest.mark.parametrize(("year", "number"), [(2024, 2), (2026, 3), (2030, 12)])
def test_weeks_hold_every_day_once_from_monday_to_sunday(year, number):
    month = month_of(year, number, "")
    assert {len(week) for week in month.weeks} == {7}
    for week in month.weeks:
        assert all(cell is None or cell.day.on.weekday() == place for place, cell in enumerate(week))
    days = [cell.day.on for cell in month.cells]
    assert days == [date(year, number, n) for n in range(1, len(days) + 1)]


def test_december_of_the_last_known_year_is_known_in_part():
    year = max(calendar_of().known_years)
    last, later = month_of(year, 12, ""), month_of(year + 1, 1, "")
    assert [(m.known, m.partly) for m in (last, later)] == [(False, True), (False, False)]


def test_names_are_in_the_language_of_the_reader():
    from django.utils.translation import override

    with override("en"):
        assert (month_of(2026, 2, "").name, weekdays()[0].name) == ("February", "Monday")
    with override("zh-hans"):
        assert (month_of(2026, 2, "").name, weekdays()[6].short) == ("2 月", "日")
