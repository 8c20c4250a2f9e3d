"""Saying that two who look like one person are two."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Distinction, Person
from diguan.domain.registry.queries.resemblance import pair_of
from diguan.engine.documents import Label

LEAST_REASON = 4  # characters


class UnableToTellApart(UnableToAct):
    """The two are one row, it was said already, or there is no reason."""


@transaction.atomic
def state_distinct(*, person_id: int, other_id: int, reason: str, actor: Viewer, at: datetime) -> Distinction:
    """The two are not the same person: they are pointed out no more. On record where each of them lives.

    For whoever may look at what is masked of both; UnableToFindHousehold else. UnableToTellApart.
    """
    one, other = pair_of(actor, person_id, other_id, Act.REVEAL)
    if len(reason.strip()) < LEAST_REASON:
        raise UnableToTellApart(
            Label("没有写明依据", "no reason was given"),
            Label(
                "写明怎样核实的，例如“两人身份证原件都看过”",
                "say how it was found out, such as 'saw both identity cards'",
            ),
            "reason",
        )
    said, new = Distinction.objects.get_or_create(
        one=one, other=other, defaults={"reason": reason.strip(), "actor": actor.account_id, "at": at}
    )
    if not new:
        raise UnableToTellApart(
            Label("已经说明过这两人不是同一人", "it was said already that these two are not one person"),
            Label("不用再说明", "nothing is left to do"),
        )
    for person, beside in ((one, other), (other, one)):
        _sign(said, person, beside, actor, at)
    return said


def _sign(said: Distinction, person: Person, beside: Person, actor: Viewer, at: datetime) -> None:
    append_audit(
        actor=actor.account_id,
        action="state_distinct",
        subject="person",
        subject_id=str(person.pk),
        region_code=person.region_code,
        detail={"distinction": said.pk, "other_person": beside.pk},
        at=at,
    )
