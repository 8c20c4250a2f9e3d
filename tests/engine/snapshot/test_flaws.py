"""Identity numbers here can belong to nobody: area code 99."""

import pytest

from diguan.engine.snapshot.flaws import DATE, DIGITS, LENGTH, flaw_of


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
        ("990000800101001", DIGITS),
    ],
)
def test_flaw_is_length_then_date_then_digits(value, flaw):
    assert flaw_of(value) == flaw
