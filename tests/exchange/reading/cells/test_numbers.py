from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.numbers import NumberConverter, factor, unit_of_field
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.layout import Unit, load_layout

WORDS = load_layout().words
FIELDS = load_catalogue().fields(Subject.HOUSEHOLD)
income = NumberConverter(FIELDS["income_per_head"], WORDS)
persons = NumberConverter(FIELDS["household_size_current"], WORDS)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3218.5, 3218.5),
        (3218, 3218.0),
        ("3218.5", 3218.5),
        ("3,218.50", 3218.5),
        ("３２１８．５", 3218.5),
        ("3，218.50元", 3218.5),
        (" 3218.5 元 ", 3218.5),
        ("¥3,218.5", 3218.5),
        ("0.32185万元", 3218.5),
        ("'3218.5", 3218.5),
        ("3.2185E+03", 3218.5),
        ("-500", -500.0),
        ("+500", 500.0),
        ("1,234,567.", 1234567.0),
    ],
)
def test_number_in_every_spelling(cell, number):
    assert income(cell) == pytest.approx(number)


@pytest.mark.parametrize(("cell", "number"), [("3人", 3), ("3口人", 3), ("3.0", 3), (3.0, 3), ("３", 3)])
def test_whole_number_in_every_spelling(cell, number):
    assert persons(cell) == number
    assert type(persons(cell)) is int


@pytest.mark.parametrize("cell", [None, "", " ", "-", "/", "——"])
def test_empty_cell_says_nothing(cell):
    assert income(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "约三千",
        "3000-4000",
        "1,5",
        "12,34",
        "1.2.3",
        "3218亩",
        "3218元5角",
        "3 218",
        "--5",
        "50%",
        "0x10",
        "1_000",
        "NaN1",
        "inf",
        ">3218",
    ],
)
def test_text_that_is_no_number_is_bad(cell):
    assert isinstance(income(cell), Bad)


@pytest.mark.parametrize(
    "cell", [float("inf"), float("nan"), 1e9, -1e9, True, date(2019, 6, 30), ErrorCell("#N/A"), "99999999999"]
)
def test_what_is_no_number_of_the_range_is_bad(cell):
    assert isinstance(income(cell), Bad)


@pytest.mark.parametrize("cell", [2.5, "2.5", 0, 61])
def test_persons_are_counted_whole_and_within_the_range(cell):
    assert isinstance(persons(cell), Bad)


@pytest.mark.parametrize("cell", ["1e30", "9007199254740992", "-9223372036854775808", 2**53, 1e300, -(2.0**53)])
def test_whole_number_too_large_to_be_exact_is_bad(cell):
    anything = NumberConverter(replace(FIELDS["household_size_current"], range=None), WORDS)
    assert anything(cell).expected.en == "a whole number of at most 9,007,199,254,740,991, with either sign"
    assert anything(2**53 - 1) == anything("9007199254740991") == 2**53 - 1


def test_message_names_the_range_and_the_unit():
    assert income("x").expected.zh == "-1,000,000 到 10,000,000 之间的数字（元/人/年）"
    assert income("x").expected.en == "a number from -1,000,000 to 10,000,000 (yuan/person/year)"
    assert persons("x").expected.en == "a whole number from 1 to 60 (persons)"


def test_share_may_be_written_in_per_cent():
    share = replace(FIELDS["income_per_head"], unit="1", range=(0, 1))
    assert NumberConverter(share, WORDS)("35%") == pytest.approx(0.35)
    assert NumberConverter(replace(share, unit="percent", range=(0, 100)), WORDS)("35%") == 35


def test_header_in_another_unit_is_converted():
    assert NumberConverter(FIELDS["income_per_head"], WORDS, 10_000)(0.5) == 5000
    assert NumberConverter(FIELDS["income_per_head"], WORDS, 10_000)("0.5") == 5000


@pytest.mark.parametrize(
    ("written", "unit", "times"),
    [
        (Unit("yuan", 10_000), "10000 yuan/year", 1.0),
        (Unit("yuan", 1), "10000 yuan/year", 0.0001),
        (Unit("yuan", 10_000), "yuan/person/year", 10_000),
        (Unit("mu", 15), "mu", 15),
        (Unit("persons", 1), "count", 1),
        (Unit("mu", 1), "m2", None),
        (Unit("mu", 1), None, None),
    ],
)
def test_units_of_one_kind_are_converted_and_others_refused(written, unit, times):
    assert factor(written, unit_of_field(unit)) == times


@given(st.floats(-1e6, 1e7), st.sampled_from(["{:.2f}", "{:,.2f}", "{:.2f}元", "{!r}"]))
def test_every_number_comes_back_from_its_spelling(number, spelling):
    assert income(spelling.format(number)) == pytest.approx(number, abs=0.005)


@given(st.text(max_size=12))
def test_no_text_does_harm(text):
    assert income(text) is None or isinstance(income(text), float | Bad)
