from datetime import date, datetime

import pytest

from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.outcome import folded_word, number_text, shown


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("是", "是"),
        (3.0, "3"),
        (3.25, "3.25"),
        (True, "TRUE"),
        (date(2019, 6, 30), "2019-06-30"),
        (datetime(2019, 6, 30), "2019-06-30"),  # noqa: DTZ001
        (datetime(2019, 6, 30, 8, 30), "2019-06-30 08:30:00"),  # noqa: DTZ001
        (ErrorCell("#N/A"), "#N/A"),
        (10**17 + 1, "100000000000000001"),
    ],
)
def test_cell_is_shown_as_people_write_it(cell, text):
    assert shown(cell) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(999999999999999.0, "999999999999999"), (1e15, "1.00000000000000e+15"), (0.1, "0.1"), (-2.0, "-2")],
)
def test_number_that_lost_digits_shows_its_exponent(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(("cell", "word"), [("1.0", "1"), (1.0, "1"), ("'是", "是"), ("Ａ 级", "a级"), ("1.5", "1.5")])
def test_word_to_look_up(cell, word):
    assert folded_word(cell) == word
