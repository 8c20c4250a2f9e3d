"""What to ask where a closed problem is looked at again: the facts that decide it, and nothing else."""

from collections.abc import Sequence

from diguan.domain.fieldwork.queries.door import to_be_seen
from diguan.domain.lookback.models import Case
from diguan.domain.screening.verdicts import Opinions
from diguan.engine.backends.reasons import reasons
from diguan.engine.catalogue import Field
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
                for field, number in to_be_seen(opinions, fact, reason.member):
                    found.setdefault((field.subject, number, field.name), (field, number))
    return tuple(found.values())
