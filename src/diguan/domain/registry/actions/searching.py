"""Searching for a person by identity number: nobody is shown one by it, but whoever tries many would find one out."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Sensitivity, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.queries.listing import identity_in
from diguan.domain.sealing import seals


@transaction.atomic
def note_search(*, text: str, actor: Viewer, at: datetime) -> bool:
    """Put a search by identity number on record, as its keyed digest; other searches leave no trace. Whether it was one."""
    scopes = actor.scopes_showing(Sensitivity.PERSONAL)
    identity = identity_in(text)
    if not scopes or not identity:
        return False
    append_audit(
        actor=actor.account_id,
        action="search_identity",
        subject="account",
        subject_id=str(actor.account_id),
        region_code=scopes[0][0],
        detail={"digest": seals().blind(identity).hex()},
        at=at,
    )
    return True
