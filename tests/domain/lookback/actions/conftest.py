"""A world whose house was mended, seen and closed, and a sample in which it was drawn."""

import pytest

from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.lookback.worlds import Inspected

__all__ = ["lived", "neighbours_round"]


@pytest.fixture
def inspected(lived):
    return Inspected(lived)
