from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.engine.snapshot.flaws import check_character
from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.identities import IdentityConverter, KeyConverter, birth_date
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.layout import load_layout
from tests.factories.workbooks import identity

WORDS = load_layout().words
read = IdentityConverter(WORDS, 2029)
read_synthetic = IdentityConverter(WORDS, 2029, synthetic=True)
number = KeyConverter(WORDS)
NUMBER = "11010519491231002X"  # the worked example of GB 11643-1999


def test_check_character_of_the_worked_example_of_the_standard():
    assert check_character(NUMBER) == "X"
    assert read(NUMBER) == NUMBER


@pytest.mark.parametrize(
    "cell",
    [
        "11010519491231002x",
        " 1101 0519 4912 3100 2X ",
        "'" + NUMBER,
        "１１０１０５１９４９１２３１００２Ｘ",
        NUMBER + "\u200b",
    ],
)
def test_number_in_every_spelling(cell):
    assert read(cell) == NUMBER


@pytest.mark.parametrize("suffix", ["44", "11", "43B1", "4312"])
def test_disability_certificate_is_its_id_number(suffix):
    assert read(NUMBER + suffix) == NUMBER


def test_old_number_of_fifteen_digits_is_upgraded():
    assert read("110105491231002") == NUMBER
    assert read(110105491231002.0) == NUMBER


@pytest.mark.parametrize("cell", [None, "", " ", "-", "/"])
def test_empty_cell_says_nothing(cell):
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell", [1.10105194912310e17, 110105194912310020.0, "1.10105E+17", "110105194912310020.0", 1e300, -5.0, 1.5]
)
def test_number_that_lost_its_digits_is_said_to_be_damaged(cell):
    bad = read(cell)
    assert isinstance(bad, Bad)
    assert "text" in bad.reason.en


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("110105194912310021", "check character"),
        ("110105194913310027", "no date"),
        ("110105194902300022", "no date"),
        ("990105194912310021", "never issued"),
        ("00010519491231002X", "no province"),
        ("1101051949123100", "16 characters"),
        (NUMBER + "84", "20 characters"),
        (NUMBER + "49", "20 characters"),
        ("110105209101010022", "2091"),
        ("张三", "2 characters"),
        (ErrorCell("#N/A"), "#N/A"),
        (date(2019, 6, 30), "a date"),
        (True, "truth"),
    ],
)
def test_every_other_number_is_bad_with_its_reason(cell, word):
    bad = read(cell)
    assert isinstance(bad, Bad)
    assert word in bad.reason.en


def test_number_that_can_belong_to_nobody_is_believed_only_in_synthetic_sheets():
    assert read_synthetic(identity(1)) == identity(1)
    assert isinstance(read(identity(1)), Bad)


def test_prefixes_of_abolished_counties_are_accepted():
    body = "15242519491231002"
    assert read(body + check_character(body)) == body + check_character(body)


@given(st.dates(date(1880, 1, 1), date(2029, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_every_mistyped_digit_is_found(born, serial, place, step):
    right = identity(serial, born, "152221")
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert read(right) == right
    assert isinstance(read(wrong), Bad)


def test_birth_date_of_a_number():
    assert birth_date("19491231") == date(1949, 12, 31)
    assert birth_date("19490230") is None


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("8090000001", "8090000001"),
        (8090000001.0, "8090000001"),
        (" H-1 ", "H-1"),
        ("Ｈ１", "H1"),
        ("0012", "0012"),
        ("152221/平安村/3", "152221/平安村/3"),
        ("123456789012345678901", "123456789012345678901"),
    ],
)
def test_household_number_is_kept_as_written(cell, key):
    assert number(cell) == key


@pytest.mark.parametrize("cell", [None, "", "-", "空"])
def test_missing_number_is_nothing(cell):
    assert number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        8.09e18,
        "8.09E+18",
        "809.0",
        1.5,
        -1.0,
        "合计",
        "张三",
        "=cmd|' /C calc'!A0",
        "a b 1",
        "1" + "x" * 80,
        ErrorCell("#REF!"),
        True,
        date(2019, 1, 1),
    ],
)
def test_damaged_number_is_bad(cell):
    assert isinstance(number(cell), Bad)


@pytest.mark.parametrize(
    ("cell", "key"), [("abc", "abc"), (10**18 + 1, "1000000000000000001"), ("1.0", "1.0"), (5.0, "5"), (" x y ", "x y")]
)
def test_keys_of_plain_tables_are_taken_as_they_are(cell, key):
    assert KeyConverter(WORDS, tables=True)(cell) == key
