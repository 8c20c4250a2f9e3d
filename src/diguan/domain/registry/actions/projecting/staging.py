"""Rows on their way into a table of the database by a temporary one beside it."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from diguan.domain.registry.bulk import pour
from diguan.engine.snapshot.database import Connection, quoted


def put_stage(
    cursor: CursorWrapper,
    duck: Connection,
    names: tuple[str, str],
    columns: Sequence[str],
    query: str,
    keys: Sequence[str],
) -> None:
    """Pour a query into a temporary table; `names`: of it and of the table whose types it has.

    Without an index SQLite looks through the whole stage for every row that it asks about.
    """
    stage, table = names
    cursor.execute(f"DROP TABLE IF EXISTS {stage}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {stage} AS SELECT {', '.join(map(quoted, columns))} FROM {table} WHERE false"
    )
    pour(duck, query, stage, columns)
    cursor.execute(f"CREATE INDEX {stage}_key ON {stage} ({', '.join(keys)})")
    cursor.execute(f"ANALYZE {stage}")


def update_from_stage(
    cursor: CursorWrapper,
    names: tuple[str, str],
    columns: Sequence[str],
    shown: Sequence[str],
    *,
    versioned: bool,
) -> int:
    """Write staged rows over those of the same id; returns how many really say something else. Only those get a new version.

    `names`: of the stage and of the table; `shown`: the columns that are compared where the table has no digest.
    """
    stage, table = names
    differing = " OR ".join(f"t.{quoted(name)} IS DISTINCT FROM s.{quoted(name)}" for name in shown)
    changed = f"(t.gone OR (t.digest IS NULL AND ({differing})) OR t.digest <> s.digest)"
    cursor.execute(f"SELECT count(*) FROM {stage} s JOIN {table} t ON t.id = s.id WHERE {changed}")
    (count,) = cursor.fetchone()
    sets = [f"{quoted(name)} = s.{quoted(name)}" for name in columns if name != "id"] + ["gone = false"]
    if versioned:
        sets.append(f"version = t.version + CASE WHEN {changed} THEN 1 ELSE 0 END")
    cursor.execute(f"UPDATE {table} AS t SET {', '.join(sets)} FROM {stage} s WHERE t.id = s.id")
    return int(count)
