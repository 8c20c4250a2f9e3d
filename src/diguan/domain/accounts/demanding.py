"""What an account must do before it goes on: a second factor for the roles that need one, a new password."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.factor import LEAST_REASON, factor_of
from diguan.domain.accounts.models import Account, SecondFactor
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import may_manage, viewer_of
from diguan.domain.accounts.recording import record, refusals_on_record
from diguan.domain.accounts.refusals import UnableToDemandPassword, UnableToManageAccount
from diguan.engine.documents import Label


class Need(StrEnum):
    """How an account stands with the second factor."""

    IN_USE = "in_use"
    FREE = "free"  # nobody demands one
    SOON = "soon"  # its roles need one, and it still has time
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Demand:
    """How an account stands; `until`: of SOON the first day on which it can do nothing else before."""

    need: Need
    until: date | None = None


@transaction.atomic
def demand_of(*, account: Account, at: datetime) -> Demand:
    """How an account stands with the second factor at a sign-in. The time that it has begins when it is told first."""
    if factor_of(account) is not None:
        return Demand(Need.IN_USE)
    roles = {str(right.role) for right in viewer_of(account.pk, localdate(at)).grants}
    if not roles & set(settings.SECOND_FACTOR_ROLES):
        return Demand(Need.FREE)
    row, _ = SecondFactor.objects.get_or_create(account=account)
    if row.asked_at is None:
        row.asked_at = at
        row.save(update_fields=["asked_at"])
    until = localdate(row.asked_at) + timedelta(days=settings.SECOND_FACTOR_DAYS)
    return Demand(Need.SOON, until) if localdate(at) < until else Demand(Need.NOW)


@refusals_on_record
@transaction.atomic
def demand_password(*, account: Account, reason: str, actor: Viewer | None, at: datetime) -> None:
    """Have an account choose a new password before it does anything else, for a reason. The old one still lets it in."""
    if actor and (actor.account_id == account.pk or not may_manage(actor, account, localdate(at))):
        raise UnableToManageAccount
    if len(reason.strip()) < LEAST_REASON:
        raise UnableToDemandPassword(
            Label("没有写明原因", "no reason was given"),
            Label("例如“密码可能已泄露”", "such as 'it may have been seen'"),
            "reason",
        )
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    record("demand_password", account, actor, at, reason=reason.strip())


@transaction.atomic
def demand_by_age(*, account: Account, at: datetime) -> bool:
    """The same where a password is older than the place allows; whether it is. No age is limited unless the place says so."""
    days = settings.PASSWORD_DAYS
    if not days or account.must_change_password or at - account.password_set_at < timedelta(days=days):
        return False
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    record("demand_password", account, None, at, days=days)
    return True
