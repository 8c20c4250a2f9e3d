from datetime import date, timedelta

import chinese_calendar
import pytest

from diguan.engine.calendar import UnableToReadCalendar, WorkingCalendar, load_calendar

GOOD = """\
label: {zh: 某旗放假, en: Days off of a banner}
region: "152222"
names: {nadam: {zh: 那达慕, en: Nadam}}
years:
  - year: 2026
    notices:
      - {number: 一号, title: 放假的通知, signed_on: 2026-07-01, text: official}
    holidays:
      - {holiday: nadam, first_on: 2026-08-18, last_on: 2026-08-20, worked_on: [2026-08-22]}
"""


def refused(tmp_path, old, new):
    path = tmp_path / "place.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(UnableToReadCalendar) as caught:
        load_calendar(path)
    return [problem.text("en") for problem in caught.value.problems]


def test_country_knows_every_year_from_2014_and_every_holiday_its_notice():
    years = load_calendar().years
    assert [year.year for year in years] == list(range(2014, 2014 + len(years)))
    assert len(years) >= 13
    for year in years:
        assert {holiday.notice for holiday in year.holidays} <= set(year.notices)
        assert all(notice.signed_on.year in (year.year - 1, year.year) for notice in year.notices)


def test_every_year_of_the_country_has_its_seven_festivals():
    for year in load_calendar().years:
        named = "、".join(holiday.name.zh for holiday in year.holidays)
        assert all(f in named for f in ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")), year.year


def test_calendar_of_a_place_is_read(tmp_path):
    path = tmp_path / "place.yaml"
    path.write_text(GOOD, encoding="utf-8")
    found = load_calendar(path)
    assert (found.region, found.label.en) == ("152222", "Days off of a banner")
    [holiday] = found.years[0].holidays
    assert (holiday.name.zh, holiday.first_on, holiday.worked_on) == (
        "那达慕",
        date(2026, 8, 18),
        (date(2026, 8, 22),),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "holiday: nadam",
            "holiday: nadaam",
            "place.yaml:9: the holiday 'nadaam' has no name; expected: one of: nadam",
        ),
        ("[2026-08-22]", "[2026-08-21]", "place.yaml:9: 2026-08-21 is worked anyhow; expected: a Saturday or a Sunday"),
        (
            "last_on: 2026-08-20",
            "last_on: 2026-08-17",
            "place.yaml:9: days off from 2026-08-18 to 2026-08-17; expected: in order, ending in 2026, at most 31 days",
        ),
        (
            "last_on: 2026-08-20",
            "last_on: 2027-08-20",
            "place.yaml:9: days off from 2026-08-18 to 2027-08-20; expected: in order, ending in 2026, at most 31 days",
        ),
        ("2026-08-22]", "2026-08-22, 2026-08-22]", "place.yaml:9: 2026-08-22 stands here twice"),
        (
            "2026-08-22]}",
            "2026-08-22], notice: 二号}",
            "place.yaml:9: no notice of this year is numbered '二号'; expected: 一号",
        ),
        (
            "first_on: 2026-08-18",
            "first_on: 2026-02-30",
            "place.yaml:9: found a date '2026-02-30'; expected: a date YYYY-MM-DD",
        ),
        ("text: official", "text: seen", "place.yaml:7: found text 'seen'; expected: one of: official | reprint"),
    ],
)
def test_calendar_that_cannot_be_meant_is_refused_with_its_line(tmp_path, old, new, said):
    assert said in refused(tmp_path, old, new)


def test_year_that_stands_twice_is_refused(tmp_path):
    again = GOOD[GOOD.index("  - year") :]
    assert "place.yaml:10: the year 2026 stands here twice" in refused(tmp_path, again, again + again)


def test_absent_file_is_refused(tmp_path):
    with pytest.raises(UnableToReadCalendar, match="cannot be opened"):
        load_calendar(tmp_path / "none.yaml")


def test_every_day_of_the_country_is_worked_as_an_independent_list_says():
    country, first = WorkingCalendar(load_calendar().years), date(2014, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(max(country.known_years), 12, 28) - first).days)]
    assert [day for day in days if country.is_working_day(day) != chinese_calendar.is_workday(day)] == []
    assert len(days) > 4740
