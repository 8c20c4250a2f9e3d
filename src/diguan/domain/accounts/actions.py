"""Creating accounts, switching them off and on, granting and revoking. The actor is a viewer; none stands for the command line.

Whoever runs commands on the machine itself holds the database and the keys anyway; the record says that it was the command line.
"""

import re
from datetime import date, datetime

from django.db import transaction

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.models import USERNAME, Account, Grant
from diguan.domain.accounts.passwords import draw_password
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import administrators, departments, may_manage
from diguan.domain.accounts.recording import record, refusals_on_record
from diguan.domain.accounts.refusals import UnableToCreateAccount, UnableToGrant, UnableToManageAccount
from diguan.domain.accounts.tokens import revoke_all_tokens
from diguan.domain.regions.queries import region_of, region_tree
from diguan.engine.documents import Label

Actor = Viewer | None
# The level of the unit that a role stands over; the others stand over any.
LEVEL = {
    Role.VILLAGE: "village",
    Role.TOWNSHIP: "township",
    Role.COUNTY: "county",
    Role.PREFECTURE: "prefecture",
    Role.REGION: "region",
}


@refusals_on_record
@transaction.atomic
def create_account(*, username: str, name: str, region_code: str, actor: Actor, at: datetime) -> tuple[Account, str]:
    """An account without rights, and its first password, which is told once and must be changed at the first sign-in."""
    region = region_of(region_code)
    if not re.fullmatch(USERNAME, username):
        message = Label(f"登录名“{username}”写法不对", f"the sign-in name '{username}' is not written right")
        hint = Label(
            "3 到 32 个小写字母、数字、点、横线，以字母开头",
            "3 to 32 small letters, digits, dots, hyphens; a letter first",
        )
        raise UnableToCreateAccount(message, hint, "username")
    if not name.strip():
        message = Label("没有写姓名", "the name is missing")
        raise UnableToCreateAccount(message, Label("写上使用人的姓名", "write who will use it"), "name")
    if actor and not actor.may(Act.MANAGE_ACCOUNTS, region.code):
        message = Label("所在地不在您的管理范围内", "the place is not one you manage")
        raise UnableToCreateAccount(message, field="region_code")
    if Account.objects.filter(username=username).exists():
        message = Label(f"登录名“{username}”已被使用", f"the sign-in name '{username}' is taken")
        raise UnableToCreateAccount(message, Label("换一个", "choose another"), "username")
    password = draw_password()
    account = Account(
        username=username,
        name=name.strip(),
        region_code=region.code,
        created_at=at,
        created_by_id=actor.account_id if actor else None,
        password_set_at=at,
    )
    account.set_password(password)
    account.save()
    record("create_account", account, actor, at)
    return account, password


@transaction.atomic
def create_administrator(*, username: str, name: str, region_code: str, on: date, at: datetime) -> tuple[Account, str]:
    """The first account of all, which makes the others. Refused as soon as somebody manages accounts."""
    if administrators(on).exists():
        raise UnableToCreateAccount(
            Label("已经有管理员", "there is an administrator already"),
            Label(
                "请由管理员添加账号，或用 diguan accounts add 和 grant",
                "let them add accounts, or use diguan accounts add and grant",
            ),
        )
    account, password = create_account(username=username, name=name, region_code=region_code, actor=None, at=at)
    grant_role(account=account, role=Role.ADMINISTRATOR, region_code=region_code, since_on=on, actor=None, at=at, on=on)
    return account, password


@refusals_on_record
@transaction.atomic
def grant_role(  # noqa: PLR0913  a grant has as many parts
    *,
    account: Account,
    role: Role,
    region_code: str,
    department: str = "",
    since_on: date,
    until_on: date | None = None,
    actor: Actor,
    at: datetime,
    on: date,
) -> Grant:
    """Grants a role from a day on; `until_on` is the first day without it. `on` is the day of the act."""
    region = region_of(region_code)
    _refuse_foreign(account, actor, on)
    if actor and actor.account_id == account.pk:
        message = Label("不能给自己授权", "nobody grants a role to themselves")
        raise UnableToGrant(message, Label("请由另一位管理员授权", "another administrator must do it"))
    if actor and not actor.may(Act.MANAGE_ACCOUNTS, region.code):
        raise UnableToGrant(Label("这个区划不在您的管理范围内", "the unit is not one you manage"), field="region_code")
    _refuse_misfit(role, region.code, department)
    if until_on and until_on <= since_on:
        raise UnableToGrant(
            Label(
                f"截止日 {until_on} 不晚于起始日 {since_on}",
                f"the end {until_on} is not after the beginning {since_on}",
            ),
            Label("截止日是失去权限的第一天", "the end is the first day without the role"),
            "until_on",
        )
    held = account.grants.filter(role=role.value, region_code=region.code, department=department, until_on=None)
    if held.exists():
        raise UnableToGrant(
            Label("已有这项授权", "this grant is there already"),
            Label("先撤销原来的", "revoke it first"),
            "role",
        )
    grant = Grant.objects.create(
        account=account,
        role=role.value,
        region_code=region.code,
        department=department,
        since_on=since_on,
        until_on=until_on,
        granted_at=at,
        granted_by_id=actor.account_id if actor else None,
    )
    record("grant_role", account, actor, at, **_told(grant))
    return grant


@refusals_on_record
@transaction.atomic
def revoke_grant(*, grant: Grant, actor: Actor, at: datetime, on: date) -> None:
    """Ends a grant on the day of the act: from now on it gives nothing. One that has ended stays as it is."""
    held = Grant.objects.select_for_update().select_related("account").get(pk=grant.pk)
    _refuse_foreign(held.account, actor, on)
    if held.until_on and held.until_on <= on:
        return
    held.until_on = max(on, held.since_on)
    held.save(update_fields=["until_on"])
    record("revoke_grant", held.account, actor, at, **_told(held))


@transaction.atomic
def end_grant(*, grant: Grant, until_on: date, actor: Actor, at: datetime) -> None:
    """Brings the end of a grant forward to a day, the first without it. Nothing is ever prolonged.

    For whoever ends what the grant followed from, a post say: the caller has seen to it that the actor may end that.
    """
    held = Grant.objects.select_for_update().select_related("account").get(pk=grant.pk)
    ends = max(until_on, held.since_on)
    if held.until_on and held.until_on <= ends:
        return
    held.until_on = ends
    held.save(update_fields=["until_on"])
    record("revoke_grant", held.account, actor, at, **_told(held))


@refusals_on_record
@transaction.atomic
def switch_account(*, account: Account, active: bool, actor: Actor, at: datetime, on: date) -> None:
    """Switches an account off, which ends its sign-ins and revokes its tokens at once, or on again."""
    _refuse_foreign(account, actor, on)
    if actor and actor.account_id == account.pk:
        raise UnableToManageAccount
    if account.is_active == active:
        return
    account.is_active = active
    account.save(update_fields=["is_active"])
    if not active:
        account.sessions.all().delete()
        revoke_all_tokens(account=account, actor=actor, at=at)
    record("enable_account" if active else "disable_account", account, actor, at)


def _refuse_foreign(account: Account, actor: Actor, on: date) -> None:
    if actor and not may_manage(actor, account, on):
        raise UnableToManageAccount


def _refuse_misfit(role: Role, code: str, department: str) -> None:
    level = LEVEL.get(role)
    there = region_tree().level(code)
    if level and there.id != level:
        raise UnableToGrant(
            Label(
                f"“{role.value}”这一角色不能授予{there.label.zh}一级",
                f"the role {role.value} does not fit the level of {there.label.en}",
            ),
            Label("请选与角色同级的区划", "choose a unit of the level of the role"),
            "region_code",
        )
    if (role is Role.DEPARTMENT) != bool(department) or (department and department not in departments()):
        raise UnableToGrant(
            Label("部门角色须写明部门，其他角色不写", "the role of a department names one, other roles name none"),
            Label("可用：" + "、".join(departments()), "known: " + ", ".join(departments())),
            "department",
        )


def _told(grant: Grant) -> dict[str, str | int | None]:
    return {
        "grant": grant.pk,
        "role": grant.role,
        "over": grant.region_code,
        "department": grant.department or None,
        "since_on": grant.since_on.isoformat(),
        "until_on": grant.until_on.isoformat() if grant.until_on else None,
    }
