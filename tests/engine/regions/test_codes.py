import pytest

from diguan.engine.regions.codes import CodeScheme, UnableToReadCode

CHINA = CodeScheme((2, 4, 6, 9, 12), "0")
UNFILLED = CodeScheme((2, 5), None)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("150000000000", 1),
        ("152200000000", 2),
        ("152222000000", 3),
        ("152222100000", 4),
        ("152222100201", 5),
        ("150100000000", 2),
    ],
)
def test_level_number_is_told_by_the_zeros_at_the_end(code, level):
    assert CHINA.level_number(code) == level


@pytest.mark.parametrize("text", ["152222", " 152222 ", "152222000000"])
def test_complete_fills_up_the_significant_part(text):
    assert CHINA.complete(text) == "152222000000"


@pytest.mark.parametrize("text", ["", "1", "15222", "1522220000000", "15222200000-", "科右中旗科右中旗科右中旗!"])
def test_complete_refuses_what_is_no_code(text):
    with pytest.raises(UnableToReadCode, match="expected 12 characters filled up with '0', or the first 2/4/6/9/12"):
        CHINA.complete(text)


def test_complete_refuses_a_length_between_levels_where_codes_are_not_filled_up():
    with pytest.raises(UnableToReadCode, match="expected a length of 2/5"):
        UNFILLED.complete("AA-1")


def test_parent_goes_up_to_nothing():
    line = ["152222100201"]
    while (above := CHINA.parent(line[-1])) is not None:
        line.append(above)
    assert line == ["152222100201", "152222100000", "152222000000", "152200000000", "150000000000"]


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("150000000000", "150000000000", "160000000000"),
        ("150900000000", "150900000000", "151000000000"),
        ("152222000000", "152222000000", "152223000000"),
        ("152222199000", "152222199000", "152222200000"),
        ("152222100201", "152222100201", "152222100202"),
    ],
)
def test_subtree_range_is_half_open_and_filled_up(code, low, high):
    assert CHINA.subtree_range(code) == (low, high)


def test_subtree_range_ends_after_the_last_digits_there_are():
    low, high = CHINA.subtree_range("990000000000")
    assert low <= "999999999999" < high
    assert len(high) == 12


def test_subtree_range_of_codes_that_are_not_filled_up_holds_the_unit_and_those_below():
    low, high = UNFILLED.subtree_range("AA")
    assert [code for code in ("A", "AA", "AA-01", "AA-99", "AB", "AB-01") if low <= code < high] == [
        "AA",
        "AA-01",
        "AA-99",
    ]


def test_subtree_range_of_the_first_of_two_units_leaves_out_the_second():
    low, high = UNFILLED.subtree_range("AA-09")
    assert (low, low <= "AA-10" < high) == ("AA-09", False)
