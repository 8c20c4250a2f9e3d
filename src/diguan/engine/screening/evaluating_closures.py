"""Verdicts by the closures, household by household in plain Python: slow, and the proof of the other back ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from diguan.engine.backends.closures import compile_household, compile_rule
from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.backends.layout import SOURCE_SUFFIX, Layout
from diguan.engine.backends.sql import GRADE_SUFFIX, Passes, RuleSpec
from diguan.engine.screening.evaluating import KEYS
from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.verdicts import Grade, Subject

TABLE = "judged_by_closures_"
Keyed = tuple[dict[str, Any], Record]


class InClosures:
    """Judges one household after the other; everything is held in memory."""

    def verdicts(self, connection: Connection, rules: Sequence[RuleSpec], layout: Layout) -> Passes:
        """The verdicts are worked out here; the queries only read them."""
        reader = _Reader(connection, layout)
        rows: dict[Subject, list[dict[str, Any]]] = {Subject.HOUSEHOLD: [], Subject.PERSON: []}
        judge = compile_household(rules)
        for home, members, facts in reader.households():
            found = judge(facts)
            rows[Subject.HOUSEHOLD].append({**home, **_columns(found.household)})
            rows[Subject.PERSON] += [{**m, **_columns(v)} for m, v in zip(members, found.members, strict=True)]
        for subject in (Subject.VILLAGE, Subject.FACILITY):
            judges = [(r.id, compile_rule(r.when, r.met)) for r in rules if r.met.subject is subject]
            rows[subject] = [{**k, **_columns({n: ask(f) for n, ask in judges})} for k, f in reader.places(subject)]
        queries = {s: _table(connection, s, own, rows[s]) for s in layout.relations if (own := _of(rules, s))}
        return Passes((), queries, tuple(f"DROP TABLE {quoted(TABLE + str(s))}" for s in queries))


def _of(rules: Sequence[RuleSpec], subject: Subject) -> list[str]:
    """Rules whose verdicts a subject carries."""
    kinds = {subject, Subject.PERSON} if subject is Subject.HOUSEHOLD else {subject}
    return [rule.id for rule in rules if rule.met.subject in kinds]


def _columns(verdicts: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    return {n + s: v for n, pair in verdicts.items() for s, v in zip(("", GRADE_SUFFIX), pair, strict=True)}


def _table(connection: Connection, subject: Subject, ids: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a table; the query that reads it."""
    codes = [n + suffix for n in ids for suffix in ("", GRADE_SUFFIX)]
    schema = pa.schema([*((k, pa.string()) for k in KEYS[subject]), *((c, pa.uint8()) for c in codes)])
    connection.register("judged_rows", pa.Table.from_pylist(rows, schema=schema))
    name = quoted(TABLE + str(subject))
    run(connection, f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM judged_rows")
    connection.unregister("judged_rows")
    return f"SELECT * FROM {name}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Rows of the relations as the closures read them."""

    connection: Connection
    layout: Layout

    def households(self) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], HouseholdFacts]]:
        """Keys of every household and of its members, and its facts."""
        members: dict[str, list[Keyed]] = {}
        for keys, record in self._rows(Subject.PERSON):
            members.setdefault(keys["household_id"], []).append((keys, record))
        villages = self._villages()
        for keys, record in self._rows(Subject.HOUSEHOLD, "roster_incomplete"):
            own = members.get(keys["household_id"], [])
            complete = not keys.pop("roster_incomplete")
            village = villages.get(keys["region_code"])
            facts = HouseholdFacts(record, [r for _, r in own], village, complete)
            yield keys, [k for k, _ in own], facts

    def places(self, subject: Subject) -> Iterator[tuple[dict[str, Any], HouseholdFacts]]:
        """Keys and facts of every village or facility."""
        villages = self._villages() if subject is Subject.FACILITY else {}
        for keys, record in self._rows(subject):
            if subject is Subject.VILLAGE:
                yield keys, HouseholdFacts(village=record)
            else:
                yield keys, HouseholdFacts(village=villages.get(keys["region_code"]), facility=record)

    def _villages(self) -> dict[str | None, Record]:
        return {keys["region_code"]: record for keys, record in self._rows(Subject.VILLAGE)}

    def _rows(self, subject: Subject, *more: str) -> Iterator[Keyed]:
        relation = self.layout.relations.get(subject)
        if relation is None:
            return
        keys, fields = (*KEYS[subject], *more), list(relation.columns)
        mixed = [name for name in fields if relation.columns[name].source is None]
        same = {n: int(self._grade(c.source)) for n, c in relation.columns.items() if c.source is not None}
        columns = ", ".join(map(quoted, (*keys, *fields, *(name + SOURCE_SUFFIX for name in mixed))))
        order = ", ".join(map(quoted, KEYS[subject]))
        for row in run(self.connection, f"SELECT {columns} FROM {quoted(relation.name)} ORDER BY {order}"):
            first, last = len(keys), len(keys) + len(fields)
            sources = zip(mixed, row[last:], strict=True)
            grades = same | {name: int(self._grade(source)) for name, source in sources if source is not None}
            yield dict(zip(keys, row, strict=False)), Record(dict(zip(fields, row[first:last], strict=True)), grades)

    def _grade(self, source: int) -> Grade:
        return self.layout.grades.get(source, Grade.DECLARED)
