"""Signing in and out, and ending sign-ins: who, with what, and what stays on record."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.recording import record
from diguan.domain.audit.actions import append_audit


def record_sign_in(*, account: Account, at: datetime) -> None:
    """Somebody has signed in."""
    record("sign_in", account, Viewer(account.pk), at)


def record_sign_out(*, account: Account, at: datetime) -> None:
    """Somebody has signed out."""
    record("sign_out", account, Viewer(account.pk), at)


def record_refused_sign_in(*, username: str, locked: bool, at: datetime) -> None:
    """Somebody was not let in. What was typed may be a password in the wrong place: a keyed hash stands for it."""
    account = Account.objects.filter(username=username).first()
    append_audit(
        actor=None,
        action="refuse_sign_in",
        subject="account",
        subject_id=str(account.pk) if account else "",
        region_code=account.region_code if account else "",
        detail={"tried": keyed_hash(username), "locked": locked},
        at=at,
    )


@transaction.atomic
def end_session(*, account: Account, session_key: str, at: datetime) -> bool:
    """Ends one sign-in of an account; False where it has none of this key."""
    ended, _ = account.sessions.filter(session_key=session_key).delete()
    if ended:
        record("end_session", account, Viewer(account.pk), at)
    return bool(ended)


@transaction.atomic
def end_other_sessions(*, account: Account, keep: str | None, at: datetime) -> int:
    """Ends every sign-in of an account but one; how many they were."""
    ended, _ = account.sessions.exclude(session_key=keep or "").delete()
    if ended:
        record("end_other_sessions", account, Viewer(account.pk), at, count=ended)
    return ended
