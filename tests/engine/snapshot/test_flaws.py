"""Identity numbers here can belong to nobody: area code 99."""

import pytest

from diguan.engine.snapshot.flaws import AREA, DATE, DIGITS, LENGTH, check_character, damaged_with, flaw_of
from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, source


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        ("99000019800101001", LENGTH),
        ("9900001980010100189", LENGTH),
        ("9.90000198001E+17", LENGTH),
        ("无", LENGTH),
        ("990000198002300015", DATE),
        ("990000198013010015", DATE),
        ("990000188001010015", DATE),
        ("990000800230001", DATE),
        ("990000198001010010", DIGITS),
        ("'99000019800101001x", DIGITS),
        ("9900 0019 8001 0100 10", DIGITS),
        ("99000019800101001041", DIGITS),
        ("990000800101001", AREA),
        (f"99000019800101001{check_character('99000019800101001')}", AREA),
        (f"99000020870101001{check_character('99000020870101001')}", DATE),
    ],
)
def test_flaw_is_length_then_date_then_digits_then_area(value, flaw):
    assert flaw_of(value, 2022) == flaw


def test_birth_and_sex_are_damaged_with_the_number_that_tells_them():
    number = bad_cell(source(1), 0, Subject.PERSON, "identity")
    own = bad_cell(source(1), 0, Subject.PERSON, "birth_date")
    elsewhere = bad_cell(source(1), 1, Subject.HOUSEHOLD, "house_area")
    assert [(c.row_ref, c.field, c.place) for c in damaged_with([number, elsewhere])] == [
        (number.row_ref, "birth_date", number.place),
        (number.row_ref, "sex", number.place),
    ]
    assert [c.field for c in damaged_with([number, own])] == ["sex"]
