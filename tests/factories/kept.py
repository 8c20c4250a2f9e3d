"""A world that many tests begin with: built by the real acts once a process, and written as the rows it left from then on."""

import pickle
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from diguan.domain.sealing import seals

Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]
AT_ONCE = 200
OF_DJANGO = (ContentType, Permission)  # rows that a migration leaves
_known: dict[Any, dict[str, Table]] = {}


def kept(key: Any, build: Callable[[], object]) -> None:
    """Leave the database as `build` leaves an empty one; `key` names the world, and everything that it is made of.

    Where anything stands already the world is built: its acts might see that.
    """
    if filled():
        build()
        return
    held = seals()  # what was sealed with other keys could not be read
    key = (key, str(settings.DATA), held.current, held.blind_key)
    if key in _known:
        write(_known[key])
    else:
        build()
        _known[key] = read()


def same(*made_of: object) -> bytes:
    """A key of values that may be unhashable."""
    return pickle.dumps(made_of)


def filled() -> bool:
    """Whether any table has a row; what Django itself keeps is there always."""
    asked = " UNION ALL ".join(f'(SELECT 1 FROM "{table}" LIMIT 1)' for table in _columns())
    if connection.vendor == "sqlite":
        asked = asked.replace("(SELECT", "SELECT * FROM (SELECT")
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone() is not None


def read() -> dict[str, Table]:
    """Every row by table, but for what the database computes itself."""
    found: dict[str, Table] = {}
    with connection.cursor() as cursor:
        for table, columns in _columns().items():
            named = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {named} FROM "{table}" ORDER BY 1')
            if rows := cursor.fetchall():
                found[table] = (columns, rows)
    return found


def write(world: dict[str, Table]) -> None:
    """Put rows into empty tables; the next number of each goes on after them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in world.items():
            named = ", ".join(f'"{column}"' for column in columns)
            one = "(" + ", ".join(["%s"] * len(columns)) + ")"
            for first in range(0, len(rows), AT_ONCE):
                some = rows[first : first + AT_ONCE]
                values = ", ".join([one] * len(some))
                cursor.execute(f'INSERT INTO "{table}" ({named}) VALUES {values}', [v for row in some for v in row])
        if connection.vendor == "postgresql":
            _count_on(cursor, world)


def _count_on(cursor: Any, world: dict[str, Table]) -> None:
    for table, (columns, rows) in world.items():
        if columns[0] == "id" and isinstance(rows[-1][0], int):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, rows[-1][0]])


def _columns() -> dict[str, tuple[str, ...]]:
    models = [m for m in apps.get_models(include_auto_created=True) if m not in OF_DJANGO]
    return {m._meta.db_table: tuple(f.column for f in m._meta.local_concrete_fields if not f.generated) for m in models}
