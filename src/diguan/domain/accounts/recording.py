"""How acts on accounts are written into the record: the account by number, never by name."""

from datetime import datetime

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.actions import append_audit


def record(
    action: str, account: Account, actor: Viewer | None, at: datetime, **detail: str | int | bool | None
) -> None:
    """Appends an act on an account; without an actor it says that it came from the command line."""
    said = detail if actor else {**detail, "door": "command line"}
    append_audit(
        actor=actor.account_id if actor else None,
        action=action,
        subject="account",
        subject_id=str(account.pk),
        region_code=account.region_code,
        detail=said,
        at=at,
    )
