"""Three hundred uniform incomes from a seed, whose figures are printed in the tests of another program.

Source: the tests of Apode (Poverty and Inequality Analysis in Python), `make_uniform(seed=42, size=300)`, lines at half the median
and at the mean. The incomes are NumPy's `RandomState(42).uniform`, that is the first numbers of the Mersenne Twister seeded by one word.
"""

from random import Random

import pytest

from tests.factories.surveys import measured, value

WORDS = 624


def uniform(seed, size):
    """Numbers of the Mersenne Twister after `init_genrand(seed)`, with 53 bits each."""
    state = [seed]
    for number in range(1, WORDS):
        state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + number) & 0xFFFFFFFF)
    dice = Random()
    dice.setstate((3, (*state, WORDS), None))
    return [dice.random() for _ in range(size)]


@pytest.fixture(scope="module")
def incomes():
    return [{"income": x} for x in uniform(42, 300)]


def test_half_the_median_gives_the_published_figures(incomes):
    found = measured(incomes, "median:0.5", income="income")
    published = {
        "fgt0": 0.27,
        "fgt1": 0.13715275200855706,
        "fgt2": 0.0925444945807559,
        "watts": 0.2724322042654472,
        "gini": 0.34232535781966483,
    }
    assert {name: value(found, name) for name in published} == pytest.approx(published, rel=1e-11)


def test_mean_gives_the_published_figures(incomes):
    found = measured(incomes, "mean:1.0", income="income")
    assert [value(found, name) for name in ("fgt0", "fgt1")] == pytest.approx(
        [0.4766666666666667, 0.26003924372489007], rel=1e-11
    )
