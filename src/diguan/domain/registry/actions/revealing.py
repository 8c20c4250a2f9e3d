"""Showing what is masked: only with a reason, and never without a trace."""

import json
from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Observation
from diguan.domain.registry.queries.household import household_of
from diguan.domain.sealing import about, seals
from diguan.engine.documents import Label

LEAST_REASON = 4  # characters


class UnableToReveal(UnableToAct):
    """No reason was given."""


@transaction.atomic
def reveal_household(*, household_id: int, reason: str, actor: Viewer, at: datetime) -> dict[str, dict[str, str]]:
    """Names, identity numbers and phones of a household's people, by person number ("" for the household's own), the newest of each.

    UnableToFindHousehold where the actor may not reveal; UnableToReveal without a reason.
    """
    household = household_of(actor, household_id, Act.REVEAL)
    if len(reason.strip()) < LEAST_REASON:
        raise UnableToReveal(
            Label("没有写明原因", "no reason was given"),
            Label("写明为什么要看，例如“核对医保参保”", "say why, such as 'checking insurance'"),
            "reason",
        )
    append_audit(
        actor=actor.account_id,
        action="reveal_household",
        subject="household",
        subject_id=str(household.pk),
        region_code=household.region_code,
        detail={"reason": reason.strip()},
        at=at,
    )
    keys, found = seals(), dict[str, dict[str, str]]()
    rows = Observation.objects.filter(household_number=household.number, identifiers__isnull=False)
    inside = (
        rows.filter(region_code__startswith=household.county).select_related("identifiers").order_by("data_on", "id")
    )
    for row in inside:
        sealed = row.identifiers
        opened = json.loads(keys.unseal(bytes(sealed.sealed), sealed.key_id, about(row.pk)))
        found.setdefault(row.person_number or "", {}).update(opened)
    return found
