"""Searching for a person by identity number: nobody is shown one by it, but whoever tries many would find one out."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Sensitivity, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.queries.listing import is_identity
from diguan.domain.sealing import seals


@transaction.atomic
def note_search(*, text: str, actor: Viewer, at: datetime) -> bool:
    """Put a search by identity number on record, as its keyed digest; other searches leave no trace. Whether it was one."""
    scopes = actor.scopes_showing(Sensitivity.PERSONAL)
    if not scopes or not is_identity(text.strip()):
        return False
    append_audit(
        actor=actor.account_id,
        action="search_identity",
        subject="account",
        subject_id=str(actor.account_id),
        region_code=scopes[0][0],
        detail={"digest": seals().blind(text.strip().upper()).hex()},
        at=at,
    )
    return True
