"""From conditions that are true to the rows of findings: which household, which person, which indicator.

Table made here: parts(rule, household_id, person_id, indicator, code, grade), one row a (finding, subject, indicator). A finding per
household has its reasons in it; one that names no indicator has a row with neither indicator nor code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.catalogue import Catalogue
from diguan.engine.expressions import Bound, Node
from diguan.engine.expressions.tree import And, Not, Or, Verdicts
from diguan.engine.screening.bound import BoundFinding, BoundIndicator, BoundPack
from diguan.engine.screening.conditions import (
    FALSE,
    HOUSEHOLD,
    PERSON,
    UNLISTED,
    alternative_column,
    condition_table,
    true_of,
    unless_column,
)
from diguan.engine.screening.judging import verdict_table
from diguan.engine.snapshot.database import Connection, columns_of, quoted, run, table_names, text
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Snapshot, field_mask
from diguan.engine.verdicts import Subject, Verdict

LOOKED_FOR = {"any_unmet": Verdict.UNMET, "any_unknown": Verdict.UNKNOWN}
PARTS = "parts"
Asked = TypeVar("Asked")


def suspect(snapshot: Snapshot, bound: BoundPack) -> None:
    """Make the table of this module from the verdicts and the answered conditions."""
    run(
        snapshot.connection,
        f"""CREATE TEMP TABLE {PARTS} (rule INTEGER, household_id VARCHAR, person_id VARCHAR, indicator VARCHAR,
        code UTINYINT, grade UTINYINT)""",
    )
    seen = _look_over(snapshot.connection, bound)
    for number, finding in enumerate(bound.findings):
        if selects := list(_Suspicion(snapshot, bound, finding, seen).selects()):
            rows = " UNION ALL ".join(f"SELECT DISTINCT * FROM ({select})" for select in selects)
            run(snapshot.connection, f"INSERT INTO {PARTS} SELECT {number}, * FROM ({rows})")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is at all: tables, conditions that are true of somebody, verdicts that somebody has.

    What nobody has is left out of the questions below: to plan one takes longer than to look over small tables.
    """

    present: frozenset[str]
    true: frozenset[tuple[str, str]]
    given: frozenset[tuple[str, str, Verdict]]

    def true_of(self, table: str, column: str) -> str:
        """Whether a condition is true of a row `r` (conditions.true_of); FALSE where it is true of nobody."""
        return true_of(self.present, table, column) if (table, column) in self.true else FALSE


def _look_over(connection: Connection, bound: BoundPack) -> _Seen:
    present = table_names(connection)
    true: set[tuple[str, str]] = set()
    given: set[tuple[str, str, Verdict]] = set()
    for table in sorted(present):
        if table.endswith((HOUSEHOLD, PERSON, UNLISTED)):
            names = [name for name, kind in columns_of(connection, table) if kind == "BOOLEAN"]
            asked = {(table, name): quoted(name) for name in names}
            true |= _somebody(connection, table, asked)
        elif any(table.endswith(verdict_table(subject, "")) for subject in Subject):
            names = [name for name, _ in columns_of(connection, table) if name in bound.indicators]
            wanted = LOOKED_FOR.values()
            given |= _somebody(connection, table, {(table, n, v): f"{quoted(n)} = {v}" for n in names for v in wanted})
    return _Seen(present, frozenset(true), frozenset(given))


def _somebody(connection: Connection, table: str, asked: Mapping[Asked, str]) -> set[Asked]:
    """Those of some conditions on the rows of a table that are true of a row of it."""
    if not asked:
        return set()
    [row] = run(connection, f"SELECT {', '.join(f'bool_or({each})' for each in asked.values())} FROM {quoted(table)}")
    return {name for name, found in zip(asked, row, strict=True) if found}


@dataclass(frozen=True, slots=True)
class _Suspicion:
    snapshot: Snapshot
    bound: BoundPack
    finding: BoundFinding
    seen: _Seen

    def selects(self) -> Iterator[str]:
        """SELECTs of household, person, indicator, code and grade."""
        table = condition_table(self.finding)
        for number, alternative in enumerate(self.finding.alternatives):
            holds = self.seen.true_of(table, alternative_column(self.finding, number))
            if holds == FALSE:
                continue
            named = list(looked_for(alternative))
            if not named:
                yield self._without_indicator(holds)
            for verdict, indicator in named:
                known = self.bound.indicators.get(indicator)
                if known and (verdict_table(known.subject, self._prefix), indicator, verdict) in self.seen.given:
                    yield self._with_indicator(known, verdict, holds)

    @property
    def _prefix(self) -> str:
        return f"{self.finding.rule.facts_as_of}__" if self.finding.rule.facts_as_of else ""

    def _judged(self, table: str) -> bool:
        """Whether there are verdicts to look at: none as of a day that nobody has facts of."""
        return table in self.seen.present

    def _without_indicator(self, holds: str) -> str:
        unlisted = self.finding.rule.subject == "unlisted_member"
        relation, person = ("unlisted_members", "r.person_id") if unlisted else ("households", "NULL::VARCHAR")
        if relation not in self.snapshot.columns:
            return "SELECT NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::UTINYINT, NULL::UTINYINT WHERE false"
        return (
            f"SELECT r.household_id, {person}, NULL::VARCHAR, NULL::UTINYINT, NULL::UTINYINT FROM {relation} r "
            f"WHERE {holds} AND {self._not_excused(None)}"
        )

    def _with_indicator(self, indicator: BoundIndicator, verdict: Verdict, holds: str) -> str:
        rule = self.finding.rule
        person = "r.person_id" if indicator.subject is Subject.PERSON else "NULL::VARCHAR"
        name = quoted(indicator.id)
        conditions = [f"r.{name} = {verdict}", holds, self._not_excused(indicator)]
        conditions += self._back_then(indicator)
        if rule.unknown_because is not None:
            conditions.append(
                _may_be_because(self.snapshot, self.bound.pack.catalogue, indicator, rule.unknown_because)
            )
        return (
            f"SELECT r.household_id, {person}, {text(indicator.id)}, r.{name}, r.{quoted(indicator.id + GRADE_SUFFIX)} "
            f"FROM {quoted(verdict_table(indicator.subject, self._prefix))} r WHERE {' AND '.join(conditions)}"
        )

    def _not_excused(self, indicator: BoundIndicator | None) -> str:
        """Nothing of `unless` is known to be true: what is not known neither accuses nor excuses."""
        names = {"any"}
        if indicator is not None:
            names |= {indicator.id, self.bound.pack.indicators[indicator.id].guarantee}
        excuses = []
        for name, condition in self.finding.unless.items():
            if name in names:
                own = UNLISTED if self.finding.rule.subject == "unlisted_member" else PERSON
                table = HOUSEHOLD if condition.subject is Subject.HOUSEHOLD else own
                excuses.append(self.seen.true_of(table, unless_column(self.finding, name)))
        excuses = [each for each in excuses if each != FALSE]
        return f"NOT ({' OR '.join(excuses)})" if excuses else "true"

    def _back_then(self, indicator: BoundIndicator) -> Iterator[str]:
        """Whether the same indicator of the same subject was met, or unknown, on the facts as of a day of the household's own."""
        rule = self.finding.rule
        same = "b.household_id = r.household_id"
        if indicator.subject is Subject.PERSON:
            same += " AND b.person_id = r.person_id"
        for date_field, codes in ((rule.met_as_of, "(2, 3)"), (rule.unknown_as_of, "(1)")):
            if date_field is None:
                continue
            look_back = self.snapshot.look_backs.get(date_field)
            if look_back is None or not self._judged(verdict_table(indicator.subject, look_back.prefix)):
                yield "true" if rule.unknown_as_of == date_field else "false"
                continue
            table = quoted(verdict_table(indicator.subject, look_back.prefix))
            then = f"SELECT 1 FROM {table} b WHERE {same} AND b.{quoted(indicator.id)}"
            found = f"EXISTS ({then} IN {codes})"
            nothing = f"NOT EXISTS (SELECT 1 FROM {table} b WHERE {same})"
            yield f"({found} OR {nothing})" if rule.unknown_as_of == date_field else found


def looked_for(condition: Bound) -> Iterator[tuple[Verdict, str]]:
    """Indicators that any_unmet and any_unknown name, outside any NOT, with the verdict they look for; each once."""
    yield from dict.fromkeys(_looked_for(condition.tree, positive=True))


def _looked_for(node: Node, *, positive: bool) -> Iterator[tuple[Verdict, str]]:
    if isinstance(node, Not):
        yield from _looked_for(node.operand, positive=not positive)
    elif isinstance(node, And | Or):
        for operand in node.operands:
            yield from _looked_for(operand, positive=positive)
    elif isinstance(node, Verdicts) and positive and node.function in LOOKED_FOR:
        yield from ((LOOKED_FOR[node.function], indicator) for indicator in node.indicators)


def _may_be_because(snapshot: Snapshot, catalogue: Catalogue, indicator: BoundIndicator, reason: str) -> str:
    """A quick look before each household is looked at: some fact of the rule is in conflict, or missing although it is collected."""
    possible = []
    for subject in Subject:
        fields = sorted(name for s, name in indicator.facts if s is subject)
        if fields and _relation(subject) in snapshot.columns:
            own = (
                _conflicting(subject, fields)
                if reason == "conflict"
                else _missing(snapshot, catalogue, subject, fields)
            )
            possible.append(_reached(indicator.subject, subject, own) if own else "false")
    return f"({' OR '.join(possible)})" if possible else "false"


def _conflicting(subject: Subject, fields: list[str]) -> str:
    names = ", ".join(text(f) for f in fields)
    key = {Subject.HOUSEHOLD: "q.household_id", Subject.VILLAGE: "q.region_code", Subject.FACILITY: "q.facility_id"}
    own = key.get(subject, "q.person_id")
    return (
        f"EXISTS (SELECT 1 FROM cell_states c WHERE c.subject = '{subject}' AND c.state = 'conflict' "
        f"AND c.field IN ({names}) AND c.subject_id = {own})"
    )


def _missing(snapshot: Snapshot, catalogue: Catalogue, subject: Subject, fields: list[str]) -> str:
    """Conditions on the subject's relation `q`."""
    columns = snapshot.columns[_relation(subject)]
    parts = []
    for name in fields:
        absent = f"q.{quoted(name)} IS NULL" if name in columns else "true"
        mask = field_mask(snapshot.groups[subject], name)
        if catalogue.field(subject, name).ask_when_relevant:
            parts.append(absent)
        elif mask:
            parts.append(f"({absent} AND q.source_mask & {mask} <> 0)")
    return f"({' OR '.join(parts)})" if parts else ""


def _reached(judged: Subject, subject: Subject, condition: str) -> str:
    """The condition on a row `r` of verdicts: its own subject, its household or village, or any member of it."""
    relation = _relation(subject)
    if subject is judged:
        keys = {Subject.PERSON: ("household_id", "person_id"), Subject.VILLAGE: ("region_code",)}
        keys |= {Subject.FACILITY: ("facility_id",)}
        same = " AND ".join(f"q.{k} = r.{k}" for k in keys.get(subject, ("household_id",)))
    else:
        same = "q.region_code = r.region_code" if subject is Subject.VILLAGE else "q.household_id = r.household_id"
    return f"EXISTS (SELECT 1 FROM {relation} q WHERE {same} AND {condition})"


def _relation(subject: Subject) -> str:
    return next(name for name, own in RELATIONS.items() if own is subject)
