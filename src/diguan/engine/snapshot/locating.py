"""Where a fact stands in the inputs: the row that said it, or the row that should have.

Reads a table of wanted facts (finding_id, subject, household_id, person_id, field, source, told_by); makes located, with in addition
row_ref (of the newest row), rows (how many rows of that input speak of the subject) and value (as text, never of an identifier).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.intake import Carrier
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.stacking import joins_to
from diguan.engine.verdicts import Subject

LOCATED = "located"


def locate(connection: Connection, wanted: str, inputs: ReadInputs, catalogue: Catalogue, scope: Scope) -> None:
    """Make the table of this module while the tables of the snapshot's listing and the views of its inputs are still there."""
    work = _Locating(connection, wanted, catalogue, scope)
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE all_places AS SELECT *, NULL::BIGINT AS row_ref, NULL::INTEGER AS input, NULL::DATE AS day,
        NULL::BIGINT AS rows, NULL::VARCHAR AS value FROM {wanted} WHERE false""",
    )
    for carrier in carriers_of(inputs):
        for select in work.selects(carrier):
            run(connection, f"INSERT INTO all_places {select}")
    keys = "finding_id, subject, household_id, person_id, field, source, told_by"
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE {LOCATED} AS SELECT * EXCLUDE (input, day) FROM all_places
        QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY value IS NULL, day DESC, input, row_ref) = 1""",
    )


def carriers_of(inputs: ReadInputs) -> Iterator[Carrier]:
    """The fact tables under the names that `intake` gave them."""
    for index, table in enumerate(inputs.tables):
        yield Carrier(index, f"facts_{index}", table.subject, table.source, frozenset(table.table.column_names), None)


@dataclass(frozen=True, slots=True)
class _Locating:
    connection: Connection
    wanted: str
    catalogue: Catalogue
    scope: Scope

    def selects(self, carrier: Carrier) -> Iterator[str]:
        """Places of the wanted facts that a table carries: said by its source, or by nobody."""
        if carrier.subject not in (Subject.HOUSEHOLD, Subject.PERSON):
            return
        for name in self._asked(carrier):
            field = self.catalogue.field(carrier.subject, name)
            for join in joins_to(carrier, self.scope):
                yield self._select(carrier, field, join)

    def _asked(self, carrier: Carrier) -> Sequence[str]:
        rows = run(
            self.connection,
            f"""SELECT DISTINCT field FROM {self.wanted} WHERE subject = {text(carrier.subject)}
            AND (source IS NULL OR source = {carrier.source.source_id}) ORDER BY field""",
        )
        return [name for (name,) in rows if name in carrier.columns]

    def _select(self, carrier: Carrier, field: Field, join: str) -> str:
        """One row a wanted fact: the newest row of the table about its subject, with the number of such rows."""
        household = carrier.subject is Subject.HOUSEHOLD
        numbering, number = ("h", "hk") if household else ("p", "pk")
        key = "w.household_id = n.household_id" + ("" if household else " AND w.person_id = n.person_id")
        said = "NULL::VARCHAR" if field.type is FieldType.IDENTIFIER else f"t.{quoted(field.name)}::VARCHAR"
        rows = f"SELECT s._sk, t.row_ref, t._day AS day, {said} AS value {join}"
        return f"""SELECT w.*, max_by(r.row_ref, (r.value IS NOT NULL, r.day, -r.row_ref)), {carrier.index}, max(r.day), count(*),
                max_by(r.value, (r.value IS NOT NULL, r.day, -r.row_ref))
            FROM {self.wanted} w JOIN {self.scope.table(numbering)} n ON {key} JOIN ({rows}) r ON r._sk = n.{number}
            WHERE w.subject = {text(carrier.subject)} AND w.field = {text(field.name)}
            AND (w.source IS NULL OR w.source = {carrier.source.source_id}) GROUP BY ALL"""
