from dataclasses import replace

import pytest

from diguan.engine.standards import load_standard
from diguan.engine.standards.ranges import outside, range_of, said
from tests.factories.packs import PACKS, edit, pack_copy, told

LINE = load_standard(PACKS / "small").parameters["line"]


@pytest.mark.parametrize(
    ("unit", "value", "fits"),
    [
        ("yuan/person/year", -0.01, False),
        ("yuan/person/year", 0, True),
        ("years", 150, True),
        ("years", 151, False),
        ("months", -1, False),
        ("days", 40_000, False),
        ("minutes", 1441, False),
        ("log peso/household/month", -3, True),
        ("1", -3, True),
        (None, -3, True),
    ],
)
def test_unit_says_what_makes_sense(unit, value, fits):
    assert (outside(replace(LINE, unit=unit, range=None), value) is None) is fits


def test_file_says_it_before_the_unit():
    share = replace(LINE, unit="1", range=(0.0, 1.0))
    assert [outside(share, v) for v in (0, 1, 1.01)] == [None, None, (0.0, 1.0)]
    assert range_of(replace(LINE, type="text", unit="years", range=None)) is None


def test_range_is_said_without_an_end_that_means_nothing():
    assert said((0, 150)).en == "a number from 0 to 150"
    assert said((0, 1e9)).en == "a number of at least 0"


def test_value_of_a_file_outside_its_range_is_refused(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "parameters/line.yaml", "unit: coin/person", "unit: coin/person\nrange: [50, 115]")
    message = "the value 120.0 of the parameter 'line' is outside the range that makes sense"
    assert told(folder) == [("parameters/line.yaml", 7, message)]


@pytest.mark.parametrize(
    ("range_", "message"),
    [
        ("[200, 50]", "the lower end of the range is above the upper end"),
        ("[1]", "found a list"),
    ],
)
def test_range_that_is_none_is_refused(tmp_path, range_, message):
    folder = pack_copy(tmp_path)
    edit(folder, "parameters/line.yaml", "unit: coin/person", f"unit: coin/person\nrange: {range_}")
    assert [(f, n) for f, n, _ in told(folder)] == [("parameters/line.yaml", 3)]
    assert message in told(folder)[0][2]


def test_date_has_no_range(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "parameters/first_day.yaml", "values:", "range: [1, 2]\nvalues:")
    assert [m for _, _, m in told(folder)] == ["the type date takes no 'range'"]
