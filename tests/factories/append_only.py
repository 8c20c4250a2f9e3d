"""Lifts the guards of the record of acts and of observations, as the owner of the database could: to empty, or to forge."""

from contextlib import contextmanager

from django.db import connection

TABLES = ("audit_entry", "audit_seal", "registry_observation")


@contextmanager
def lifted():
    """Without the triggers; they stand again afterwards."""
    guards = _sqlite_triggers() if connection.vendor == "sqlite" else {}
    with connection.cursor() as cursor:
        for name in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        for text in guards.values():
            cursor.execute(text)
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _sqlite_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())
