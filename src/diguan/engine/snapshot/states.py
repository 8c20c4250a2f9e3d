"""Why a value is unknown or overruled: damaged cells, conflicts with every value that was given, contradictions of lower rank."""

from datetime import date

import pyarrow as pa

from diguan.engine.catalogue import FieldType
from diguan.engine.snapshot.database import Connection, has_rows, quoted, run, text
from diguan.engine.snapshot.flaws import damaged_with, register_flaws
from diguan.engine.snapshot.folding import FoldNames, best_key, source_column, wins
from diguan.engine.snapshot.model import BadCell, CellConflict, ReadInputs
from diguan.engine.snapshot.plans import RANK_STEP, FoldedField, Plan, key_column
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.snapshot.superseding import replaced_cell

CELLS = pa.schema([("row_ref", pa.int64()), ("subject", pa.string()), ("field", pa.string()), ("place", pa.string())])
NO_VALUES = "NULL::VARCHAR[] AS values, NULL::UTINYINT[] AS sources"


def register_cells(connection: Connection, inputs: ReadInputs, as_of: date) -> None:
    """Tables `damaged_cells` and `split_cells` (row_ref, subject, field, place) of what reading could not settle."""
    damaged = [_row(cell, _shown_place(cell)) for cell in (*inputs.bad_cells, *damaged_with(inputs.bad_cells))]
    split = [_row(cell, "") for cell in inputs.conflicts]
    for name, rows in (("damaged_cells", damaged), ("split_cells", split)):
        connection.register(name, pa.Table.from_pylist(rows, schema=CELLS))
    register_flaws(connection, inputs.bad_cells, as_of)


def _row(cell: BadCell | CellConflict, place: str) -> dict[str, object]:
    return {"row_ref": cell.row_ref, "subject": str(cell.subject), "field": cell.field, "place": place}


def _shown_place(cell: BadCell) -> str:
    """File, sheet and cell, never the value: it may hold anything, an identity number too."""
    return "!".join(part for part in (cell.place.file, cell.place.sheet, cell.place.cell) if part)


def find_blocks(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """blocks(_sk, field, key): cells that another cell of their row contradicts."""
    if not has_rows(connection, "split_cells"):  # nothing is asked where nothing can be found: planning it takes longer
        run(connection, f"CREATE TEMP TABLE {names.blocks} (_sk INTEGER, field VARCHAR, key INTEGER)")
        return
    key = " ".join(f"WHEN {text(f.name)} THEN {key_column(f.order)}" for f in plan.fields)
    key = f"CASE c.field {key} END" if key else "NULL::INTEGER"
    run(
        connection,
        f"""CREATE TEMP TABLE {names.blocks} AS SELECT DISTINCT _sk, c.field, {key} AS key
        FROM {names.stack} JOIN split_cells c USING (row_ref) JOIN {names.newest} USING (_sk)
        WHERE c.subject = '{plan.subject}' AND NOT {replaced_cell(plan, "c.field")}""",
    )


def find_states(connection: Connection, plan: Plan, names: FoldNames, states: str) -> None:
    """states(_sk, field, state, values, sources, place): conflicts with what was said, and damaged cells that nothing replaces."""
    make_states(connection, states)
    conflicting = {row[0] for row in run(connection, f"SELECT DISTINCT field FROM {names.conflicts}")}
    for field in plan.fields:
        if field.name in conflicting:
            run(connection, f"INSERT INTO {states} {_said(field, names)}")
    if not has_rows(connection, "damaged_cells"):
        return
    run(
        connection,
        f"""INSERT INTO {states} SELECT s._sk, d.field, 'damaged', {NO_VALUES}, min(d.place)
        FROM damaged_cells d JOIN {names.stack} s USING (row_ref)
        JOIN ({_unknown(plan, names)}) u ON u._sk = s._sk AND u.field = d.field
        ANTI JOIN {names.conflicts} c ON c._sk = s._sk AND c.field = d.field
        WHERE d.subject = '{plan.subject}' GROUP BY ALL""",
    )


def make_states(connection: Connection, states: str) -> None:
    """An empty table of states."""
    columns = "_sk INTEGER, field VARCHAR, state VARCHAR, values VARCHAR[], sources UTINYINT[], place VARCHAR"
    run(connection, f"CREATE TEMP TABLE {states} ({columns})")


def make_contradictions(connection: Connection, contradictions: str) -> None:
    """An empty table of contradictions."""
    columns = "value VARCHAR, source UTINYINT, overruled_value VARCHAR, overruled_source UTINYINT"
    run(connection, f"CREATE TEMP TABLE {contradictions} (_sk INTEGER, field VARCHAR, {columns})")


def _said(field: FoldedField, names: FoldNames) -> str:
    """Every different value under the best key with the best evidenced source that said it."""
    name = quoted(field.name)
    return f"""SELECT c._sk, {text(field.name)}, 'conflict', list(value ORDER BY source, value) FILTER (value IS NOT NULL),
        list(source ORDER BY source, value) FILTER (value IS NOT NULL), NULL
        FROM (SELECT _sk FROM {names.conflicts} WHERE field = {text(field.name)}) c LEFT JOIN (
            SELECT _sk, {_as_text(field)} AS value, (min(_origin) % {ORIGIN_STEP})::UTINYINT AS source
            FROM {names.stack} JOIN {names.best} USING (_sk)
            WHERE {wins(field)} AND {name} IS NOT NULL GROUP BY ALL) USING (_sk) GROUP BY c._sk"""


def _as_text(field: FoldedField) -> str:
    name = quoted(field.name)
    return name if field.field.type in (FieldType.CODE, FieldType.TEXT) else f"{name}::VARCHAR"


def _unknown(plan: Plan, names: FoldNames) -> str:
    parts = [
        f"SELECT _sk, {text(f.name)} AS field FROM {names.folded} WHERE {quoted(f.name)} IS NULL" for f in plan.fields
    ]
    return " UNION ALL ".join(parts) or "SELECT NULL::INTEGER AS _sk, NULL::VARCHAR AS field WHERE false"


def find_contradictions(connection: Connection, plan: Plan, names: FoldNames, contradictions: str) -> None:
    """contradictions(_sk, field, value, source, overruled_value, overruled_source): what lower ranks say differently."""
    make_contradictions(connection, contradictions)
    for field in plan.fields:
        if len(field.places) > 1:
            run(connection, f"INSERT INTO {contradictions} {_overruled(field, names)}")


def _overruled(field: FoldedField, names: FoldNames) -> str:
    name, key = quoted(field.name), key_column(field.order)
    lower = f"{key} // {RANK_STEP} > {best_key(field)} // {RANK_STEP}"
    return f"""SELECT _sk, {text(field.name)}, any_value(f.{name})::VARCHAR, any_value(f.{source_column(field)}),
        s.{name}::VARCHAR, (min(s._origin) % {ORIGIN_STEP})::UTINYINT
        FROM (SELECT _sk, _origin, {name} FROM {names.stack} JOIN {names.best} USING (_sk)
              WHERE {name} IS NOT NULL AND {lower}) s
        JOIN {names.folded} f USING (_sk) WHERE f.{name} <> s.{name} GROUP BY _sk, s.{name}"""
