"""From rows to units."""

import pytest

from diguan.domain.insight.rolling import level_of, parent_of, rolled_up, units_above

VILLAGE = "152222100201"


def test_units_above_end_with_the_unit_itself():
    assert units_above(VILLAGE) == ("150000000000", "152200000000", "152222000000", "152222100000", VILLAGE)
    assert units_above("150000000000") == ("150000000000",)


@pytest.mark.parametrize(("code", "level", "parent"), [(VILLAGE, 5, "152222100000"), ("150000000000", 1, "")])
def test_unit_has_a_level_and_one_above(code, level, parent):
    assert (level_of(code), parent_of(code)) == (level, parent)


def test_every_unit_counts_all_below_it_once():
    counts = {
        (VILLAGE, "s", "i", "d"): (1, 2),
        (VILLAGE, "s", "j", "d"): (3, 0),
        ("152222000000", "s", "i", "d"): (5, 0),
    }
    found = rolled_up(counts, whole=True)
    assert found[VILLAGE, "*", "*", "*"] == (4, 2)
    assert found["152222000000", "s", "i", "d"] == (6, 2)
    assert found["150000000000", "*", "*", "*"] == (9, 2)
    assert len(found) == 5 * 3


def test_noughts_are_left_out():
    assert rolled_up({(VILLAGE, "s", "i"): (0, 0)}, whole=False) == {}
