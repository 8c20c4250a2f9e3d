"""From rows to units."""

import pytest

from diguan.domain.insight.rolling import know_units, level_of, parent_of, roll_up, units_above
from diguan.engine.snapshot.database import open_connection

VILLAGE = "152222100201"


def test_units_above_end_with_the_unit_itself():
    assert units_above(VILLAGE) == ("150000000000", "152200000000", "152222000000", "152222100000", VILLAGE)
    assert units_above("150000000000") == ("150000000000",)


@pytest.mark.parametrize(("code", "level", "parent"), [(VILLAGE, 5, "152222100000"), ("150000000000", 1, "")])
def test_unit_has_a_level_and_one_above(code, level, parent):
    assert (level_of(code), parent_of(code)) == (level, parent)


def rolled(rows, *, whole):
    """Counts of four rows' keys and two numbers, rolled up; and the units they are of."""
    key, numbers = ("region_code", "standard", "indicator"), ("one", "two")
    with open_connection() as duck:
        duck.execute(
            "CREATE TABLE counts (region_code VARCHAR, standard VARCHAR, indicator VARCHAR, one INTEGER, two INTEGER)"
        )
        duck.executemany("INSERT INTO counts VALUES (?, ?, ?, ?, ?)", rows)
        know_units(duck, "counts")
        roll_up(duck, "counts", key, numbers, whole=whole)
        found = {row[:3]: row[3:] for row in duck.execute("SELECT * FROM counts").fetchall()}
        return found, duck.execute("SELECT * FROM units ORDER BY unit").fetchall()


def test_every_unit_counts_all_below_it_once():
    found, units = rolled(
        [
            (VILLAGE, "s", "i", 1, 1),
            (VILLAGE, "s", "i", 0, 1),
            (VILLAGE, "s", "j", 3, 0),
            ("152222000000", "s", "i", 5, 0),
        ],
        whole=True,
    )
    assert found[VILLAGE, "*", "*"] == (4, 2)
    assert found["152222000000", "s", "i"] == (6, 2)
    assert found["150000000000", "*", "*"] == (9, 2)
    assert len(found) == 5 * 3
    assert units[-1] == (VILLAGE, "152222100000", 5)
    assert len(units) == 5


def test_noughts_are_left_out():
    assert rolled([(VILLAGE, "s", "i", 0, 0)], whole=False)[0] == {}
