"""The one DuckDB connection of a round: in memory, without spilling, without extensions from a network."""

from collections.abc import Sequence
from typing import Any

import duckdb

Connection = duckdb.DuckDBPyConnection

# No temporary folder: the names and identity numbers that wait in memory for the ledger must not be written anywhere.
SETTINGS = {
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "true",
}


def open_connection(threads: int | None = None) -> Connection:
    """A fresh in-memory database; `threads` None takes every core."""
    settings: dict[str, Any] = dict(SETTINGS)
    if threads is not None:
        settings["threads"] = threads
    return duckdb.connect(":memory:", config=settings)


def run(connection: Connection, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Execute one statement and fetch all of its rows."""
    return connection.execute(sql, list(parameters)).fetchall()


def scalar(connection: Connection, sql: str, parameters: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a value of any SQL type
    """The one value of a query."""
    return run(connection, sql, parameters)[0][0]


def quoted(name: str) -> str:
    """An identifier as DuckDB reads it, whatever it contains."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def text(value: str) -> str:
    """A text literal."""
    escaped = value.replace("'", "''")
    return f"'{escaped}'"


def double(value: float) -> str:
    """A number as SQL. A bare literal is a DECIMAL, which overflows where two are multiplied: 23456.78901 * 23456.78901 is refused."""
    return f"{value!r}::DOUBLE"


def columns_of(connection: Connection, relation: str) -> list[tuple[str, str]]:
    """Names and DuckDB types of a relation's columns, in order."""
    return [(row[0], row[1]) for row in run(connection, f"DESCRIBE {quoted(relation)}")]


def has_rows(connection: Connection, relation: str) -> bool:
    """Whether a relation has any row."""
    return bool(run(connection, f"SELECT 1 FROM {quoted(relation)} LIMIT 1"))


def table_names(connection: Connection) -> frozenset[str]:
    """Names of all tables there are now; a view is none."""
    return frozenset(name for (name,) in run(connection, "SELECT table_name FROM duckdb_tables()"))


def has_table(connection: Connection, name: str) -> bool:
    """Whether there is a table of this name."""
    return bool(run(connection, "SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name]))
