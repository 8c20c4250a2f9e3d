"""Verdicts and conditions of whole populations as DuckDB queries: one pass a kind of subject.

The queries are SELECTs without order and without a closing semicolon, for CREATE TABLE AS, COPY and joins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from diguan.engine.backends.layout import Layout
from diguan.engine.backends.sql_codes import CODES, Truths, coded
from diguan.engine.backends.sql_expressions import Expressions
from diguan.engine.backends.sql_joins import ALIASES, joined
from diguan.engine.backends.sql_members import MEMBERS, MemberPass
from diguan.engine.backends.sql_text import Tri, cases, quoted, shown
from diguan.engine.backends.thresholds import grades_of, rule_grades
from diguan.engine.expressions.binder import Bound
from diguan.engine.verdicts import Subject

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
class RuleSpec:
    """A rule to be judged; its subject is that of `met`. `when` None applies to everybody."""

    id: str
    when: Bound | None
    met: Bound


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition to be asked of every subject it is about."""

    id: str
    holds: Bound


def verdict_sql(rules: Sequence[RuleSpec], layout: Layout, keys: Mapping[Subject, tuple[str, ...]] = KEYS) -> Queries:
    """One SELECT a kind of subject that has rules and a relation.

    Columns: the keys (any columns of the relation), then by rule `<id>` UTINYINT (0 unmet, 1 unknown, 2 met, 3 not applicable) and
    `<id>@grade` UTINYINT (0..3). Households carry their own rules and the roll-ups of the rules on persons.
    """
    queries = {}
    for subject in layout.relations:
        judged = [rule for rule in rules if _concerns(rule, subject)]
        if judged:
            query = _Query(layout, subject, keys.get(subject, KEYS[subject]))
            queries[subject] = query.verdicts(judged)
    return queries


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


@dataclass(slots=True)
class _Query:
    """A SELECT in layers, so that every truth and every code is worked out once a row: truths, codes, grades."""

    layout: Layout
    subject: Subject
    keys: tuple[str, ...]
    members: MemberPass = field(init=False)
    expressions: Expressions = field(init=False)
    truths: dict[str, str] = field(default_factory=dict)  # expression over the relations -> column of the first layer
    codes: dict[str, str] = field(default_factory=dict)  # expression over the first layer -> column of the second

    def __post_init__(self) -> None:
        self.members = MemberPass(self.layout)
        self.expressions = Expressions(self.layout, self.members)

    def verdicts(self, rules: Iterable[RuleSpec]) -> str:
        """Codes and grades."""
        columns = [f"k{index} AS {quoted(key)}" for index, key in enumerate(self.keys)]
        for rule in rules:
            grades = rule_grades(rule.when, rule.met, self.layout)
            codes = self.codes_at(rule, grades)
            columns += [
                f"{codes[0]} AS {quoted(rule.id)}",
                f"{_grade(codes, grades)} AS {quoted(rule.id + GRADE_SUFFIX)}",
            ]
        keys = [f"k{index}" for index in range(len(self.keys))]
        codes_layer = [*keys, *(f"{text} AS {name}" for text, name in self.codes.items())]
        return f"SELECT {', '.join(columns)} FROM (SELECT {', '.join(codes_layer)} FROM ({self.first_layer()}))"

    def conditions(self, conditions: Iterable[Condition]) -> str:
        """Truths as they are."""
        columns = [f"k{index} AS {quoted(key)}" for index, key in enumerate(self.keys)]
        for condition in conditions:
            lowest = grades_of(condition.holds.tree, self.layout)[0]
            truth = self.column(self.expressions.truth(condition.holds.tree, lowest))
            columns.append(f"{shown(truth)} AS {quoted(condition.id)}")
        return f"SELECT {', '.join(columns)} FROM ({self.first_layer()})"

    def codes_at(self, rule: RuleSpec, grades: Sequence[int]) -> list[str]:
        """Columns of a rule's codes, one a threshold; above the lowest they are 1 wherever they would differ from the verdict."""
        rolled = rule.met.subject is not self.subject
        expressions = self.members.inner if rolled else self.expressions
        columns = []
        at_first = True if rule.when is None else expressions.truth(rule.when.tree, grades[0])
        for grade in grades:
            when = True if rule.when is None else expressions.truth(rule.when.tree, grade)
            truths = Truths(when, expressions.truth(rule.met.tree, grade), at_first)
            text = shown(self.column(self.members.rolled(truths))) if rolled else coded(truths.over(self.column), CODES)
            columns.append(self.codes.setdefault(text, f"c{len(self.codes)}"))
        return columns

    def column(self, truth: Tri) -> Tri:
        """An expression of the first layer by its column; constants stay."""
        return self.truths.setdefault(truth, f"t{len(self.truths)}") if isinstance(truth, str) else truth

    def first_layer(self) -> str:
        """Keys and truths over the relation, with what is one step up and the pass over the members where they are needed."""
        alias = ALIASES[self.subject]
        columns = [f"{quoted(alias, key)} AS k{index}" for index, key in enumerate(self.keys)]
        columns += [f"{text} AS {name}" for text, name in self.truths.items()]
        source = joined(self.layout, self.subject, self.expressions.used)
        if self.members.asked:
            source += f" LEFT JOIN {self.members.rendered()} ON {MEMBERS}.k = {quoted(alias, 'household_id')}"
        return f"SELECT {', '.join(columns)} FROM {source}"


def _grade(codes: Sequence[str], grades: Sequence[int]) -> str:
    """The highest threshold at which the verdict is still decided (then it is the same one); none for unknown."""
    branches: list[tuple[Tri, str]] = [(f"{codes[0]} = 1", "0::UTINYINT")]
    higher = list(zip(codes, grades, strict=True))[:0:-1]
    branches += [(f"{code} <> 1", f"{grade}::UTINYINT") for code, grade in higher]
    return cases(branches, f"{grades[0]}::UTINYINT")
