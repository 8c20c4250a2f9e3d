"""Every condition of the findings and focus groups asked of everybody at once.

Tables made here, one row a subject, one BOOLEAN column a condition (NULL: unknown): holds_household, holds_person, holds_unlisted, and
for findings on the facts as of a date field `<prefix>holds_household`.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from diguan.engine.backends.layout import Layout, Relation
from diguan.engine.backends.sql import Condition, condition_sql
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound
from diguan.engine.screening.bound import BoundFinding, BoundPack, UnableToScreen
from diguan.engine.screening.judging import verdict_table
from diguan.engine.snapshot.database import Connection, columns_of, has_table, quoted, run
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

HOUSEHOLD, PERSON, UNLISTED = "holds_household", "holds_person", "holds_unlisted"
JUDGED = "judged_households"
FALSE = "false"


def alternative_column(finding: BoundFinding, number: int) -> str:
    """Column of one alternative of a finding."""
    return f"{finding.rule.id}:when:{number}"


def unless_column(finding: BoundFinding, name: str) -> str:
    """Column of what takes a finding back."""
    return f"{finding.rule.id}:unless:{name}"


def focus_column(group: str) -> str:
    """Column of a focus group."""
    return f"focus:{group}"


@dataclass(slots=True)
class _Questions:
    """Conditions by the table they are answered in."""

    by_table: dict[str, list[Condition]] = field(default_factory=dict)

    def add(self, table: str, id: str, bound: Bound) -> None:
        self.by_table.setdefault(table, []).append(Condition(id, bound))


def ask(snapshot: Snapshot, bound: BoundPack) -> None:
    """Make the tables of this module."""
    questions = _questions(bound)
    today = _judged_layout(snapshot, questions.by_table.get(HOUSEHOLD, []), "")
    _answer(snapshot.connection, today, Subject.HOUSEHOLD, HOUSEHOLD, questions)
    _answer(snapshot.connection, snapshot.layout, Subject.PERSON, PERSON, questions)
    if snapshot.unlisted_layout is not None:
        _answer(snapshot.connection, snapshot.unlisted_layout, Subject.PERSON, UNLISTED, questions)
    for look_back in snapshot.look_backs.values():
        table = look_back.prefix + HOUSEHOLD
        layout = _judged_layout(snapshot, questions.by_table.get(table, []), look_back.prefix)
        _answer(snapshot.connection, layout, Subject.HOUSEHOLD, table, questions)


def _questions(bound: BoundPack) -> _Questions:
    questions = _Questions()
    for finding in bound.findings:
        table = condition_table(finding)
        for number, condition in enumerate(finding.alternatives):
            questions.add(table, alternative_column(finding, number), condition)
        for name, condition in finding.unless.items():
            own = HOUSEHOLD if condition.subject is Subject.HOUSEHOLD else PERSON
            if finding.rule.subject == "unlisted_member" and own == PERSON:
                own = UNLISTED
            questions.add(own, unless_column(finding, name), condition)
    for group, condition in bound.focus_groups.items():
        questions.add(HOUSEHOLD, focus_column(group), condition)
    return questions


def condition_table(finding: BoundFinding) -> str:
    """The table that answers a finding's alternatives."""
    if finding.rule.subject == "unlisted_member":
        return UNLISTED
    return f"{finding.rule.facts_as_of}__{HOUSEHOLD}" if finding.rule.facts_as_of else HOUSEHOLD


def _judged_layout(snapshot: Snapshot, conditions: Iterable[Condition], prefix: str) -> Layout:
    """Today's layout whose households carry verdicts beside the facts: today's, or those of a look back."""
    asked = list(conditions)
    facts = {name for c in asked for subject, name in c.holds.facts if subject is Subject.HOUSEHOLD}
    verdicts = {name for c in asked for name in c.holds.indicators}
    _refuse_clash(facts & verdicts)
    layout = snapshot.layout
    columns = layout.relations[Subject.HOUSEHOLD].columns
    view = quoted(prefix + JUDGED)
    table = verdict_table(Subject.HOUSEHOLD, prefix)
    judged = names_of(snapshot.connection, table)
    own = [f"v.{quoted(name)}" for name in sorted(verdicts & judged)]
    hidden = ", ".join(quoted(name) for name in sorted(verdicts & columns.keys()))
    every = f"h.* EXCLUDE ({hidden})" if hidden else "h.*"
    joined = f"JOIN {quoted(table)} v USING (household_id)" if judged else ""
    run(snapshot.connection, f"CREATE TEMP VIEW {view} AS SELECT {', '.join([every, *own])} FROM households h {joined}")
    kept = {name: column for name, column in columns.items() if name not in verdicts}
    relations = {**layout.relations, Subject.HOUSEHOLD: Relation(prefix + JUDGED, kept)}
    return Layout(relations, layout.grades)


def names_of(connection: Connection, table: str) -> set[str]:
    """Columns of a table; none when there is no such table."""
    return {name for name, _ in columns_of(connection, table)} if has_table(connection, table) else set()


def _refuse_clash(names: set[str]) -> None:
    if names:
        shown = ", ".join(sorted(names))
        zh = f"{shown}既是指标又是问题类型所读的字段，请给指标改名"
        en = f"{shown}: an indicator and a field that findings read have the same name; rename the indicator"
        raise UnableToScreen([Label(zh, en)])


def _answer(connection: Connection, layout: Layout, subject: Subject, table: str, questions: _Questions) -> None:
    asked = questions.by_table.get(table, [])
    queries: Mapping[Subject, str] = condition_sql(asked, layout) if asked else {}
    if subject in queries:
        run(connection, f"CREATE TEMP TABLE {quoted(table)} AS {queries[subject]}")


def true_of(present: Container[str], table: str, column: str) -> str:
    """A condition on rows `r` with household_id (and person_id): a column of one of these tables is known to be true of them.

    `present` names the tables there are: nothing is true in one that is not.
    """
    if table not in present:
        return FALSE
    same = "x.household_id = r.household_id"
    if not table.endswith(HOUSEHOLD):
        same += " AND x.person_id = r.person_id"
    return f"EXISTS (SELECT 1 FROM {quoted(table)} x WHERE {same} AND x.{quoted(column)})"
