from datetime import date

import pytest

from diguan.domain.calendar import queries
from diguan.domain.calendar.queries import (
    Due,
    UnableToPlaceCalendar,
    add_working_days,
    calendar_of,
    day_of,
    holidays_in,
    is_working_day,
    local_calendars,
    working_days_between,
)

BANNER, TOWNSHIP, OTHER = "152222000000", "152222100000", "152223000000"
NADAM = """\
label: {{zh: 放假, en: Days off}}
{region}
names: {{nadam: {{zh: 那达慕, en: Nadam}}}}
years:
  - year: 2026
    notices: [{{number: 一号, title: 放假的通知, signed_on: 2026-07-01, text: official}}]
    holidays: [{{holiday: nadam, first_on: {first_on}, last_on: {first_on}}}]
"""


def forget():
    local_calendars.cache_clear()
    queries._combined.cache_clear()
    add_working_days.cache_clear()


@pytest.fixture
def places(settings, tmp_path):
    settings.CALENDARS = tmp_path
    forget()
    yield tmp_path
    forget()


def test_country_answers_without_a_region():
    assert is_working_day(date(2026, 2, 14))
    assert add_working_days(date(2026, 2, 13), 2) == Due(date(2026, 2, 24), known=True)
    assert working_days_between(date(2026, 2, 24), date(2026, 2, 13)) == -2
    assert day_of(date(2026, 10, 1)).holiday.name.zh == "国庆节"


def test_country_is_read_once():
    assert calendar_of() is calendar_of(BANNER)


def test_days_off_of_a_place_hold_there_and_below(places):
    (places / "nadam.yaml").write_text(NADAM.format(region='region: "152222"', first_on="2026-08-18"), encoding="utf-8")
    (places / "prefecture.yaml").write_text(
        NADAM.format(region='region: "1522"', first_on="2026-08-19"), encoding="utf-8"
    )
    off = date(2026, 8, 18)
    assert [is_working_day(off, code) for code in ("", BANNER, TOWNSHIP, OTHER)] == [True, False, False, True]
    assert add_working_days(date(2026, 8, 17), 1, TOWNSHIP) == Due(date(2026, 8, 20), known=True)
    assert add_working_days(date(2026, 8, 18), 1, OTHER) == Due(date(2026, 8, 20), known=True)
    assert add_working_days(date(2026, 8, 17), 1) == Due(date(2026, 8, 18), known=True)


@pytest.mark.parametrize("region", ["", 'region: "999999"'])
def test_calendar_of_no_region_is_refused(places, region):
    (places / "nadam.yaml").write_text(NADAM.format(region=region, first_on="2026-08-18"), encoding="utf-8")
    with pytest.raises(UnableToPlaceCalendar, match=r"nadam\.yaml: no region has the code"):
        local_calendars()


def test_holidays_of_a_year_are_those_with_a_day_in_it(places):
    (places / "nadam.yaml").write_text(NADAM.format(region='region: "152222"', first_on="2026-08-18"), encoding="utf-8")
    assert [h.name.zh for h in holidays_in(2018)][-2:] == ["国庆节", "元旦"]  # the last begins on 30 December
    assert holidays_in(2019)[0].first_on.year == 2018
    assert [h.name.zh for h in holidays_in(2026, TOWNSHIP)][5:] == ["那达慕", "中秋节", "国庆节"]
    assert "那达慕" not in {h.name.zh for h in holidays_in(2026, OTHER)}
    assert holidays_in(2099) == ()
