"""Tokens: what a program signs in with for an account. Told once, kept as a digest, limited in scope and in time."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.models import TOKEN_NAME, Account, Token
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import may_manage
from diguan.domain.accounts.recording import record
from diguan.domain.accounts.refusals import (
    UnableToFindToken,
    UnableToMakeToken,
    UnableToManageAccount,
    UnableToSetPassword,
)
from diguan.engine.documents import Label

PREFIX = "diguan_"  # by which a scanner of leaked secrets knows one
SECRET_BYTES = 32
MOST_TOKENS = 20  # that work, an account
MOST_DAYS = 366
USED_EVERY = timedelta(minutes=5)


def digest_of(token: str) -> str:
    """What is kept of a token. It is drawn from 256 bits: nobody finds it by trying, and a slow hash would only slow us down."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, account: Account, name: str, scope: Scope, days: int, password: str, at: datetime
) -> tuple[Token, str]:
    """A token of one's own for so many days, and the token itself, which is told once. One's password is asked for again."""
    called = name.strip()
    _refuse_wrong(account, called, days, at)
    if not account.check_password(password):
        raise UnableToSetPassword(
            Label("密码不对", "the password is wrong"), Label("请重新输入", "enter it again"), "password"
        )
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        account=account,
        name=called,
        scope=str(scope),
        digest=digest_of(secret),
        ending=secret[-4:],
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    record("create_token", account, Viewer(account.pk), at, number=token.pk, scope=str(scope), days=days)
    return token, secret


@transaction.atomic
def revoke_token(*, account: Account, token_id: int, actor: Viewer, at: datetime) -> None:
    """A token works no longer: one's own, or one of an account that the actor manages."""
    if actor.account_id != account.pk and not may_manage(actor, account, localdate(at)):
        raise UnableToManageAccount
    if not account.tokens.filter(pk=token_id, revoked_at=None).update(revoked_at=at):
        raise UnableToFindToken
    record("revoke_token", account, actor, at, number=token_id)


def revoke_all_tokens(*, account: Account, actor: Viewer | None, at: datetime) -> None:
    """Every token of an account works no longer, within an act that says why."""
    living = account.tokens.filter(revoked_at=None)
    numbers = list(living.values_list("pk", flat=True))
    living.update(revoked_at=at)
    for number in numbers:
        record("revoke_token", account, actor, at, number=number)


def tokens_of(account_id: int) -> QuerySet[Token]:
    """Tokens of an account, those that work first, then the newest."""
    return Token.objects.filter(account_id=account_id).order_by("revoked_at", "-id")


def token_said(said: str, at: datetime) -> Token | None:
    """The token that somebody signs in with, with its account; None where it does not work, whyever."""
    found = Token.objects.select_related("account").filter(digest=digest_of(said), revoked_at=None).first()
    if found is None or found.expires_at <= at or not found.account.is_active:
        return None
    return found


def note_use(token: Token, at: datetime) -> None:
    """Remember when a token was used, to a few minutes: no request writes because of it alone."""
    if token.used_at is None or at - token.used_at >= USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)


def _refuse_wrong(account: Account, name: str, days: int, at: datetime) -> None:
    living = account.tokens.filter(revoked_at=None)
    if not name or len(name) > TOKEN_NAME:
        raise UnableToMakeToken(
            Label("没有写名称，或太长", "the name is missing or too long"),
            Label("写明给哪个程序用，例如“统计报表”", "say which program it is for, such as 'monthly figures'"),
            "name",
        )
    if not 1 <= days <= MOST_DAYS:
        raise UnableToMakeToken(
            Label(f"有效期 {days} 天不行", f"{days} days cannot be"),
            Label(f"填 1 到 {MOST_DAYS} 天", f"give 1 to {MOST_DAYS} days"),
            "days",
        )
    if living.filter(name=name).exists():
        raise UnableToMakeToken(
            Label(f"已有叫“{name}”的令牌", f"there is a token called '{name}'"),
            Label("换一个名称，或先撤销原来的", "choose another name, or revoke it first"),
            "name",
        )
    if living.filter(expires_at__gt=at).count() >= MOST_TOKENS:
        raise UnableToMakeToken(
            Label(f"已有 {MOST_TOKENS} 个令牌", f"there are {MOST_TOKENS} tokens already"),
            Label("先撤销用不着的", "revoke those that are of no use"),
        )
