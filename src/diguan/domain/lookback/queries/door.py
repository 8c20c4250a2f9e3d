"""What to ask where a closed problem is looked at again: the facts that decide it, and nothing else."""

from collections.abc import Iterator, Sequence

from diguan.domain.fieldwork.queries.door import AT_THE_DOOR
from diguan.domain.lookback.models import Case
from diguan.domain.screening.verdicts import Opinions
from diguan.engine.backends.reasons import reasons
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.expressions.tree import Fact, walk
from diguan.engine.verdicts import Subject

Question = tuple[Field, str | None]


def decisive(case: Case, opinions: Opinions) -> Sequence[Question]:
    """Facts behind the verdict of the case's indicator as it stands, with the member each is about; none where no rule sees the problem."""
    bound = opinions.bound.indicators.get(case.item.indicator)
    if bound is None:
        return ()
    told = opinions.case.members
    members: Sequence[int | None] = (None,)
    if bound.subject is Subject.PERSON:
        wanted = case.item.person_number
        members = [place for place, each in enumerate(told) if not wanted or each.id == wanted]
    found: dict[tuple[Subject, str | None, str], Question] = {}
    for member in members:
        for reason in reasons(bound.met, opinions.case.facts, member):
            for fact in (node for node in walk(reason.leaf) if isinstance(node, Fact)):
                for field, number in _asked(fact, reason.member, opinions):
                    found.setdefault((field.subject, number, field.name), (field, number))
    return tuple(found.values())


def _asked(fact: Fact, member: int | None, opinions: Opinions) -> Iterator[Question]:
    """A fact that can be seen at a door; of a person's the member, or every one where members are counted."""
    if fact.subject not in AT_THE_DOOR:
        return
    field = opinions.bound.pack.catalogue.field(fact.subject, fact.field)
    if field.derived or field.type is FieldType.IDENTIFIER:
        return
    if field.subject is Subject.HOUSEHOLD:
        yield field, None
    elif member is not None:
        yield field, opinions.case.members[member].id
    else:
        yield from ((field, told.id) for told in opinions.case.members)
