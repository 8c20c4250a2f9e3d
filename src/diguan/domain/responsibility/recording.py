"""How acts on posts are written into the record: rows by number, never a name."""

from dataclasses import dataclass
from datetime import date, datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.actions import append_audit

Actor = Viewer | None
Said = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Deed:
    """Who acts (none: the command line), at which instant, on which day, and on what ground."""

    actor: Actor
    at: datetime
    on: date
    reason: str = ""


def record(action: str, subject: str, number: int, region_code: str, deed: Deed, **detail: Said) -> None:
    """Appends an act, with its ground; without an actor it says that it came from the command line."""
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in detail.items()}
    said |= {"reason": deed.reason} if deed.reason else {}
    append_audit(
        actor=deed.actor.account_id if deed.actor else None,
        action=action,
        subject=subject,
        subject_id=str(number),
        region_code=region_code,
        detail=said if deed.actor else {**said, "door": "command line"},
        at=deed.at,
    )
