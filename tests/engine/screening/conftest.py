"""One screening of the village written by hand, for every test that only looks at it."""

from collections.abc import Iterator

import pytest

from diguan.engine.screening import Round
from tests.factories.rounds import screened
from tests.factories.village import the_village


@pytest.fixture(scope="session")
def village_round() -> Iterator[Round]:
    with screened(the_village()) as found:
        yield found
