"""One after the other: who folds a region into the tables for lists waits for whoever does so in it, above it or below it."""

from django.db import connection as database

from diguan.domain.registry.bulk import on_postgresql
from diguan.domain.registry.queries.extraction.extent import COUNTY, DIVISIONS, Extent

TURNS = 7_307_403  # keeps these locks apart from others of the database
HEADS = (0, *(width for width in DIVISIONS.widths if width <= COUNTY))


def take_turn(extent: Extent) -> None:
    """Hold an extent until the end of the transaction; what lies above is held together with others. SQLite has one writer anyway."""
    if not on_postgresql():
        return
    with database.cursor() as cursor:
        for width in HEADS:
            if width < len(extent.head):
                cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [TURNS, _key(extent.head[:width])])
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, _key(extent.head)])


def _key(head: str) -> int:
    return int(head or "0")
