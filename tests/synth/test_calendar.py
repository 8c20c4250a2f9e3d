from datetime import date

import pytest

from diguan.synth.calendar import UnableToDateCounty, calendar_of


def test_days_before_the_as_of_date_follow_from_it():
    calendar = calendar_of(date(2019, 6, 30))
    assert calendar.older_export < calendar.late_exit < calendar.late_listing < calendar.as_of
    assert calendar.older_export == date(2018, 11, 30)


@pytest.mark.parametrize("day", [date(2019, 3, 31), date(2016, 6, 30), date(2023, 6, 30)])
def test_days_that_leave_no_room_are_refused(day):
    with pytest.raises(UnableToDateCounty, match=str(day)):
        calendar_of(day)


def test_after_the_last_exits_the_days_are_those_of_the_last_exits():
    calendar = calendar_of(date(2022, 6, 30))
    assert calendar.only_monitoring
    assert (calendar.older_export, calendar.late_exit) == (date(2020, 11, 30), date(2020, 12, 1))
    assert not calendar_of(date(2020, 6, 30)).only_monitoring
