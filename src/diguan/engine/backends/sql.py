"""Verdicts and conditions of whole populations as SQL of the engine that the layout lies in: one pass a kind of subject.

The queries are SELECTs without order and without a closing semicolon, for CREATE TABLE AS, COPY and joins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from diguan.engine.backends.dialects import Dialect
from diguan.engine.backends.layout import Layout
from diguan.engine.backends.rules import Condition, RuleSpec
from diguan.engine.backends.sql_codes import Truths, coded, codes
from diguan.engine.backends.sql_expressions import Expressions
from diguan.engine.backends.sql_joins import ALIASES, joined, relation
from diguan.engine.backends.sql_members import MemberPass, key_column
from diguan.engine.backends.sql_text import Tri, cases, shown
from diguan.engine.backends.thresholds import grades_of, rule_grades
from diguan.engine.verdicts import Grade, Subject

__all__ = [
    "GRADE_SUFFIX",
    "KEYS",
    "Condition",
    "Passes",
    "Queries",
    "RuleSpec",
    "condition_sql",
    "verdict_passes",
    "verdict_sql",
]

GRADE_SUFFIX = "@grade"
KEYS: Mapping[Subject, tuple[str, ...]] = MappingProxyType(
    {
        Subject.HOUSEHOLD: ("household_id",),
        Subject.PERSON: ("household_id", "person_id"),
        Subject.VILLAGE: ("region_code",),
        Subject.FACILITY: ("facility_id",),
    }
)
Queries = Mapping[Subject, str]


@dataclass(frozen=True, slots=True)
class Passes:
    """Statements to run before, the queries (they read what was prepared), and statements to run after."""

    prepare: tuple[str, ...]
    queries: Queries
    clean_up: tuple[str, ...]


def verdict_sql(rules: Sequence[RuleSpec], layout: Layout, keys: Mapping[Subject, tuple[str, ...]] = KEYS) -> Queries:
    """One SELECT a kind of subject that has rules and a relation.

    Columns: the keys (any columns of the relation), then by rule `<id>` (0 unmet, 1 unknown, 2 met, 3 not applicable) and `<id>@grade`
    (0..3), each in one byte (UTINYINT of DuckDB, TINYINT of Spark). Households carry their own rules and the
    roll-ups of the rules on persons.
    """
    queries = {}
    for subject in layout.relations:
        judged = [rule for rule in rules if _concerns(rule, subject)]
        if judged:
            query = _Query(layout, subject, keys.get(subject, KEYS[subject]))
            queries[subject] = query.verdicts(judged)
    return queries


def verdict_passes(
    rules: Sequence[RuleSpec],
    layout: Layout,
    keys: Mapping[Subject, tuple[str, ...]] = KEYS,
    workspace: str = "judged_persons",
) -> Passes:
    """The same verdicts as `verdict_sql`, with every person looked at only once: into a temporary table that both queries then read.

    DuckDB only. About a third less work where persons have rules; the table holds some hundred bytes a person, so run it county by county.
    """
    queries = dict(verdict_sql(rules, layout, keys))
    if Subject.PERSON not in queries or Subject.HOUSEHOLD not in queries:
        return Passes((), queries, ())
    judged = [rule for rule in rules if _concerns(rule, Subject.HOUSEHOLD)]
    homes = _Query(layout, Subject.HOUSEHOLD, keys.get(Subject.HOUSEHOLD, KEYS[Subject.HOUSEHOLD]), workspace)
    queries[Subject.HOUSEHOLD] = homes.verdicts(judged)
    own = [rule for rule in judged if rule.met.subject is Subject.PERSON]
    person_keys = keys.get(Subject.PERSON, KEYS[Subject.PERSON])
    queries[Subject.PERSON] = _persons_from(workspace, homes.members, own, person_keys)
    quoted = layout.dialect.quoted
    prepare = f"CREATE OR REPLACE TEMP TABLE {quoted(workspace)} AS {homes.members.each_person(person_keys)}"
    return Passes((prepare,), queries, (f"DROP TABLE {quoted(workspace)}",))


def condition_sql(
    conditions: Sequence[Condition], layout: Layout, keys: Mapping[Subject, tuple[str, ...]] = KEYS
) -> Queries:
    """One SELECT a kind of subject that has conditions and a relation: the keys, then `<id>` BOOLEAN, NULL where unknown."""
    queries = {}
    for subject in layout.relations:
        asked = [condition for condition in conditions if condition.holds.subject is subject]
        if asked:
            query = _Query(layout, subject, keys.get(subject, KEYS[subject]))
            queries[subject] = query.conditions(asked)
    return queries


def _concerns(rule: RuleSpec, subject: Subject) -> bool:
    own = rule.met.subject
    return own is subject or (own is Subject.PERSON and subject is Subject.HOUSEHOLD)


def _persons_from(workspace: str, members: MemberPass, rules: Iterable[RuleSpec], keys: Sequence[str]) -> str:
    """The persons' verdicts out of the pass that was made for their households."""
    quoted = members.layout.dialect.quoted
    names = [key_column(index, key) for index, key in enumerate(keys)]
    columns = [f"{name} AS {quoted(key)}" for name, key in zip(names, keys, strict=True)]
    found: dict[str, str] = {}
    for rule in rules:
        grades = rule_grades(rule.when, rule.met, members.layout)
        own = [members.own(truths) for truths in _truths(rule, grades, members.inner)]
        columns += _verdict_columns(
            members.layout.dialect, rule, grades, [found.setdefault(text, f"c{len(found)}") for text in own]
        )
    layer = [*dict.fromkeys(names), *(f"{text} AS {name}" for text, name in found.items())]
    return f"SELECT {', '.join(columns)} FROM (SELECT {', '.join(layer)} FROM {quoted(workspace)})"


def _truths(rule: RuleSpec, grades: Sequence[int], expressions: Expressions) -> list[Truths]:
    """A rule's truths, one a threshold."""
    when = [True if rule.when is None else expressions.truth(rule.when.tree, grade) for grade in grades]
    return [Truths(w, expressions.truth(rule.met.tree, grade), when[0]) for w, grade in zip(when, grades, strict=True)]


def _verdict_columns(
    dialect: Dialect, rule: RuleSpec, grades: Sequence[int], at_thresholds: Sequence[str]
) -> list[str]:
    """Code and grade of a rule from its codes at the thresholds."""
    grade = _grade(dialect, at_thresholds, grades)
    return [f"{at_thresholds[0]} AS {dialect.quoted(rule.id)}", f"{grade} AS {dialect.quoted(rule.id + GRADE_SUFFIX)}"]


@dataclass(slots=True)
class _Query:
    """A SELECT in layers, so that every truth and every code is worked out once a row: truths, codes, grades."""

    layout: Layout
    subject: Subject
    keys: tuple[str, ...]
    workspace: str | None = None  # table that holds the pass over the persons already
    members: MemberPass = field(init=False)
    expressions: Expressions = field(init=False)
    truths: dict[str, str] = field(default_factory=dict)  # expression over the relations -> column of the first layer
    codes: dict[str, str] = field(default_factory=dict)  # expression over the first layer -> column of the second

    def __post_init__(self) -> None:
        self.members = MemberPass(self.layout)
        self.expressions = Expressions(self.layout, self.members)

    @property
    def dialect(self) -> Dialect:
        """The words of the engine."""
        return self.layout.dialect

    def verdicts(self, rules: Iterable[RuleSpec]) -> str:
        """Codes and grades."""
        columns = [f"k{index} AS {self.dialect.quoted(key)}" for index, key in enumerate(self.keys)]
        for rule in rules:
            grades = rule_grades(rule.when, rule.met, self.layout)
            columns += _verdict_columns(self.dialect, rule, grades, self.codes_at(rule, grades))
        keys = [f"k{index}" for index in range(len(self.keys))]
        codes_layer = [*keys, *(f"{text} AS {name}" for text, name in self.codes.items())]
        return f"SELECT {', '.join(columns)} FROM (SELECT {', '.join(codes_layer)} FROM ({self.first_layer()}))"

    def conditions(self, conditions: Iterable[Condition]) -> str:
        """Truths as they are."""
        columns = [f"k{index} AS {self.dialect.quoted(key)}" for index, key in enumerate(self.keys)]
        for condition in conditions:
            lowest = grades_of(condition.holds.tree, self.layout)[0]
            truth = self.column(self.expressions.truth(condition.holds.tree, lowest))
            columns.append(f"{shown(truth)} AS {self.dialect.quoted(condition.id)}")
        return f"SELECT {', '.join(columns)} FROM ({self.first_layer()})"

    def codes_at(self, rule: RuleSpec, grades: Sequence[int]) -> list[str]:
        """Columns of a rule's codes, one a threshold."""
        if rule.met.subject is self.subject:
            texts = [
                coded(one.over(self.column), codes(self.dialect)) for one in _truths(rule, grades, self.expressions)
            ]
        else:
            rolled = [self.members.rolled(one) for one in _truths(rule, grades, self.members.inner)]
            texts = [shown(self.column(text)) for text in rolled]
        return [self.codes.setdefault(text, f"c{len(self.codes)}") for text in texts]

    def column(self, truth: Tri) -> Tri:
        """An expression of the first layer by its column; constants stay."""
        return self.truths.setdefault(truth, f"t{len(self.truths)}") if isinstance(truth, str) else truth

    def first_layer(self) -> str:
        """Keys and truths over the relation, with what is one step up and the pass over the members where they are needed."""
        alias = ALIASES[self.subject]
        columns = [f"{self.dialect.quoted(alias, key)} AS k{index}" for index, key in enumerate(self.keys)]
        columns += [f"{text} AS {name}" for text, name in self.truths.items()]
        own = relation(self.layout, self.subject)
        if self.members.asked:
            own = self.members.beside_households(own, self.workspace)
        source = joined(self.layout, self.subject, self.expressions.used, own)
        return f"SELECT {', '.join(columns)} FROM {source}"


def _grade(dialect: Dialect, at_thresholds: Sequence[str], grades: Sequence[int]) -> str:
    """The highest threshold at which the verdict is still decided (then it is the same one); none for unknown."""
    if tuple(grades) == (Grade.DECLARED,):
        return dialect.small_truth(f"{at_thresholds[0]} <> 1")
    branches: list[tuple[Tri, str]] = [(f"{at_thresholds[0]} = 1", dialect.small(0))]
    higher = list(zip(at_thresholds, grades, strict=True))[:0:-1]
    branches += [(f"{code} <> 1", dialect.small(grade)) for code, grade in higher]
    return cases(branches, dialect.small(grades[0]))
