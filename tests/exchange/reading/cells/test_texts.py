from datetime import date

import pytest

from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.cells.texts import LONGEST, TextConverter
from diguan.exchange.reading.layout import load_layout

read = TextConverter(load_layout().words)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 张三 ", "张三"),
        ("Ａ１２", "A12"),
        ("a_x000D_\n", "a"),
        (13800000000.0, "13800000000"),
        (date(2019, 6, 30), "2019-06-30"),
        (True, "TRUE"),
        ("'001", "001"),
    ],
)
def test_text_as_written_without_what_surrounds_it(cell, text):
    assert read(cell) == text


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "　"])
def test_empty_cell_says_nothing(cell):
    assert read(cell) is None


def test_formula_as_text_stays_text():
    assert read("=cmd|' /C calc'!A0") == "=cmd|' /C calc'!A0"


def test_error_is_bad():
    assert isinstance(read(ErrorCell("#N/A")), Bad)


def test_endless_text_is_cut():
    assert len(read("长" * 10_000)) == LONGEST
