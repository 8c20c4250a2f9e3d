"""Statistics of the tables: without them PostgreSQL plans for an empty registry until its own housekeeping comes by."""

from django.db import connection as database

from diguan.domain.registry.bulk.values import on_postgresql

# Columns that questions choose by; what a row says needs no statistics and is long.
ASKED_BY = {
    "registry_observation": "id, sheet_id, household_number, region_code",
    "registry_identifiers": "observation_id, blind",
    "registry_household": "id, county, number, region_code, status, kind, gone",
    "registry_person": "id, household_id, number, region_code, pinyin, initials, blind, gone, member",
}


def count_anew() -> None:
    """Let the database look at the tables that loads fill."""
    with database.cursor() as cursor:
        for table, columns in ASKED_BY.items():
            cursor.execute(f"ANALYZE {table} ({columns})" if on_postgresql() else f"ANALYZE {table}")
