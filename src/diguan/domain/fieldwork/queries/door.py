"""What to ask at one door: the facts that decide what is unknown, and those behind what is unmet, to be looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass

from diguan.domain.screening.verdicts import Opinions
from diguan.engine.backends.closures import truth_of
from diguan.engine.backends.facts import view_of
from diguan.engine.backends.reasons import reasons
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.expressions.tree import Fact, walk
from diguan.engine.screening.bound import BoundIndicator
from diguan.engine.verdicts import Subject, Verdict

AT_THE_DOOR = (Subject.HOUSEHOLD, Subject.PERSON)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact to ask for. `person_number`: of the member it is about; `indicators`: ids of those it may decide.

    `urgent`: one of the fewest that decide when all is well; `again`: the value is known, and makes something unmet.
    """

    field: Field
    person_number: str | None
    indicators: tuple[str, ...]
    urgent: bool
    again: bool


def asked_at(opinions: Opinions) -> tuple[Asked, ...]:
    """Unknown facts, those that decide first; then known ones behind what is unmet. None twice."""
    found: dict[tuple[Subject, str | None, str], Asked] = {}
    for question in sorted(opinions.asked.questions, key=lambda q: not q.first):
        asked = Asked(question.field, question.person_id, question.indicators, question.first, again=False)
        found[question.subject, question.person_id, question.field.name] = asked
    for opinion in opinions.having(Verdict.UNMET):
        for field, person in _behind(opinions, opinions.bound.indicators[opinion.indicator.id]):
            asked = Asked(field, person, (opinion.indicator.id,), urgent=False, again=True)
            found.setdefault((field.subject, person, field.name), asked)
    return tuple(found.values())


def _behind(opinions: Opinions, bound: BoundIndicator) -> Iterator[tuple[Field, str | None]]:
    """Observed facts of the leaves that make an indicator unmet, with the member they are about."""
    case = opinions.case
    members = [None] if bound.subject is Subject.HOUSEHOLD else list(range(len(case.members)))
    holds = truth_of(bound.met.tree)
    for member in (m for m in members if holds(view_of(case.facts, m)) < 0):
        for reason in reasons(bound.met, case.facts, member):
            for node in walk(reason.leaf):
                if isinstance(node, Fact):
                    yield from to_be_seen(opinions, node, reason.member)


def to_be_seen(opinions: Opinions, fact: Fact, member: int | None) -> Iterator[tuple[Field, str | None]]:
    """A fact that can be seen at a door, with the number of the person it is about; nothing where it cannot."""
    if fact.subject in AT_THE_DOOR:
        field = opinions.bound.pack.catalogue.field(fact.subject, fact.field)
        if not field.derived and field.type is not FieldType.IDENTIFIER:
            yield from _whose(opinions, field, member)


def _whose(opinions: Opinions, field: Field, member: int | None) -> Iterator[tuple[Field, str | None]]:
    """Of a person's fact the member; where members are counted, every one of them."""
    if field.subject is Subject.HOUSEHOLD:
        yield field, None
    elif member is not None:
        yield field, opinions.case.members[member].id
    else:
        yield from ((field, told.id) for told in opinions.case.members)
