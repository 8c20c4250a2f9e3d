"""Newer rows replace older ones of the same kind of source, cell by cell, also where the newer cell is empty.

Exports of different days are states of one system: what the newer one leaves empty is not known any more, and is not filled from the
older one. A table that does not carry a column replaces nothing in it, and neither does another kind of source, nor what was recorded
by hand: its row holds what one person saw or heard, not the state of a system.

Table made here: newest(_sk, <one key a set of tables that are states of one system>).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.snapshot.folding import FoldNames
from diguan.engine.snapshot.plans import FoldedField, Plan, key_column


@dataclass(frozen=True, slots=True)
class States:
    """Tables of one kind that carry the same fields over several days, seen in one order of precedence."""

    order: int
    inputs: tuple[int, ...]
    fields: tuple[FoldedField, ...]

    @property
    def column(self) -> str:
        """Column of `newest`: the smallest key among the rows of these tables."""
        return quoted(f"_newest_{self.order}_{'_'.join(map(str, self.inputs))}")

    @property
    def replaced(self) -> str:
        """Condition on a row of the stack joined with `newest`: a newer row of these tables has replaced it."""
        inputs = ", ".join(map(str, self.inputs))
        return f"(_input IN ({inputs}) AND {key_column(self.order)} > {self.column})"


def states_of(plan: Plan) -> Sequence[States]:
    """Where a plan has several days of one kind of source."""
    found: dict[tuple[int, tuple[int, ...]], list[FoldedField]] = {}
    for field in plan.fields:
        systems = [c for c in field.carriers if not c.by_hand]
        for kind in dict.fromkeys(c.source.kind for c in systems):
            own = [c for c in systems if c.source.kind == kind]
            if len({c.constant_day for c in own}) > 1 or None in {c.constant_day for c in own}:
                found.setdefault((field.order, tuple(c.index for c in own)), []).append(field)
    return [States(order, inputs, tuple(fields)) for (order, inputs), fields in found.items()]


def supersede(connection: Connection, plan: Plan, names: FoldNames) -> None:
    """Empty the replaced cells of a stack."""
    states = states_of(plan)
    columns = [
        f"min(CASE WHEN _input IN ({', '.join(map(str, s.inputs))}) THEN {key_column(s.order)} END) AS {s.column}"
        for s in states
    ]
    newest = ", ".join(["_sk", *columns])
    run(connection, f"CREATE TEMP TABLE {names.newest} AS SELECT {newest} FROM {names.stack} GROUP BY _sk")
    if not states:
        return
    replaced: dict[str, str] = {}  # condition -> its column: many fields share one
    kept = []
    for field in plan.fields:
        if own := " OR ".join(s.replaced for s in states if field in s.fields):
            gone, name = replaced.setdefault(own, f"_gone_{len(replaced)}"), quoted(field.name)
            kept.append(f"CASE WHEN NOT {gone} THEN {name} END AS {name}")
    marks = ", ".join(f"coalesce({condition}, false) AS {gone}" for condition, gone in replaced.items())
    rows = f"SELECT s.*, {marks} FROM {names.stack} s JOIN {names.newest} USING (_sk)"
    chosen = f"* EXCLUDE ({', '.join(replaced.values())}) REPLACE ({', '.join(kept)})"
    run(connection, f"CREATE OR REPLACE TEMP TABLE {names.stack} AS SELECT {chosen} FROM ({rows})")


def replaced_cell(plan: Plan, field: str) -> str:
    """Condition on a row of the stack joined with `newest`: the text expression `field` names a replaced cell of it."""
    parts = []
    for states in states_of(plan):
        own = ", ".join("'" + f.name + "'" for f in states.fields)
        parts.append(f"({field} IN ({own}) AND {states.replaced})")
    return f"coalesce({' OR '.join(parts)}, false)" if parts else "false"
