"""Rows by the hundred thousand between DuckDB and the database, never one by one through models.

Belongs here: COPY on PostgreSQL, executemany on SQLite, values as JSON. Does not belong here: what the rows mean.
"""

from diguan.domain.registry.bulk.ahead import ahead
from diguan.domain.registry.bulk.counting import count_anew
from diguan.domain.registry.bulk.flowing import flow
from diguan.domain.registry.bulk.pouring import BATCH, pour, pour_blocks
from diguan.domain.registry.bulk.values import json_of, on_postgresql

__all__ = ["BATCH", "ahead", "count_anew", "flow", "json_of", "on_postgresql", "pour", "pour_blocks"]
