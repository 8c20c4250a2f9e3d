"""Viewers, accounts and grants within a scope, sessions of an account."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.models import Account, Grant, Session
from diguan.domain.accounts.permissions import Right, Viewer, scoped
from diguan.domain.accounts.refusals import UnableToFindAccount, UnableToFindGrant
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import entries
from diguan.domain.regions.queries import covers_whole_tree, subtree, within
from diguan.engine.documents import Label
from diguan.engine.standards import list_standards
from diguan.locale import load_texts


def viewer_of(account_id: int, on: date) -> Viewer:
    """Whoever an account is on a day; an account that is switched off has no rights."""
    rows = grants_on(on).filter(account_id=account_id, account__is_active=True).order_by("id")
    return Viewer(account_id, tuple(Right(Role(row.role), row.region_code, row.department) for row in rows))


def viewers_of(account_ids: Iterable[int], on: date) -> dict[int, Viewer]:
    """The same of many accounts, with one question; of each the viewer, with no rights where it has none."""
    rights: dict[int, list[Right]] = {account: [] for account in account_ids}
    for row in grants_on(on).filter(account__in=list(rights), account__is_active=True).order_by("id"):
        rights[row.account_id].append(Right(Role(row.role), row.region_code, row.department))
    return {account: Viewer(account, tuple(own)) for account, own in rights.items()}


def grants_on(day: date) -> QuerySet[Grant]:
    """Grants in force on a day."""
    return Grant.objects.filter(_in_force(day))


def accounts_for(viewer: Viewer) -> QuerySet[Account]:
    """Accounts that belong where the viewer manages accounts, by name of sign-in."""
    return scoped(Account.objects.all(), viewer, Act.MANAGE_ACCOUNTS).order_by("username")


def accounts_listed(viewer: Viewer, *, words: str = "", region_code: str = "") -> QuerySet[Account]:
    """The same cut to a unit and all below it, and to a part of the name of sign-in or of the person."""
    found = accounts_for(viewer)
    if words:
        found = found.filter(Q(username__contains=words.lower()) | Q(name__contains=words))
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    return found


def roles_on(day: date, accounts: Sequence[Account]) -> Mapping[int, list[Role]]:
    """Roles in force by account, in the order of the roles."""
    held = grants_on(day).filter(account__in=accounts).values_list("account_id", "role").distinct()
    found: dict[int, list[Role]] = {}
    for account_id, role in sorted(held, key=lambda row: list(Role).index(Role(row[1]))):
        found.setdefault(account_id, []).append(Role(role))
    return found


def grants_listed(account: Account, day: date) -> list[dict[str, object]]:
    """Grants of an account with how they stand on a day, the open ones first."""
    rows = account.grants.select_related("granted_by").order_by("until_on", "-since_on", "id")
    return sorted((_grant_shown(row, day) for row in rows), key=lambda shown: shown["state"] == "ended")


def account_named(username: str) -> Account:
    """The account of a name of sign-in; UnableToFindAccount."""
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise UnableToFindAccount(username)
    return found


def grant_held(account: Account, role: Role, region_code: str, department: str, day: date) -> Grant:
    """The grant of a role over a unit that has not ended on a day; UnableToFindGrant."""
    held = account.grants.filter(role=role.value, region_code=region_code, department=department)
    found = held.filter(Q(until_on=None) | Q(until_on__gt=day)).order_by("since_on").first()
    if found is None:
        raise UnableToFindGrant(account.username, role.value, region_code)
    return found


def everybody_on(day: date) -> list[dict[str, Any]]:
    """Every account with its grants in force on a day, by name of sign-in."""
    held: dict[int, list[dict[str, str]]] = {}
    for grant in grants_on(day).order_by("id"):
        shown = {"role": grant.role, "over": grant.region_code, "department": grant.department}
        held.setdefault(grant.account_id, []).append(shown)
    return [
        {
            "username": account.username,
            "name": account.name,
            "region_code": account.region_code,
            "active": account.is_active,
            "grants": held.get(account.pk, []),
        }
        for account in Account.objects.order_by("username")
    ]


def usernames(numbers: Iterable[int]) -> Mapping[int, str]:
    """Names of sign-in by number of account."""
    return dict(Account.objects.filter(pk__in=set(numbers)).values_list("pk", "username"))


def entries_for(
    viewer: Viewer,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    action: str = "",
    actor: str = "",
    region_code: str = "",
) -> QuerySet[Entry]:
    """Acts recorded where the viewer may see them. What belongs to no place is shown to those over the whole tree alone."""
    found = entries() if sees_whole_record(viewer) else scoped(entries(), viewer, Act.SEE_AUDIT)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    if action:
        found = found.filter(action=action)
    if actor:
        found = found.filter(actor__in=Account.objects.filter(username=actor.lower()).values("pk"))
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    return found


def sees_whole_record(viewer: Viewer) -> bool:
    """Whether a viewer may see every act, and so how many there are."""
    return covers_whole_tree(viewer.scopes(Act.SEE_AUDIT))


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


def _grant_shown(grant: Grant, day: date) -> dict[str, object]:
    ended = grant.until_on is not None and grant.until_on <= day
    state = "ended" if ended else "later" if grant.since_on > day else "in_force"
    return {
        "grant": grant,
        "state": state,
        "said": f"accounts:state.{state}",
        "role": f"accounts:role.{grant.role}",
        "department": departments().get(grant.department),
    }


def _in_force(day: date) -> Q:
    return Q(since_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))
