from datetime import date

from diguan.engine.calendar import Holiday, Notice
from diguan.engine.documents import Label

NOTICE = Notice("一号", "通知", date(2025, 11, 4), "reprint")


def test_days_of_a_holiday_include_the_first_and_the_last():
    holiday = Holiday(Label("元旦", "New Year"), date(2018, 12, 30), date(2019, 1, 1), (), NOTICE)
    assert holiday.days == (date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1))
