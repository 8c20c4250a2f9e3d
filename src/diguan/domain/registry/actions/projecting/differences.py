"""What the fold says differently from the tables for lists: found in DuckDB by digests, so that only new and changed rows travel.

Tables of DuckDB used here: folded_<kind>, the rows as the fold makes them, with a digest; known_<kind>(id, <keys>, digest, gone), what
the database holds of the same counties.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from django.db import connection as database

from diguan.domain.registry.actions.projecting.changes import Changed
from diguan.domain.registry.actions.projecting.staging import put_stage, update_from_stage
from diguan.domain.registry.bulk import flow, pour
from diguan.engine.snapshot.database import Connection, quoted, run, scalar, text

DIGEST = "digest"
AT_ONCE = 500  # numbers in one statement


@dataclass(frozen=True, slots=True)
class Kind:
    """A table for lists. `keys` name a row in its fold; `known`: the query of (id, <keys>, digest, gone) of counties.

    `constants`: values of columns that a new row begins with.
    """

    name: str
    table: str
    keys: Sequence[str]
    columns: Sequence[str]
    known: str
    constants: Mapping[str, str]

    @property
    def shown(self) -> list[str]:
        """Columns whose values somebody can see without opening the row."""
        return [name for name in self.columns if name not in (*self.keys, "facts")]

    @property
    def versioned(self) -> bool:
        """Whether rows count their changes."""
        return "version" in self.constants


def cut_to(kind: Kind, numbers: Collection[str]) -> Kind:
    """The same of a few households: nothing is known of others, and none of them is forgotten."""
    listed = ", ".join(text(number).replace("{", "{{").replace("}", "}}") for number in sorted(numbers))
    column = "number" if kind.name == "household" else "h.number"
    return replace(kind, known=f"{kind.known} AND {column} IN ({listed or 'NULL'})")


def put(duck: Connection, kind: Kind, counties: Sequence[str]) -> Changed:
    """Bring a table to what its fold says: new rows in, changed ones over, those that nothing leads to marked."""
    learn(duck, kind, counties)
    keys = ", ".join(kind.keys)
    changed = _change(duck, kind, keys)
    gone = _forget(duck, kind, keys)
    columns = [*kind.columns, DIGEST]
    constants = [f"{value} AS {name}" for name, value in kind.constants.items()]
    chosen = ", ".join([*map(quoted, columns), *constants])
    fresh = f"SELECT {chosen} FROM folded_{kind.name} ANTI JOIN known_{kind.name} USING ({keys})"
    added = pour(duck, f"{fresh} ORDER BY region_code, {keys}", kind.table, [*columns, *kind.constants])
    return Changed(added, changed, gone)


def learn(duck: Connection, kind: Kind, counties: Sequence[str]) -> None:
    """Make known_<kind> from the database."""
    columns = ["id", *kind.keys, DIGEST, "gone"]
    query = kind.known.format(counties=", ".join(map(text, counties)))
    blocks = list(flow(query, columns)) if counties else []
    empty = pa.schema([(name, pa.string()) for name in columns]).empty_table()
    duck.register("read_known", pa.concat_tables(blocks) if blocks else empty)
    numbers = ("id", DIGEST, "household_id")
    typed = [f"{name}::BIGINT AS {name}" if name in numbers else name for name in columns if name != "gone"]
    run(
        duck,
        f"""CREATE OR REPLACE TEMP TABLE known_{kind.name} AS
        SELECT {", ".join(typed)}, gone IN ('t', '1') AS gone FROM read_known""",
    )


def _change(duck: Connection, kind: Kind, keys: str) -> int:
    """Write rows whose digest is another one, and say how many of them differ.

    A row without a digest was written by hand, or by a release that had none: what it shows is compared.
    """
    columns = ["id", *(name for name in kind.columns if name not in kind.keys), DIGEST]
    query = f"""SELECT {", ".join(map(quoted, columns))} FROM folded_{kind.name} f JOIN (
        SELECT id, {keys}, digest AS known, gone FROM known_{kind.name}) k USING ({keys})
        WHERE k.gone OR k.known IS DISTINCT FROM f.digest"""
    if not scalar(duck, f"SELECT count(*) FROM ({query})"):
        return 0
    names = (f"stage_{kind.name}", kind.table)
    with database.cursor() as cursor:
        put_stage(cursor, duck, names, columns, f"{query} ORDER BY id", ("id",))
        return update_from_stage(cursor, names, columns, kind.shown, versioned=kind.versioned)


def _forget(duck: Connection, kind: Kind, keys: str) -> int:
    """Mark rows that nothing leads to any more; they stay."""
    rows = run(duck, f"SELECT id FROM known_{kind.name} ANTI JOIN folded_{kind.name} USING ({keys}) WHERE NOT gone")
    ids = [str(row[0]) for row in rows]
    versioned = ", version = version + 1" if kind.versioned else ""
    with database.cursor() as cursor:
        for first in range(0, len(ids), AT_ONCE):
            listed = ", ".join(ids[first : first + AT_ONCE])
            cursor.execute(f"UPDATE {kind.table} SET gone = true, digest = NULL{versioned} WHERE id IN ({listed})")
    return len(ids)
