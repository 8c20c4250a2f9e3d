"""A world that is written again as rows is the world that was built, and nothing stands in for one that begins otherwise."""

import pytest
from django.db import connection, transaction

from diguan.domain.registry.models import Household, Person
from tests.factories import kept as module
from tests.factories.accounts import account
from tests.factories.kept import filled, kept, read, write
from tests.web.households.conftest import home, load

pytestmark = pytest.mark.django_db
WORLD = (home("1001"), home("1002", identity="990101195001011236"))


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(module, "_known", {})


def emptied(act):
    """Do something of which the database keeps nothing."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


def test_rows_that_are_written_again_are_those_that_were_built():
    built = emptied(lambda: (load(*WORLD), read())[1])
    assert {"registry_household", "registry_observation", "registry_person"} <= set(built)
    assert (read(), filled()) == ({}, False)
    write(built)
    assert read() == built


def test_world_is_built_once_and_the_next_number_follows_its_rows():
    times = []

    def build():
        times.append(1)
        Household.objects.create(county="152222", number="1", region_code="152222100001", listed=True, size=1)

    for _ in range(3):
        emptied(lambda: (kept("a household", build), Person.objects.count()))
    kept("a household", build)
    first = Household.objects.get()
    second = Household.objects.create(county="152222", number="2", region_code="152222100001", listed=True, size=1)
    assert (times, second.pk) == ([1], first.pk + 1)


def test_world_is_built_where_something_stands_already():
    emptied(lambda: kept("nothing", lambda: None))
    account()
    times = []
    kept("nothing", lambda: times.append(1))
    assert times == [1]


def test_every_table_of_the_project_is_looked_at():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables - set(module._columns()) == {"django_migrations", "django_content_type", "auth_permission"}


def test_other_rows_are_another_world():
    emptied(lambda: load(*WORLD))
    load(home("7"))
    assert list(Household.objects.values_list("number", flat=True)) == ["7"]
