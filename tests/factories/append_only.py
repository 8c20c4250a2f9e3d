"""Lifts the guards of tables that only grow, as somebody with the password of the database could: to empty them, or to forge."""

from contextlib import contextmanager

from django.db import connection

GUARDED = "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def lifted():
    """Without the triggers; they stand again afterwards."""
    lift, restore = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    _execute(lift)
    try:
        yield
    finally:
        _execute(restore)


def _on_postgresql():
    tables = [name for (name,) in _rows(GUARDED)]
    first = ["SET CONSTRAINTS ALL IMMEDIATE"]  # a table with checks still to come cannot be altered
    switched = {how: [f'ALTER TABLE "{table}" {how} TRIGGER USER' for table in tables] for how in ("DISABLE", "ENABLE")}
    return first + switched["DISABLE"], switched["ENABLE"]


def _on_sqlite():
    triggers = _rows(TRIGGERS)
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [text for _, text in triggers]


def _rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _execute(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
