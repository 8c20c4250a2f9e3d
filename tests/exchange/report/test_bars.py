import re

import pytest

from diguan.exchange.figures.model import Tally
from diguan.exchange.report.bars import LEAST, SIGNS, legend, patterns, single, stacked, widths


def test_widths_are_proportional():
    assert widths({"met_seen": 1, "unmet": 3, "unknown": 0}) == {"met_seen": 25, "unmet": 75}


def test_widths_let_the_smallest_part_be_seen():
    found = widths({"met_seen": 9_999, "unmet": 1})
    assert found == {"met_seen": 100 - LEAST, "unmet": LEAST}


@pytest.mark.parametrize(
    "parts", [{"a": 1, "b": 10**6, "c": 2, "d": 10**6}, {"a": 1}, {f"p{n}": n for n in range(1, 40)}]
)
def test_widths_add_up_to_the_whole(parts):
    assert sum(widths(parts).values()) == pytest.approx(100)


def test_widths_of_nothing_are_nothing():
    assert widths({"met_seen": 0}) == {}


def test_stacked_draws_one_part_a_verdict_side_by_side():
    drawn = re.findall(
        r'x="([\d.]+)%" y="0" width="([\d.]+)%" height="16" class="v-(\w+)"', stacked(Tally(1, 0, 1, 2, 0, 0).parts())
    )
    assert drawn == [("0.00", "25.00", "met_seen"), ("25.00", "25.00", "met_declared"), ("50.00", "50.00", "unmet")]


@pytest.mark.parametrize(("value", "width"), [(5, "50.00"), (10, "100.00"), (0, None)])
def test_single_is_measured_against_the_largest(value, width):
    found = re.search(r'width="([\d.]+)%" height="16" class', single(value, 10))
    assert (found.group(1) if found else None) == width


def test_every_verdict_has_a_sign_and_a_filling_of_its_own():
    assert list(SIGNS) == list(Tally.__slots__)
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert all(f"v-{name}" in legend() for name in SIGNS)
    assert patterns().count("<pattern") == 2
