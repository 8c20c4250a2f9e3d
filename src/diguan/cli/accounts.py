"""`diguan accounts`: accounts and their roles, from the machine itself. What is done is recorded as done from the command line."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.demonstration import keep_accounts, kept_accounts, show_accounts
from diguan.cli.server import open_registry
from diguan.cli.server_words import said, tell

if TYPE_CHECKING:
    from diguan.domain.accounts.choices import Role
    from diguan.domain.accounts.models import Account

app = typer.Typer(help="账号与授权：新建、授权、撤销、列出 Accounts: make, grant, revoke, list", no_args_is_help=True)

Username = Annotated[str, typer.Argument(metavar="USERNAME", help="登录名 Sign-in name")]
Name = Annotated[str, typer.Option(help="使用人姓名 Name of the person")]
Region = Annotated[str, typer.Option(metavar="CODE", help="所在地的区划代码 Code of the unit where the person belongs")]
Over = Annotated[str, typer.Option(metavar="CODE", help="角色所及的区划，及其下级 Unit of the role, with all below it")]
RoleName = Annotated[
    str,
    typer.Argument(
        metavar="ROLE",
        help="village、township、county、department、prefecture、region、auditor、administrator 之一 One of these roles",
    ),
]
Department = Annotated[str, typer.Option(help="部门角色的部门代码 Code of the department, for its role")]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="起始日，不写为今天 First day; today if left out")
]
End = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="失去角色的第一天 First day without the role")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command("create-administrator")
def create_administrator(username: Username, name: Name, region: Region) -> None:
    """建立第一个账号管理员，显示一次首次密码。Make the first administrator; the first password is shown once."""
    open_registry()
    from diguan.domain.accounts import actions

    account, password = actions.create_administrator(
        username=username, name=name, region_code=region, on=console.today(), at=console.now()
    )
    _tell_password(account, password)


@app.command()
def add(username: Username, name: Name, region: Region) -> None:
    """新建账号，显示一次首次密码；权限另行授予。Make an account; its first password is shown once, roles are granted apart."""
    open_registry()
    from diguan.domain.accounts.actions import create_account

    account, password = create_account(username=username, name=name, region_code=region, actor=None, at=console.now())
    _tell_password(account, password)


@app.command()
def grant(
    username: Username, role: RoleName, over: Over, department: Department = "", since: Day = None, until: End = None
) -> None:
    """授予角色：区划及其下级，自某日起至某日止。Grant a role over a unit and all below it, from one day to another."""
    open_registry()
    from diguan.domain.accounts.actions import grant_role

    today = console.today()
    held = grant_role(
        account=_account(username),
        role=_role(role),
        region_code=over,
        department=department,
        since_on=since.date() if since else today,
        until_on=until.date() if until else None,
        actor=None,
        at=console.now(),
        on=today,
    )
    tell(console.out(), "accounts.granted", username=username, role=held.role, over=held.region_code)


@app.command()
def revoke(username: Username, role: RoleName, over: Over, department: Department = "") -> None:
    """立即撤销角色。Revoke a role at once."""
    open_registry()
    from diguan.domain.accounts.actions import revoke_grant
    from diguan.domain.accounts.queries import grant_held
    from diguan.domain.regions.queries import region_of

    code = region_of(over).code
    held = grant_held(_account(username), _role(role), code, department, console.today())
    revoke_grant(grant=held, actor=None, at=console.now(), on=console.today())
    tell(console.out(), "accounts.revoked", username=username, role=role, over=code)


@app.command("reset-password")
def reset_password(username: Username) -> None:
    """重置密码，显示一次新的首次密码，结束全部登录。Reset the password; the new one is shown once, every sign-in ends."""
    open_registry()
    from diguan.domain.accounts import passwords

    password = passwords.reset_password(account=_account(username), actor=None, at=console.now(), on=console.today())
    tell(console.out(), "accounts.reset", username=username)
    tell(console.out(), "accounts.password", password=password)


@app.command("reset-factor")
def reset_factor(
    username: Username,
    reason: Annotated[str, typer.Option(help="原因，记入审计 Why; it goes on record")],
) -> None:
    """手机和恢复码都丢失时，重置第二验证；登录和令牌同时失效。Take a lost second factor away; sign-ins and tokens end."""
    open_registry()
    from diguan.domain.accounts import factor

    factor.reset_factor(account=_account(username), reason=reason, actor=None, at=console.now())
    tell(console.out(), "accounts.factor_reset", username=username)


@app.command()
def demonstration(*, as_json: AsJson = False) -> None:
    """给合成数据的登记册建立每个角色的演示账号，密码随机。Make an account of every role over a synthetic registry; random passwords."""
    open_registry()
    from django.conf import settings

    from diguan.domain.rectification.actions.demonstration import create_demonstration

    made = create_demonstration(at=console.now(), on=console.today())
    path = keep_accounts(made, settings.DATA)
    if as_json:
        console.print_json({"file": str(path), "accounts": kept_accounts(settings.DATA)})
        return
    show_accounts(console.out(), settings.DATA)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """列出账号和今天有效的授权。List accounts and their grants in force today."""
    open_registry()
    from diguan.domain.accounts.queries import everybody_on

    rows = everybody_on(console.today())
    if as_json:
        console.print_json({"accounts": rows})
        return
    columns = ("username", "name", "place", "grants", "state")
    table = Table(title=said("accounts.caption"))
    for column in columns:
        table.add_column(said(f"accounts.{column}"), overflow="fold")
    for row in rows:
        held = "\n".join(" ".join(filter(None, (g["role"], g["over"], g["department"]))) for g in row["grants"])
        table.add_row(
            row["username"], row["name"], row["region_code"], held, "启用 active" if row["active"] else "停用 off"
        )
    console.out().print(table)


def _account(username: str) -> "Account":
    from diguan.domain.accounts.queries import account_named

    return account_named(username)


def _role(name: str) -> "Role":
    from diguan.domain.accounts.choices import Role

    if name not in [role.value for role in Role]:
        raise typer.BadParameter(f"{name}: {', '.join(role.value for role in Role)}", param_hint="ROLE")
    return Role(name)


def _tell_password(account: "Account", password: str) -> None:
    tell(console.out(), "accounts.made", username=account.username)
    tell(console.out(), "accounts.password", password=password)
