"""Questions to the tables of a round, answered by its own database; nothing is counted row by row in Python."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from diguan.exchange.figures.model import Tally

Counts = dict[tuple[int, int], int]
AREAS = "figure_areas"


class RoundTables:
    """The tables of one round under their names in its database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._columns: dict[str, frozenset[str]] = {}

    def columns(self, table: str) -> frozenset[str]:
        """Columns of a table; none when there is no such table. Asked of the database once: the tables of a round do not change."""
        found = self._columns.get(table)
        if found is None:
            asked = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
            rows = self._connection.execute(asked, [table]).fetchall()
            found = self._columns[table] = frozenset(name for (name,) in rows)
        return found

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query that is known to have few."""
        return self._connection.execute(sql).fetchall()

    def batches(self, sql: str, size: int) -> Iterator[tuple[Any, ...]]:
        """Rows of a query that may have many. Names are in tables of this very connection: nothing else may be asked meanwhile."""
        result = self._connection.execute(sql)
        while batch := result.fetchmany(size):
            yield from batch

    def number(self, sql: str) -> int:
        """The one number of a query."""
        row = self._connection.execute(sql).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def tally(self, table: str, indicator: str) -> Tally:
        """Verdicts of an indicator over a table of verdicts."""
        verdict, grade = quoted(indicator), quoted(f"{indicator}@grade")
        return Tally.of(
            {
                (int(c), int(g)): int(n)
                for c, g, n in self._numbers(f"SELECT {verdict}, {grade}, count(*) FROM {table} GROUP BY ALL")
            }
        )

    def tally_by_area(self, indicator: str) -> dict[str, Tally]:
        """Verdicts of households by area; `set_areas` comes first."""
        verdict, grade = quoted(indicator), quoted(f"{indicator}@grade")
        sql = f"SELECT a.area, v.{verdict}, v.{grade}, count(*) FROM verdicts_household v {_in_area('v')} GROUP BY ALL"
        found: dict[str, Counts] = defaultdict(dict)
        for area, code, its_grade, count in self._connection.execute(sql).fetchall():
            found[area][int(code), int(its_grade)] = int(count)
        return {area: Tally.of(counts) for area, counts in found.items()}

    def by_area(self, what: str, table: str, where: str = "true") -> dict[str, int]:
        """An aggregate over a table with region codes, by area."""
        sql = f"SELECT a.area, {what} FROM {table} t {_in_area('t')} WHERE {where} GROUP BY ALL"
        return {area: int(count) for area, count in self._connection.execute(sql).fetchall()}

    def by_area_and(self, column: str, table: str) -> dict[str, dict[str, int]]:
        """Rows of a table by area and a column, where that column says something."""
        name = quoted(column)
        sql = (
            f"SELECT a.area, t.{name}, count(*) FROM {table} t {_in_area('t')} WHERE t.{name} IS NOT NULL GROUP BY ALL"
        )
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for area, value, count in self._connection.execute(sql).fetchall():
            found[area][value] = int(count)
        return found

    def region_codes(self) -> list[str | None]:
        """Every region code of a household, in order; None where one has none."""
        return [
            code
            for (code,) in self._connection.execute("SELECT DISTINCT region_code FROM households ORDER BY 1").fetchall()
        ]

    def set_areas(self, areas: Mapping[str | None, str]) -> None:
        """Say which area every region code is counted under."""
        table = pa.table(
            {"region_code": pa.array(list(areas), pa.string()), "area": pa.array(list(areas.values()), pa.string())}
        )
        self._connection.register(AREAS, table)

    def _numbers(self, sql: str) -> list[tuple[int, ...]]:
        return self._connection.execute(sql).fetchall()


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _in_area(alias: str) -> str:
    return f"JOIN {AREAS} a ON a.region_code IS NOT DISTINCT FROM {alias}.region_code"
