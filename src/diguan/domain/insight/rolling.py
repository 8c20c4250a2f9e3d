"""From where rows stand to every unit above them, each with all that is at or below it."""

from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa

from diguan.domain.insight.choices import ALL
from diguan.domain.regions.queries import region_tree
from diguan.engine.snapshot.database import Connection, run

ABOVE = pa.schema([("code", pa.string()), ("unit", pa.string())])
UNITS = pa.schema([("unit", pa.string()), ("parent_code", pa.string()), ("level", pa.int16())])


@lru_cache(maxsize=50_000)
def units_above(code: str) -> tuple[str, ...]:
    """A unit and every one that holds it, by the code alone: a code that the tree no longer has still counts above."""
    scheme = region_tree().form.scheme
    above = (scheme.ancestor(code, level) for level in range(1, scheme.level_number(code)))
    return (*(unit for unit in above if unit is not None), code)


def parent_of(code: str) -> str:
    """The unit one level up; "" above the top."""
    return region_tree().form.scheme.parent(code) or ""


def level_of(code: str) -> int:
    """The level of a unit, 1 for the top."""
    return region_tree().form.scheme.level_number(code)


def know_units(duck: Connection, *tables: str) -> None:
    """The tables `above` (code, unit: every unit that holds a code, itself too) and `units` (unit, parent_code, level) of some counts."""
    known = " UNION ALL ".join(f"SELECT region_code FROM {table}" for table in tables)  # noqa: S608  our own names
    codes = [row[0] for row in run(duck, f"SELECT DISTINCT region_code FROM ({known}) ORDER BY 1")]  # noqa: S608
    pairs = [(code, unit) for code in codes for unit in units_above(code)]
    units = sorted({unit for _, unit in pairs})
    duck.register("above", pa.table({"code": [c for c, _ in pairs], "unit": [u for _, u in pairs]}, ABOVE))
    duck.register(
        "units",
        pa.table(
            {"unit": units, "parent_code": list(map(parent_of, units)), "level": list(map(level_of, units))}, UNITS
        ),
    )


def roll_up(duck: Connection, table: str, key: Sequence[str], numbers: Sequence[str], *, whole: bool) -> None:
    """Put in the place of counts those of every unit, one row a key. `whole`: beside them all kinds together ("*"). No row of noughts."""
    kinds, columns, same = key[1:], ", ".join(numbers), ", ".join([f"'{ALL}'"] * len(key[1:]))
    every = f"UNION ALL SELECT region_code, {same}, {columns} FROM {table}" if whole else ""  # noqa: S608  our own names
    duck.execute(
        f"""CREATE OR REPLACE TABLE {table} AS
        SELECT unit AS region_code, {", ".join(kinds)}, {", ".join(f"sum({name})::INTEGER AS {name}" for name in numbers)}
        FROM (SELECT {", ".join(key)}, {columns} FROM {table} {every}) JOIN above ON code = region_code
        GROUP BY unit, {", ".join(kinds)} HAVING {" OR ".join(f"sum({name}) > 0" for name in numbers)}"""  # noqa: S608  our own names
    )
