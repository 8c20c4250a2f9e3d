"""Searches facts that make conditions true or false: the values around every boundary of a rule, tried with pruning.

A condition in four-valued logic keeps its value once it is known, whatever the facts still unknown turn out to be. So
facts are set one after the other, and a branch is left as soon as a condition is known to be what is not wanted.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from diguan.engine.backends.closures import truth
from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.catalogue.facts import Fact
from diguan.engine.expressions import Bound, walk
from diguan.engine.expressions import tree as trees
from diguan.engine.verdicts import Subject

MOST_TRIALS = 30_000
MOST_MEMBERS = 6
NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition and the truth that is looked for."""

    condition: Bound
    holds: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """One fact that may be set: where it is kept, its name, and the values worth trying."""

    record: dict[str, Fact | None]
    name: str
    values: tuple[Fact, ...]


def witness(catalogue: Catalogue, wanted: Sequence[Wanted]) -> HouseholdFacts | None:
    """Facts under which every condition has the wanted truth; None when the search found none."""
    values = _values_to_try(catalogue, [w.condition for w in wanted])
    for members in _member_counts(wanted):
        if found := _Search(wanted, values, members).run():
            return found
    return None


def _member_counts(wanted: Sequence[Wanted]) -> Sequence[int]:
    """Sizes of household to try: one person for a rule on persons; for rules that look at members up to their counts."""
    if wanted[0].condition.subject is Subject.PERSON:
        return (1,)
    nodes = [node for w in wanted for node in walk(w.condition.tree)]
    if not any(isinstance(node, trees.MEMBER_FUNCTIONS) for node in nodes):
        return (0,)
    counts = [n.value for n in nodes if isinstance(n, trees.Literal) and n.type is FieldType.INTEGER]
    most = 1 + sum(abs(int(c)) for c in counts if isinstance(c, int))
    return range(1, min(max(most, 2), MOST_MEMBERS) + 1)


class _Search:
    """One search over a household of a fixed size."""

    def __init__(
        self, wanted: Sequence[Wanted], values: Mapping[tuple[Subject, str], tuple[Fact, ...]], members: int
    ) -> None:
        self.asked: list[tuple[Callable[..., int], int]] = [(truth(w.condition), 1 if w.holds else -1) for w in wanted]
        self.member = 0 if wanted[0].condition.subject is Subject.PERSON else None
        self.records: dict[Subject, dict[str, Fact | None]] = {subject: {} for subject in Subject}
        self.people: list[dict[str, Fact | None]] = [{} for _ in range(members)]
        self.variables = list(self._variables(values))
        self.trials = 0
        self.facts = HouseholdFacts(
            household=Record(self.records[Subject.HOUSEHOLD]),
            members=[Record(person) for person in self.people],
            village=Record(self.records[Subject.VILLAGE]),
            facility=Record(self.records[Subject.FACILITY]),
        )

    def _variables(self, values: Mapping[tuple[Subject, str], tuple[Fact, ...]]) -> Iterator[Variable]:
        for (subject, name), choices in values.items():
            for record in self.people if subject is Subject.PERSON else [self.records[subject]]:
                yield Variable(record, name, choices)

    def run(self) -> HouseholdFacts | None:
        """Facts that fit, or None. The records stay as they were when the search ended."""
        return self.facts if self._from(0) else None

    def _from(self, index: int) -> bool:
        self.trials += 1
        signs = [sign * ask(self.facts, self.member) for ask, sign in self.asked]
        if all(s > 0 for s in signs):
            return True
        if any(s < 0 for s in signs) or index == len(self.variables) or self.trials > MOST_TRIALS:
            return False
        variable = self.variables[index]
        for value in variable.values:
            variable.record[variable.name] = value
            if self._from(index + 1):
                return True
        variable.record[variable.name] = None
        return False


def _values_to_try(catalogue: Catalogue, conditions: Sequence[Bound]) -> dict[tuple[Subject, str], tuple[Fact, ...]]:
    """Values of every fact, in the order in which the conditions speak of them."""
    nodes = [node for condition in conditions for node in walk(condition.tree)]
    literals = [n.value for n in nodes if isinstance(n, trees.Literal)]
    keys = dict.fromkeys((n.subject, n.field) for n in nodes if isinstance(n, trees.Fact))
    return {key: _values(catalogue.field(*key), literals) for key in keys}


def _values(field: Field, literals: Sequence[object]) -> tuple[Fact, ...]:
    if field.type is FieldType.BOOLEAN:
        return (True, False)
    if field.type is FieldType.DATE:
        days = [v for v in literals if isinstance(v, date)] or [date(2000, 1, 1)]
        return tuple(dict.fromkeys(_near(day, by) for day in days for by in (0, -1, 1)))
    if field.type in NUMERIC:
        return _numbers(field, [v for v in literals if isinstance(v, int | float) and not isinstance(v, bool)])
    words = [v for v in literals if isinstance(v, str)]
    if field.type is FieldType.CODE:
        named = [code for code in field.codes if code in words]
        return (*named, *[code for code in field.codes if code not in words][:1])
    return (*dict.fromkeys(words), "".join(words) + "~")


def _near(day: date, by: int) -> date:
    ordinal = min(max(day.toordinal() + by, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def _numbers(field: Field, literals: Sequence[float]) -> tuple[Fact, ...]:
    low, high = field.range or (float("-inf"), float("inf"))
    around = [value + by for value in (*literals, 0) for by in (0, -1, 1, -0.5, 0.5)]
    ends = [end for end in (low, high) if abs(end) != float("inf")]
    whole = field.type is FieldType.INTEGER
    found = [int(v) if whole else float(v) for v in (*around, *ends) if low <= v <= high and (not whole or v == int(v))]
    return tuple(dict.fromkeys(cast("list[Fact]", found)))
