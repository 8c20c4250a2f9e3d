from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.layout import load_layout

WORDS = load_layout().words
read = DateConverter(WORDS, 2029)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-06-30",
        "2019-6-30",
        "2019/6/30",
        "2019.6.30",
        "20190630",
        "2019年6月30日",
        "2019 年 6 月 30 日",
        "２０１９－０６－３０",
        " 2019-06-30 00:00:00 ",
        "2019-06-30T08:30:00Z",
        "'2019/06/30",
        20190630.0,
        20190630,
        43646.0,
        43646.75,
        "43646",
        date(2019, 6, 30),
        datetime(2019, 6, 30, 12),  # noqa: DTZ001
    ],
)
def test_day_in_every_spelling(cell):
    assert read(cell) == date(2019, 6, 30)


@pytest.mark.parametrize("cell", ["201906", 201906.0, "2019-06", "2019/6", "2019.6", "2019年6月", "2019年06月"])
def test_month_means_its_first_day(cell):
    assert read(cell) == date(2019, 6, 1)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "/", "—", "无数据"])
def test_empty_cell_says_nothing(cell):
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2019-02-30",
        "20190631",
        "2019-13-01",
        "30/06/2019",
        "06-30-2019",
        "19-06-30",
        "190630",
        "190612",  # YYMMDD, not December 1906
        "2019",
        2019.0,
        "2019年",
        2019.1,  # January or October
        "六月三十日",
        "2019-06-30-1",
        "2019/6-30",
        "201900",
        True,
        9999.0,
        80000.0,
        float("nan"),
        "1066-10-14",
        "2091-06-30",
        date(1799, 1, 1),
        ErrorCell("#REF!"),
        "=1+1",
    ],
)
def test_whatever_leaves_a_doubt_is_bad(cell):
    assert isinstance(read(cell), Bad)


def test_bare_year_is_taken_where_the_column_asks_for_years():
    assert DateConverter(WORDS, 2029, years=True)("2019年") == date(2019, 1, 1)
    assert DateConverter(WORDS, 2029, years=True)(2019.0) == date(2019, 1, 1)


def test_bare_days_of_a_workbook_of_1904_are_ambiguous():
    converter = DateConverter(WORDS, 2029, epoch_1904=True)
    assert isinstance(converter(43646.0), Bad)
    assert converter("2019-06-30") == date(2019, 6, 30)


@given(
    st.dates(date(1880, 1, 1), date(2029, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_day_comes_back_from_its_spelling(day, spelling):
    assert read(f"{day:{spelling}}") == day


@given(st.dates(date(1927, 5, 18), date(2029, 12, 31)))
def test_every_serial_number_is_the_day_that_excel_shows(day):
    assert read(float((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=12))
def test_no_text_does_harm(text):
    assert read(text) is None or isinstance(read(text), date | Bad)
