"""Setting passwords, and the first ones, which are drawn at random."""

import secrets
from datetime import date, datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import may_manage
from diguan.domain.accounts.recording import record, refusals_on_record
from diguan.domain.accounts.refusals import UnableToManageAccount, UnableToSetPassword
from diguan.domain.accounts.tokens import revoke_all_tokens
from diguan.engine.documents import Label

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is taken for another: l 1, o 0
GROUPS, GROUP_LENGTH = 4, 4  # 80 bits


def draw_password() -> str:
    """A first password that can be read out: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, keep_session: str | None, at: datetime) -> None:
    """Somebody sets their own password. Every other sign-in of the account ends; the one that did it may stay."""
    if not account.check_password(old):
        raise UnableToSetPassword(
            Label("原密码不对", "the old password is wrong"), Label("请重新输入", "enter it again"), "old"
        )
    _refuse_weak(account, new)
    if account.check_password(new):
        raise UnableToSetPassword(
            Label("新密码与原密码相同", "the new password is the old one"), Label("换一个", "choose another"), "new"
        )
    _set(account, new, must_change=False, at=at)
    account.sessions.exclude(session_key=keep_session or "").delete()
    record("change_password", account, Viewer(account.pk), at)


@refusals_on_record
@transaction.atomic
def reset_password(*, account: Account, actor: Viewer | None, at: datetime, on: date) -> str:
    """A new first password, told once; every sign-in of the account ends, and its tokens work no longer."""
    if actor and not may_manage(actor, account, on):
        raise UnableToManageAccount
    password = draw_password()
    _set(account, password, must_change=True, at=at)
    reset(username=keyed_hash(account.username))  # wrong guesses that were counted before
    account.sessions.all().delete()
    revoke_all_tokens(account=account, actor=actor, at=at)
    record("reset_password", account, actor, at)
    return password


def _set(account: Account, password: str, *, must_change: bool, at: datetime) -> None:
    account.set_password(password)
    account.must_change_password = must_change
    account.password_set_at = at
    account.save(update_fields=["password", "must_change_password", "password_set_at"])


def _refuse_weak(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise UnableToSetPassword(
            Label("这个密码太容易被猜到", "the password is too easy to guess"),
            Label(
                "至少 10 个字符，不要全是数字，不要用常见密码、登录名或姓名",
                "at least 10 characters, not digits alone, no common password, no name of sign-in, no name of a person",
            ),
            "new",
        ) from error
