"""The same seed and population give the same sample, whatever the order they come in; chances are as said."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.domain.lookback.choices import Method
from diguan.domain.lookback.drawing import Unit, allocate, draw, frame_of, hash_of, units_of

WRITTEN = {
    Method.RANDOM: ["47", "19", "41", "37", "48", "11"],
    Method.RISK: ["43", "32", "26", "38", "50", "14"],
    Method.CONFIRMERS: ["47", "41", "37", "11", "45", "01", "35"],
}
UNITS = [Unit(f"152222-{n:06d}", 1000 + n, n % 7, 1 + n % 3) for n in range(60)]


@pytest.mark.parametrize("method", Method)
def test_sample_follows_from_seed_and_population_alone(method):
    once = draw(UNITS, method, "seed", 20)
    assert draw(reversed(UNITS), method, "seed", 20) == once
    assert draw(units_of(frame_of(UNITS)), method, "seed", 20) == once
    assert draw(UNITS, method, "another", 20) != once
    assert len({unit.number for unit in once}) == 20


def test_sample_is_the_one_that_was_ever_drawn():
    """Written down: a later version of the language or of this code that drew another one would be wrong."""
    drawn = {method: [unit.number[-2:] for unit in draw(UNITS, method, "2019", 6)] for method in Method}
    assert drawn == WRITTEN
    by_hash = sorted(UNITS, key=lambda unit: sha256(f"2019\x1f{unit.number}\x1f{unit.closing}".encode()).hexdigest())
    assert [unit.number[-2:] for unit in by_hash[:6]] == WRITTEN[Method.RANDOM]


def test_population_is_hashed_in_the_order_of_numbers():
    assert frame_of(UNITS) == frame_of(reversed(UNITS))
    assert hash_of(frame_of(UNITS)) != hash_of(frame_of(UNITS[1:]))
    assert hash_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_sample_of_more_than_there_are_is_all():
    assert sorted(draw(UNITS, Method.RANDOM, "s", 900)) == UNITS


def test_one_closing_more_changes_a_random_sample_by_one_at_most():
    more = Unit("152222-000999", 9999, 1)
    before, after = (set(draw(units, Method.RANDOM, "s", 20)) for units in (UNITS, [*UNITS, more]))
    assert len(before - after) <= 1


def test_twice_the_weight_is_drawn_first_twice_as_often():
    heavy, light = Unit("1-1", 1, 0, 2), Unit("1-2", 2, 0, 1)
    first = Counter(draw([heavy, light], Method.RISK, f"seed {n}", 1)[0].number for n in range(3000))
    assert 0.64 < first["1-1"] / 3000 < 0.69


def test_every_closing_is_drawn_as_often_as_any_other():
    seen = Counter(unit.number for n in range(600) for unit in draw(UNITS, Method.RANDOM, f"s{n}", 15))
    assert min(seen.values()) > 100
    assert max(seen.values()) < 200


def test_everybody_who_confirmed_is_represented():
    drawn = draw(UNITS, Method.CONFIRMERS, "s", 3)
    assert Counter(unit.confirmer for unit in drawn) == Counter(range(7))


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 40), min_size=1), st.integers(1, 400))
def test_allocation_gives_everybody_one_and_nobody_more_than_there_are(strata, size):
    given_ = allocate(strata, size)
    assert given_.keys() == strata.keys()
    assert all(1 <= given_[who] <= strata[who] for who in strata)
    assert sum(given_.values()) == min(max(size, len(strata)), sum(strata.values()))


def test_allocation_is_in_proportion():
    assert allocate({1: 100, 2: 50, 3: 1}, 16) == {1: 10, 2: 5, 3: 1}
