"""How often something was done lately, counted in the database, so that it holds for several processes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from diguan.domain.accounts.models import Counter


def count_up(keys: Iterable[str], at: datetime, seconds: int) -> Mapping[str, int]:
    """One more for every key in the running window of so many seconds; how many that makes. One statement, one row a key."""
    table, window = Counter._meta.db_table, int(at.timestamp()) // seconds  # noqa: SLF001  Django's description of a model
    wanted = sorted(set(keys))
    values = ", ".join(["(%s, %s, 1)"] * len(wanted))
    statement = f"""INSERT INTO {table} (key, "window", count) VALUES {values}
        ON CONFLICT (key) DO UPDATE SET "window" = excluded."window",
            count = CASE WHEN {table}."window" = excluded."window" THEN {table}.count + 1 ELSE 1 END
        RETURNING key, count"""  # noqa: S608  the name of our own table
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for key in wanted for part in (key, window)])
        return dict(cursor.fetchall())


def seconds_left(at: datetime, seconds: int) -> int:
    """How long the running window still lasts: at least 1."""
    return seconds - int(at.timestamp()) % seconds
