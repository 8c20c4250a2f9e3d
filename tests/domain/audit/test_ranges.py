import pytest

from diguan.domain.audit.ranges import UnableToReadRanges, packed, unpacked


@pytest.mark.parametrize(("numbers", "text"), [([4], "4"), ([1, 2, 3], "1-3"), ([1, 3, 4, 9], "1,3-4,9"), ([], "")])
def test_numbers_are_packed_into_ranges(numbers, text):
    assert packed(numbers) == text


def test_ranges_come_back_as_numbers():
    assert list(unpacked("1,3-4,9")) == [(1, 1), (3, 4), (9, 9)]


@pytest.mark.parametrize("text", ["", "a", "1-", "-3", "1,,2", "1-2-3", "1 ", "1-999999999999", "9" * 30])
def test_damaged_ranges_are_refused(text):
    with pytest.raises(UnableToReadRanges):
        list(unpacked(text))
