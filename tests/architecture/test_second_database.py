"""What runs on the second database as well: every test that may touch one, and no other."""

import pytest

from tests.conftest import touches_database


@pytest.fixture
def through_another(db):
    """A fixture that asks for the database."""


@pytest.mark.django_db
def test_marked_test_touches_the_database(request):
    assert touches_database(request.node)


@pytest.mark.django_db(transaction=True)
def test_test_that_commits_touches_the_database(request):
    assert touches_database(request.node)


def test_test_touches_the_database_through_a_fixture(request, through_another):
    assert touches_database(request.node)


def test_test_without_either_does_not(request):
    assert not touches_database(request.node)
