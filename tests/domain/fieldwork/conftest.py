"""A household that a village may visit, and one of another county."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from tests.factories.accounts import viewer
from tests.factories.snapshots import catalogue as read_catalogue
from tests.web.households.conftest import HERE, THERE, home, load


@pytest.fixture
def household(db):
    """Listed here, in a dangerous house."""
    load(home("1001"), home("CANARY-9", THERE))
    return Household.objects.get(number="1001")


@pytest.fixture
def foreign(household):
    """Of another county."""
    return Household.objects.get(number="CANARY-9")


@pytest.fixture
def catalogue():
    """The shipped catalogue."""
    return read_catalogue()


@pytest.fixture
def team(household):
    """A village team of the household's village."""
    return viewer(Role.VILLAGE, over=HERE)
