"""Which facts differ between two rounds, and which of them a difference rests on.

Tables made here:
  fact_changes(about, household_id, about_id, region_before, region_after, field, before, before_source, before_state, after,
               after_source, after_state)                         of one step; values as text, NULL: unknown; NULL source: none
  change_facts(change_id, about, about_id, field, before, before_source, before_state, after, after_source, after_state)
  change_members(change_id, person_id, movement)                  'entered' or 'left'
  change_reasons(change_id, reason)      facts, status, membership, standard, day, left, entered; a view, several rows a difference
A fact differs when its value does, or the grade of its evidence. Field 'roster_incomplete' says that rows of a household were rejected.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diguan.engine.backends.layout import SOURCE_SUFFIX
from diguan.engine.comparison.extracts import Extract, Fact
from diguan.engine.comparison.shared import DAY, FACTS, STANDARD, Shared
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.verdicts import Grade, Subject

ROSTER = "roster_incomplete"
VALUES = "before VARCHAR, before_source UTINYINT, before_state VARCHAR, after VARCHAR, after_source UTINYINT, after_state VARCHAR"
OWN = ("about", "about_id", "field", "before", "before_source", "before_state", "after", "after_source", "after_state")
RELATION = {subject: name for name, subject in RELATIONS.items() if name != "unlisted_members"}


def create_evidence(connection: Connection) -> None:
    """The empty tables."""
    run(
        connection,
        f"CREATE TABLE change_facts (change_id BIGINT, about VARCHAR, about_id VARCHAR, field VARCHAR, {VALUES})",
    )
    run(connection, "CREATE TABLE change_members (change_id BIGINT, person_id VARCHAR, movement VARCHAR)")
    run(
        connection,
        f"""CREATE VIEW change_reasons AS SELECT change_id, CASE WHEN field = '{ROSTER}' THEN 'membership'
            WHEN about = 'household' AND field = 'status' THEN 'status' ELSE 'facts' END AS reason FROM change_facts
        UNION SELECT change_id, 'membership' FROM change_members
        UNION SELECT change_id, 'standard' FROM changes WHERE factors & {STANDARD} <> 0
        UNION SELECT change_id, 'day' FROM changes WHERE factors & {DAY} <> 0
        UNION SELECT change_id, presence FROM changes WHERE presence <> 'both'""",
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts of two rounds, extracted."""

    connection: Connection
    step: int
    before: Extract
    after: Extract

    def find(self, fields: Iterable[Fact]) -> None:
        """Make fact_changes of the step."""
        run(
            self.connection,
            f"""CREATE OR REPLACE TEMP TABLE fact_changes (about VARCHAR, household_id VARCHAR, about_id VARCHAR,
            region_before VARCHAR, region_after VARCHAR, field VARCHAR, {VALUES})""",
        )
        wanted: dict[Subject, list[str]] = {}
        for subject, name in sorted(fields):
            wanted.setdefault(subject, []).append(name)
        for subject, names in wanted.items():
            if select := self._differing(subject, names):
                run(self.connection, f"INSERT INTO fact_changes {select}")
        for when, extract in (("before", self.before), ("after", self.after)):
            run(self.connection, _told_why(when, extract))
        if self._present(Subject.HOUSEHOLD):
            run(self.connection, f"INSERT INTO fact_changes {self._rosters()}")

    def _present(self, subject: Subject) -> bool:
        name = RELATION[subject]
        return name in self.before.columns and name in self.after.columns

    def _differing(self, subject: Subject, names: list[str]) -> str | None:
        """SELECT of the fields that differ; both rounds are joined once, and of each pair the fields are gone through."""
        if not self._present(subject):
            return None
        joined, household, about_id, regions = self._joined(subject)
        differing = [struct for name in names if (struct := self._difference(subject, name)) is not None]
        if not differing:
            return None
        return f"""SELECT {text(subject)}, household, about_id, region_before, region_after, d.field, d.before, d.before_source,
            NULL, d.after, d.after_source, NULL FROM (
            SELECT {household} AS household, {about_id} AS about_id, {self._named(regions)}, unnest([{", ".join(differing)}]) AS d
            FROM {joined}) WHERE d IS NOT NULL"""

    def _difference(self, subject: Subject, name: str) -> str | None:
        """Expression of what both rounds say of a field where they differ, else NULL; None where neither carries it."""
        old, old_source = self._value(self.before, subject, name, "a")
        new, new_source = self._value(self.after, subject, name, "b")
        if old is None and new is None:
            return None
        grades = f"{self._grade(self.before, old_source)} <> {self._grade(self.after, new_source)}"
        differ = f"{old or 'NULL'} IS DISTINCT FROM {new or 'NULL'} OR ({old or 'NULL'} IS NOT NULL AND {grades})"
        said = f"""{{'field': {text(name)}, 'before': {_shown(old)}::VARCHAR, 'before_source': ({_source(old, old_source)})::UTINYINT,
            'after': {_shown(new)}::VARCHAR, 'after_source': ({_source(new, new_source)})::UTINYINT}}"""
        return f"CASE WHEN {differ} THEN {said} END"

    @staticmethod
    def _named(regions: str) -> str:
        before, _, after = regions.partition(", ")
        return f"{before} AS region_before, {after} AS region_after"

    def _joined(self, subject: Subject) -> tuple[str, str, str, str]:
        """The relation of both rounds side by side, household, own key and regions as SQL."""
        one, other = f"{self.before.prefix}{RELATION[subject]} a", f"{self.after.prefix}{RELATION[subject]} b"
        nowhere = "NULL::VARCHAR, NULL::VARCHAR"
        if subject is Subject.VILLAGE:
            pairs = f"SELECT DISTINCT region_before, region_code AS region_after FROM changes WHERE step = {self.step}"
            joined = f"({pairs}) r LEFT JOIN {one} ON a.region_code = r.region_before "
            joined += f"LEFT JOIN {other} ON b.region_code = r.region_after"
            return joined, "NULL::VARCHAR", "r.region_after", "r.region_before, r.region_after"
        if subject is Subject.FACILITY:
            return f"{one} JOIN {other} USING (facility_id)", "NULL::VARCHAR", "facility_id", nowhere
        if subject is Subject.PERSON:
            return f"{one} JOIN {other} USING (household_id, person_id)", "household_id", "person_id", nowhere
        return f"{one} JOIN {other} USING (household_id)", "household_id", "household_id", nowhere

    def _value(self, extract: Extract, subject: Subject, name: str, alias: str) -> tuple[str | None, str]:
        """A field and its source as SQL; None where the round does not carry it."""
        column = extract.columns[RELATION[subject]].get(name)
        if column is None:
            return None, "NULL"
        source = f"{alias}.{quoted(name + SOURCE_SUFFIX)}" if column.source is None else f"{column.source}"
        return f"{alias}.{quoted(name)}", source

    def _grade(self, extract: Extract, source: str) -> str:
        grades: Mapping[int, Grade] = extract.side.facts.grades
        if source.isdigit():
            return str(int(grades[int(source)]))
        return f"CASE {source} {' '.join(f'WHEN {s} THEN {int(g)}' for s, g in grades.items())} END"

    def _rosters(self) -> str:
        joined, household, about_id, regions = self._joined(Subject.HOUSEHOLD)
        return f"""SELECT 'household', {household}, {about_id}, {regions}, '{ROSTER}', a.{ROSTER}::VARCHAR, NULL, NULL,
            b.{ROSTER}::VARCHAR, NULL, NULL FROM {joined} WHERE a.{ROSTER} <> b.{ROSTER}"""

    def assign(self, indicators: Iterable[Shared]) -> None:
        """Append to change_facts and change_members what the differences of the step that rest on facts read."""
        own = ", ".join(OWN)
        for indicator in indicators:
            chosen = f"c.step = {self.step} AND c.indicator = {text(indicator.id)} AND c.factors & {FACTS} <> 0"
            for about, condition in self._reached(indicator):
                run(
                    self.connection,
                    f"""INSERT INTO change_facts SELECT c.change_id, {own} FROM changes c
                    JOIN fact_changes f ON {condition} WHERE {chosen} AND f.about = {text(about)}
                    ORDER BY c.change_id, f.about_id, f.field""",
                )
            if indicator.members and self._present(Subject.PERSON):
                self._assign_members(chosen)

    def _reached(self, indicator: Shared) -> Iterator[tuple[Subject, str]]:
        """What a rule reads, by kind of subject, as conditions on a difference `c` and a fact `f`."""
        fields: dict[Subject, list[str]] = {}
        for subject, name in sorted(indicator.reads):
            fields.setdefault(subject, []).append(name)
        if indicator.members:
            fields.setdefault(Subject.HOUSEHOLD, []).append(ROSTER)
        for about, names in fields.items():
            known = f"f.field IN ({', '.join(text(n) for n in names)})"
            if about is Subject.VILLAGE:
                same = "f.region_before IS NOT DISTINCT FROM c.region_before AND f.region_after IS NOT DISTINCT FROM c.region_code"
            elif about is indicator.subject or about is Subject.FACILITY:
                same = "f.about_id = c.subject_id AND f.household_id IS NOT DISTINCT FROM c.household_id"
            else:
                same = "f.household_id = c.household_id"
            yield about, f"{same} AND {known}"

    def _assign_members(self, chosen: str) -> None:
        before, after = (f"{e.prefix}persons" for e in (self.before, self.after))
        for movement, here, there in (("entered", after, before), ("left", before, after)):
            run(
                self.connection,
                f"""INSERT INTO change_members SELECT c.change_id, p.person_id, '{movement}' FROM changes c
                JOIN {here} p ON p.household_id = c.household_id ANTI JOIN {there} o
                ON o.household_id = p.household_id AND o.person_id = p.person_id
                WHERE {chosen} ORDER BY c.change_id, p.person_id""",
            )


def _told_why(when: str, extract: Extract) -> str:
    """Statement that says why a value of one round is unknown: in conflict or damaged."""
    same = "s.subject = f.about AND s.field = f.field AND s.subject_id = f.about_id"
    own = "(f.household_id IS NULL OR s.household_id = f.household_id)"
    return f"""UPDATE fact_changes f SET {when}_state = s.state FROM (
        SELECT subject, household_id, subject_id, field, min(state) AS state FROM {extract.prefix}states GROUP BY ALL) s
        WHERE f.{when} IS NULL AND {same} AND {own}"""


def _shown(value: str | None) -> str:
    return "NULL" if value is None else f"{value}::VARCHAR"


def _source(value: str | None, source: str) -> str:
    return "NULL" if value is None else f"CASE WHEN {value} IS NOT NULL THEN {source} END"


def reasons(connection: Connection, step: int) -> dict[str, int]:
    """How many differences of a step rest on what; one that rests on several is counted with each."""
    rows = run(
        connection,
        f"""SELECT reason, count(*) FROM change_reasons JOIN changes USING (change_id) WHERE step = {step}
        GROUP BY reason ORDER BY reason""",
    )
    return dict(rows)


def unexplained(connection: Connection, step: int) -> int:
    """Differences without a reason, and those said to rest on facts although none that the rule reads differs: there must be none."""
    rows = run(
        connection,
        f"""SELECT count(*) FROM changes WHERE step = {step} AND (change_id NOT IN (SELECT change_id FROM change_reasons)
        OR (factors & {FACTS} <> 0 AND change_id NOT IN
            (SELECT change_id FROM change_reasons WHERE reason IN ('facts', 'status', 'membership'))))""",
    )
    return int(rows[0][0])
