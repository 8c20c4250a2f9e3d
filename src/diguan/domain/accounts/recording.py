"""How acts on accounts are written into the record: the account by number, never by name."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct

P = ParamSpec("P")
Result = TypeVar("Result")


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


def refusals_on_record(act: Callable[P, Result]) -> Callable[P, Result]:
    """Around an act in its own transaction: where it is refused to an account, that stays on record though all else is undone.

    What the command line is refused leaves no trace: whoever sits there holds the database anyway.
    """

    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> Result:
        try:
            return act(*args, **kwargs)
        except UnableToAct as error:
            _record_refusal(act.__name__, error, kwargs)
            raise

    return tried


def _record_refusal(act: str, error: UnableToAct, given: Any) -> None:  # noqa: ANN401  what an act is called with
    account = given["account"] if "account" in given else getattr(given.get("grant"), "account", None)
    actor = given["actor"].account_id if given.get("actor") else None
    if actor is None:
        return
    about = account or Account.objects.get(pk=actor)
    append_audit(
        actor=actor,
        action="refuse_act",
        subject="account",
        subject_id=str(about.pk),
        region_code=about.region_code,
        detail={"act": act, "why": type(error).__name__, "entry": error.field or None},
        at=given["at"],
    )
