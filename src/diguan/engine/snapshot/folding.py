"""The fold: one value a field and subject, by rank of the source, then by day; what cannot be decided stays unknown.

Tables made here for each kind of subject:
  best(_sk, _mask, <field>@key)                    the smallest key among the rows that say something
  chosen(_sk, <field>@low, @high, @origin)        lowest and highest value under that key
  conflicts(_sk, field)                           the two differ, or a row contradicts itself
  folded(_sk, _mask, <field>, <field>@source)      the winning values
"""

from collections.abc import Iterable
from dataclasses import dataclass

from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.plans import FoldedField, Plan, key_column
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.stacking import ORIGIN_STEP


@dataclass(frozen=True, slots=True)
class FoldNames:
    """Quoted names of the tables of one fold. `blocks(_sk, field, key)`: cells that their own row contradicts."""

    stack: str
    newest: str
    blocks: str
    best: str
    chosen: str
    conflicts: str
    folded: str

    @classmethod
    def of(cls, plan: Plan, scope: Scope) -> "FoldNames":
        """Names for a kind of subject in a scope."""
        parts = ("stack", "newest", "blocks", "best", "chosen", "conflicts", "folded")
        return cls(*(scope.table(f"{part}_{plan.subject}") for part in parts))


def fold(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """Fold a stack whose `blocks` are known."""
    rows, subjects = run(connection, f"SELECT count(*), count(DISTINCT _sk) FROM {names.stack}")[0]
    _find_best(connection, plan, names, alone=rows == subjects)
    if rows == subjects:
        _take_over(connection, plan, names)
        return
    _choose(connection, plan, names)
    _find_conflicts(connection, plan, names)
    _settle(connection, plan, names)


def fold_nothing(connection: Connection, names: FoldNames) -> None:
    """`folded` where no table tells of a kind of subject."""
    run(
        connection, f"CREATE TEMP VIEW {names.folded} AS SELECT NULL::INTEGER AS _sk, NULL::BIGINT AS _mask WHERE false"
    )


def best_key(field: FoldedField) -> str:
    """Column of `best` for a field."""
    return quoted(f"{field.name}@key")


def _low(field: FoldedField) -> str:
    return quoted(f"{field.name}@low")


def _high(field: FoldedField) -> str:
    return quoted(f"{field.name}@high")


def _origin(field: FoldedField) -> str:
    return quoted(f"{field.name}@origin")


def source_column(field: FoldedField) -> str:
    """Column of `folded` that says which source a field's value is from."""
    return quoted(f"{field.name}@source")


def wins(field: FoldedField) -> str:
    """Condition on a row of stack joined with best: it has the best key of a field."""
    return f"{key_column(field.order)} = {best_key(field)}"


def _take_over(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """Everybody has one row, as in plain tables: nothing has to be chosen."""
    run(connection, f"CREATE TEMP TABLE {names.conflicts} AS SELECT _sk, field FROM {names.blocks}")
    blocked = {row[0] for row in run(connection, f"SELECT DISTINCT field FROM {names.conflicts}")}
    columns = ["_sk", "_mask"]
    for field in plan.fields:
        name, value = quoted(field.name), quoted(field.name)
        if field.name in blocked:
            value = f"CASE WHEN {_unblocked(names, field)} THEN {name} END"
        columns.append(f"{value} AS {name}")
        columns.append(
            f"CASE WHEN {name} IS NOT NULL THEN _origin % {ORIGIN_STEP} END::UTINYINT AS {source_column(field)}"
        )
    run(connection, f"CREATE TEMP VIEW {names.folded} AS SELECT {', '.join(columns)} FROM {names.stack}")


def _unblocked(names: FoldNames, field: FoldedField) -> str:
    return f"_sk NOT IN (SELECT _sk FROM {names.conflicts} WHERE field = {text(field.name)})"


def _find_best(connection: Connection, plan: Plan, names: FoldNames, *, alone: bool) -> None:
    if alone:
        keys = [f"{_spoken(f, key_column(f.order))} AS {best_key(f)}" for f in plan.fields]
        columns = ", ".join(["_sk", "_mask", *keys])
        run(connection, f"CREATE TEMP VIEW {names.best} AS SELECT {columns} FROM {names.stack}")
        return
    keys = [f"min({_spoken(f, key_column(f.order))}) AS {best_key(f)}" for f in plan.fields]
    columns = ", ".join(["_sk", "bit_or(_mask) AS _mask", *keys])
    run(connection, f"CREATE TEMP TABLE {names.best} AS SELECT {columns} FROM {names.stack} GROUP BY _sk")


def _spoken(field: FoldedField, column: str) -> str:
    return f"CASE WHEN {quoted(field.name)} IS NOT NULL THEN {column} END"


def _choose(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """No FILTER: for each aggregate that has one the engine keeps room for the arguments of all of them."""
    won, columns = ["_sk", "_origin"], ["_sk"]
    for field in plan.fields:
        name = quoted(field.name)
        won.append(name if field.one_key else f"CASE WHEN {wins(field)} THEN {name} END AS {name}")
        columns += [f"min({name}) AS {_low(field)}", f"max({name}) AS {_high(field)}"]
        columns.append(f"min({_spoken(field, '_origin')}) AS {_origin(field)}")
    rows = f"SELECT {', '.join(won)} FROM {names.stack} JOIN {names.best} USING (_sk)"
    run(connection, f"CREATE TEMP TABLE {names.chosen} AS SELECT {', '.join(columns)} FROM ({rows}) GROUP BY _sk")


def _find_conflicts(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """Different values under the best key; or a row that contradicts itself, unless a better key says something."""
    blocked = {row[0] for row in run(connection, f"SELECT DISTINCT field FROM {names.blocks}")}
    run(connection, f"CREATE TEMP TABLE {names.conflicts} (_sk INTEGER, field VARCHAR)")
    for field in plan.fields:
        found = f"SELECT _sk FROM {names.chosen} WHERE {_low(field)} <> {_high(field)}"
        if field.name in blocked:
            best = f"coalesce({best_key(field)}, {1 << 30})"
            found += (
                f" UNION SELECT _sk FROM {names.blocks} JOIN {names.best} USING (_sk) "
                f"WHERE field = {text(field.name)} AND key <= {best}"
            )
        run(connection, f"INSERT INTO {names.conflicts} SELECT _sk, {text(field.name)} FROM ({found})")


def _settle(connection: Connection, plan: Plan, names: FoldNames) -> None:
    conflicting = {row[0] for row in run(connection, f"SELECT DISTINCT field FROM {names.conflicts}")}
    agreed = [f for f in plan.fields if _may_be_seconded(f)]
    columns = ["_sk", "b._mask"]
    for field in plan.fields:
        known = _unblocked(names, field)
        value, origin = _low(field), _shown_origin(field) if field in agreed else _origin(field)
        if field.name in conflicting:
            value, origin = (f"CASE WHEN {known} THEN {part} END" for part in (value, origin))
        columns.append(f"{value} AS {quoted(field.name)}")
        columns.append(f"({origin} % {ORIGIN_STEP})::UTINYINT AS {source_column(field)}")
    seconded = _seconded(agreed, names)
    run(
        connection,
        f"CREATE TEMP TABLE {names.folded} AS SELECT {', '.join(columns)} "
        f"FROM {names.chosen} JOIN {names.best} b USING (_sk) {seconded}",
    )


def _may_be_seconded(field: FoldedField) -> bool:
    """Whether a source of a higher grade may agree with a winner of a lower one; it is then the source shown."""
    return len({c.source.grade for c in field.carriers}) > 1


def _seconding(field: FoldedField) -> str:
    return quoted(f"{field.name}@seconded")


def _seconded(fields: Iterable[FoldedField], names: FoldNames) -> str:
    """JOIN of the best evidenced origin that says the same as the winner."""
    columns = [f"min(CASE WHEN s.{quoted(f.name)} = c.{_low(f)} THEN _origin END) AS {_seconding(f)}" for f in fields]
    if not columns:
        return ""
    return f"JOIN (SELECT _sk, {', '.join(columns)} FROM {names.stack} s JOIN {names.chosen} c USING (_sk) GROUP BY _sk) USING (_sk)"


def _shown_origin(field: FoldedField) -> str:
    better = f"{_seconding(field)} // {ORIGIN_STEP} < {_origin(field)} // {ORIGIN_STEP}"
    return f"CASE WHEN {better} THEN {_seconding(field)} ELSE {_origin(field)} END"


def forget(connection: Connection, names: FoldNames) -> None:
    """Drop what only the fold itself needed: it is several times the size of what it made."""
    kinds = {f'"{name}"': kind for name, kind in run(connection, _EVERYTHING)}
    for name in (names.folded, names.chosen, names.best, names.newest, names.stack):
        if name in kinds:
            run(connection, f"DROP {kinds[name]} {name}")


_EVERYTHING = "SELECT table_name, 'TABLE' FROM duckdb_tables() UNION ALL SELECT view_name, 'VIEW' FROM duckdb_views()"
