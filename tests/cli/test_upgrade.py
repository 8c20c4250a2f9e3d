"""`diguan upgrade` on the database that the tests use, whichever it is."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from diguan.cli import server


@pytest.mark.django_db(transaction=True)
def test_steps_waiting_counts_what_the_database_lacks():
    assert server.steps_waiting() == 0
    MigrationExecutor(connection).migrate([("jobs", None)])
    assert server.steps_waiting() > 0
    server.bring_up_to_date()
    assert server.steps_waiting() == 0
