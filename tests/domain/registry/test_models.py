"""References of rows that come in bulk: refused by the database, by whoever writes, and what is referred to stays."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from diguan.domain.registry.models import Household, Identifiers, Observation, Person, Sheet
from tests.factories.facts import export, inputs, source
from tests.factories.registry import loaded

ABSENT = 987_654_321
HEAD = {
    "household_id": "1001",
    "person_id": "1",
    "identity": "990101195001011234",
    "name": "单小明",
    "region_code": "152222201001",
    "status": "exited",
}


def county():
    return inputs(export(source(1), [HEAD], ("status",)))


def refused(statement, *values):
    """Whether the database refuses a statement, at the latest when it is committed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            connection.check_constraints()
    except (IntegrityError, DatabaseError):
        return True
    return False


def copied(model, **changes):
    """The statement that writes the first row of a table once more, changed."""
    names = [field.column for field in model._meta.concrete_fields]
    chosen = ", ".join(f"{changes[name]} AS {name}" if name in changes else name for name in names)
    table, key = model._meta.db_table, model._meta.pk.column
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "column", "own"),
    [
        (Observation, "sheet_id", "id"),
        (Person, "household_id", "id"),
        (Identifiers, "observation_id", "observation_id"),
    ],
    ids=["observation", "person", "identifiers"],
)
def test_row_that_refers_to_nothing_is_refused(model, column, own):
    loaded(county())
    fresh = {own: 123_456_789} if own != column else {}
    if fresh:
        assert not refused(copied(model, **fresh, **({"number": "'another'"} if model is Person else {})))
        fresh[own] += 1
    assert refused(copied(model, **{**fresh, column: ABSENT}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE registry_identifiers SET observation_id = {ABSENT}",
        f"UPDATE registry_person SET household_id = {ABSENT}",
        "DELETE FROM registry_household",
        "DELETE FROM registry_sheet",
        f"UPDATE registry_household SET id = id + {ABSENT}",
        f"UPDATE registry_sheet SET id = id + {ABSENT}",
    ],
)
def test_what_is_referred_to_stays_where_it_is(change):
    loaded(county())
    assert refused(change)
    assert Household.objects.exists()
    assert Sheet.objects.exists()
