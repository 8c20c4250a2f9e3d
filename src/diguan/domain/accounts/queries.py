"""Viewers, accounts and grants within a scope, sessions of an account."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.models import Account, Grant, Session
from diguan.domain.accounts.permissions import Right, Viewer, scoped
from diguan.domain.regions.queries import within
from diguan.engine.documents import Label
from diguan.engine.standards import list_standards
from diguan.locale import load_texts


def viewer_of(account_id: int, on: date) -> Viewer:
    """Whoever an account is on a day; an account that is switched off has no rights."""
    rows = grants_on(on).filter(account_id=account_id, account__is_active=True).order_by("id")
    return Viewer(account_id, tuple(Right(Role(row.role), row.region_code, row.department) for row in rows))


def grants_on(day: date) -> QuerySet[Grant]:
    """Grants in force on a day."""
    return Grant.objects.filter(_in_force(day))


def accounts_for(viewer: Viewer) -> QuerySet[Account]:
    """Accounts that belong where the viewer manages accounts, by name of sign-in."""
    return scoped(Account.objects.all(), viewer, Act.MANAGE_ACCOUNTS).order_by("username")


def may_manage(viewer: Viewer, account: Account, on: date) -> bool:
    """Whether a viewer may change an account: it belongs there, and so does everything it may do now or later.

    Else somebody over one county could reset the password of somebody over all of them.
    """
    scopes = viewer.scopes(Act.MANAGE_ACCOUNTS)
    codes = account.grants.filter(Q(until_on=None) | Q(until_on__gt=on)).values_list("region_code", flat=True)
    return within(account.region_code, scopes) and all(within(code, scopes) for code in codes)


def administrators(on: date) -> QuerySet[Account]:
    """Active accounts that manage accounts on a day."""
    held = grants_on(on).filter(account=OuterRef("pk"), role=Role.ADMINISTRATOR.value)
    return Account.objects.filter(Exists(held), is_active=True)


def sessions_of(account_id: int) -> QuerySet[Session]:
    """Sign-ins of an account that have not ended, newest first."""
    return Session.objects.filter(account_id=account_id).order_by("-started_at", "session_key")


@cache
def departments() -> Mapping[str, Label]:
    """Departments that the shipped standards name, with their labels."""
    files = (header.folder / "departments.yaml" for header in list_standards())
    named = {key: label for file in files if file.is_file() for key, label in load_texts(file).items()}
    return {key.removesuffix(".label"): label for key, label in sorted(named.items())}


def _in_force(day: date) -> Q:
    return Q(since_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))
