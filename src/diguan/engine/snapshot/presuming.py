"""What is taken as said where nobody said anything: exceptions count only when recorded.

Table made here for each kind of subject: known(_sk, _mask, <field>, <field>@source), every subject, presumed values under source 0.
"""

from collections.abc import Iterable, Iterator

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.folding import FoldNames
from diguan.engine.snapshot.plans import Plan

PRESUMED = 0  # the source of a presumed value
TABLES = "tables"  # plain tables say nothing by leaving a cell empty: unknown


def presume(
    connection: Connection, plan: Plan, names: FoldNames, fields: Iterable[Field], tables: tuple[str, str, str]
) -> None:
    """Fill gaps of a fold. `tables`: names of the numbering (with a column _sk), of the states, and of the result."""
    numbering, states, known = tables
    spoilt = {row[0] for row in run(connection, f"SELECT DISTINCT field FROM {states}")}
    carried = [column for field in plan.fields for column in _carried(plan, field.field, states, spoilt)]
    never = [column for f in fields if _without_column(f) and f.name not in plan.names for column in _constant(f)]
    columns = ", ".join(["_sk", "coalesce(_mask, 0) AS _mask", *carried, *never])
    run(
        connection,
        f"CREATE TEMP TABLE {known} AS SELECT {columns} FROM {numbering} LEFT JOIN {names.folded} USING (_sk)",
    )


def _without_column(field: Field) -> bool:
    """Whether a column that nobody carries says the presumed value, too."""
    return field.presumed is not None and field.presumed.when != "empty_cell"


def _carried(plan: Plan, field: Field, states: str, spoilt: set[str]) -> Iterator[str]:
    name, source = quoted(field.name), quoted(f"{field.name}@source")
    by_hand_alone = not plan.field_mask(field.name)  # no input has the column, somebody recorded it of somebody
    if field.presumed is None or (field.presumed.when == "not_carried" and not by_hand_alone):
        yield name
        yield source
        return
    open_to_it = [f"{name} IS NULL"]
    if field.presumed.when == "empty_cell":  # only where a row about the subject has the column
        open_to_it.append(f"coalesce(_mask, 0) & {plan.field_mask(field.name)} <> 0")
    if by_tables := plan.field_mask(field.name, lambda kind: kind == TABLES):
        open_to_it.append(f"coalesce(_mask, 0) & {by_tables} = 0")
    if field.name in spoilt:
        open_to_it.append(f"_sk NOT IN (SELECT _sk FROM {states} WHERE field = {text(field.name)})")
    condition = " AND ".join(open_to_it)
    yield f"CASE WHEN {condition} THEN {presumed_literal(field)} ELSE {name} END AS {name}"
    yield f"CASE WHEN {condition} THEN {PRESUMED} ELSE {source} END::UTINYINT AS {source}"


def _constant(field: Field) -> Iterator[str]:
    yield f"{presumed_literal(field)} AS {quoted(field.name)}"
    yield f"{PRESUMED}::UTINYINT AS {quoted(f'{field.name}@source')}"


def presumed_literal(field: Field) -> str:
    """The presumed value as SQL, in the type of the column."""
    assert field.presumed is not None  # noqa: S101 - asked only of fields that have one
    value = field.presumed.value
    spelled = text(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)
    return f"CAST({spelled} AS {field.type.column_type})" if field.type is not FieldType.BOOLEAN else spelled
