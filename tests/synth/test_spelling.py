from datetime import date

import pytest

from diguan.synth.spelling import Style


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        ("iso", "2019-06-03"),
        ("slash", "2019/6/3"),
        ("compact", "20190603"),
        ("chinese", "2019年6月3日"),
        ("serial", 43619),
    ],
)
def test_dates_in_every_habit(dates, written):
    assert Style(dates=dates).written(date(2019, 6, 3), 1) == written


def test_month_is_written_as_six_digits_whatever_the_habit():
    assert Style(dates="serial").written(date(2018, 12, 1), 1, month=True) == "201812"


def test_yes_and_no_take_turns():
    style = Style(yes_no=(("是", "否"), ("√", "×")))
    assert [style.written(value, row) for row in (1, 2) for value in (True, False)] == ["√", "×", "是", "否"]


def test_empty_is_empty_and_zero_is_zero():
    assert (Style().written(None, 1), Style().written("", 1), Style().written(0, 1)) == (None, None, 0)


def test_brackets_and_relations_follow_the_file():
    half, full = Style(brackets="half", relations="old"), Style(brackets="full")
    assert (half.header("耕地面积（亩）"), full.header("县(市、区、旗)")) == ("耕地面积(亩)", "县（市、区、旗）")
    assert (half.written("户主", 1), full.written("户主", 1)) == ("本人或户主", "户主")
