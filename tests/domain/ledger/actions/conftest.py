"""The household of the worlds, its round and its items."""

import shutil

import pytest

from tests.domain.ledger.worlds import neighbours, world
from tests.factories.rounds import screened, written


@pytest.fixture(scope="session")
def neighbours_round(tmp_path_factory):
    """The folder of the round over the neighbours, made once."""
    return written(screened(neighbours()), tmp_path_factory.mktemp("neighbours") / "round-1")


@pytest.fixture
def lived(db, settings, tmp_path, neighbours_round):
    settings.ROUNDS, settings.EVIDENCE = tmp_path / "rounds", tmp_path / "evidence"
    shutil.copytree(neighbours_round, settings.ROUNDS / "round-1")
    return world(settings.ROUNDS)
