"""What was counted beside what is kept: figures that differ end, those of now are poured in, all by sets."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from diguan.domain.registry.bulk import flow, pour
from diguan.engine.snapshot.database import Connection, scalar, text

OVER = "insight_over"  # ids of figures that no longer hold
Kept = tuple[str, Sequence[str], Sequence[str]]  # the table of figures, their key, their numbers


def keep(duck: Connection, counted: str, kept: Kept, on: date) -> int:
    """Keep the counts of a table as figures from a day on, and end those that say something else; how many rows differ.

    Needs `units` (unit, parent_code, level) of every unit that was counted.
    """
    table, key, numbers = kept
    same = ", ".join((*key, *numbers))
    _fetch(duck, table, key, numbers)
    duck.execute(f"CREATE OR REPLACE TABLE over AS SELECT id FROM kept ANTI JOIN {counted} USING ({same})")  # noqa: S608  our own names
    duck.execute(f"CREATE OR REPLACE TABLE fresh AS SELECT * FROM {counted} ANTI JOIN kept USING ({same})")  # noqa: S608
    _end(duck, table, on)
    columns = ("region_code", "parent_code", "level", "since", *key[1:], *numbers)
    new = f"""SELECT region_code, parent_code, level, DATE {text(on.isoformat())} AS since, {", ".join((*key[1:], *numbers))}
        FROM fresh JOIN units ON unit = region_code ORDER BY {", ".join(key)}"""  # noqa: S608
    return pour(duck, new, table, columns) + int(scalar(duck, "SELECT count(*) FROM over"))


def _fetch(duck: Connection, table: str, key: Sequence[str], numbers: Sequence[str]) -> None:
    """The table `kept`: figures of now."""
    typed = {"id": "BIGINT", **dict.fromkeys(key, "VARCHAR"), **dict.fromkeys(numbers, "INTEGER")}
    duck.execute(f"CREATE OR REPLACE TABLE kept ({', '.join(f'{name} {kind}' for name, kind in typed.items())})")
    query = f"SELECT {', '.join(typed)} FROM {table} WHERE until IS NULL"  # noqa: S608
    for block in flow(query, tuple(typed)):
        duck.register("block", block)
        duck.execute("INSERT INTO kept SELECT * FROM block")


def _end(duck: Connection, table: str, on: date) -> None:
    """Figures that no longer hold end on a day; those that began on it, or on a later one by a clock that was wrong, never held."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {OVER} (id bigint PRIMARY KEY)")
        pour(duck, "SELECT id FROM over ORDER BY id", OVER, ("id",))
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {OVER}")
        theirs = f"id IN (SELECT id FROM {OVER})"  # noqa: S608
        day = connection.ops.adapt_datefield_value(on)
        cursor.execute(f"DELETE FROM {table} WHERE {theirs} AND since >= %s", [day])  # noqa: S608
        cursor.execute(f"UPDATE {table} SET until = %s WHERE {theirs}", [day])  # noqa: S608
        cursor.execute(f"DROP TABLE {OVER}")
