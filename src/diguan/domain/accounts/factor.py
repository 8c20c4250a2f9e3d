"""The second factor: a secret shared with an app on a phone, codes of half a minute, recovery codes on paper."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import pyotp
from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.counting import count_up
from diguan.domain.accounts.models import Account, Counter, RecoveryCode, SecondFactor
from diguan.domain.accounts.passwords import draw_password
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import may_manage
from diguan.domain.accounts.recording import record, refusals_on_record
from diguan.domain.accounts.refusals import (
    UnableToManageAccount,
    UnableToResetFactor,
    UnableToSetPassword,
    UnableToUseFactor,
)
from diguan.domain.accounts.tokens import revoke_all_tokens
from diguan.domain.sealing import about, seals
from diguan.engine.documents import Label

KIND, ISSUER = "factor", "Diguan"
DIGITS, STEP, DRIFT = 6, 30, 1  # of a code; seconds that it stands for; steps that a clock may be off
RECOVERY_CODES = 10
MOST_TRIES, TRIES_WITHIN = 5, 15 * 60  # codes within so many seconds, none of them right
MOST_TRIES_A_DAY, A_DAY = 20, 24 * 3600
LEAST_REASON = 4  # characters
WRONG = Label("验证码不对、已过期或已用过；", "the code is wrong, too old, or was used:")
NEXT = Label("等手机上出现下一个验证码再输入", "wait for the next code on the phone")


def factor_of(account: Account) -> SecondFactor | None:
    """The second factor of an account that is in use; None where there is none."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


@transaction.atomic
def begin_factor(*, account: Account) -> str:
    """The secret to be put into the phone, in letters: drawn now, or the one that waits to be confirmed. UnableToUseFactor."""
    row, _ = SecondFactor.objects.get_or_create(account=account)
    if row.confirmed_at is not None:
        raise UnableToUseFactor(
            Label("已经在用第二验证", "the second factor is in use already"),
            Label("换手机时先停用", "turn it off first when the phone changes"),
        )
    if row.sealed is None:
        keys = seals()
        row.key_id = keys.current
        row.sealed = keys.seal(pyotp.random_base32().encode(), about(account.pk, KIND))
        row.save(update_fields=["key_id", "sealed"])
    return _secret(row)


def address_for_phone(account: Account, secret: str) -> str:
    """What the picture says that the phone reads (otpauth)."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP).provisioning_uri(name=account.username, issuer_name=ISSUER)


@transaction.atomic
def confirm_factor(*, account: Account, code: str, at: datetime) -> list[str]:
    """The phone shows that it has the secret: from now on a code is asked for at sign-in. The recovery codes, told once."""
    row = SecondFactor.objects.select_for_update().filter(account=account, sealed__isnull=False).first()
    step = None if row is None or row.confirmed_at is not None else _step_of(row, code, at)
    if row is None or step is None:
        raise UnableToUseFactor(WRONG, NEXT, "code")
    row.confirmed_at, row.step = at, step
    row.save(update_fields=["confirmed_at", "step"])
    record("confirm_factor", account, Viewer(account.pk), at)
    return _draw_codes(account)


def use_code(*, account: Account, code: str, at: datetime) -> None:
    """Take a code of the phone, or a recovery code, once. UnableToUseFactor for wrong ones, and for any after too many of them.

    Not to be called within a transaction that a refusal rolls back: wrong codes are counted and on record.
    """
    if _tried_too_often(account, at):
        record("refuse_code", account, None, at, locked=True)
        raise UnableToUseFactor(
            Label("错误次数太多；", "too many wrong codes:"),
            Label("15 分钟后再试，或请管理员帮助", "try again in 15 minutes, or ask the administrator"),
            "code",
        )
    if not (_use_phone(account, code, at) or _use_paper(account, code, at)):
        record("refuse_code", account, None, at, locked=False)
        raise UnableToUseFactor(WRONG, NEXT, "code")
    Counter.objects.filter(key__in=_keys(account)).delete()


def renew_codes(*, account: Account, code: str, at: datetime) -> list[str]:
    """New recovery codes, told once; the old ones work no longer. A code of the phone is asked for."""
    use_code(account=account, code=code, at=at)
    with transaction.atomic():
        record("renew_recovery_codes", account, Viewer(account.pk), at)
        return _draw_codes(account)


def drop_factor(*, account: Account, password: str, code: str, at: datetime) -> None:
    """Turn one's own second factor off, with password and code: before another phone, say."""
    if not account.check_password(password):
        raise UnableToSetPassword(
            Label("密码不对", "the password is wrong"), Label("请重新输入", "enter it again"), "password"
        )
    use_code(account=account, code=code, at=at)
    with transaction.atomic():
        _forget(account)
        record("drop_factor", account, Viewer(account.pk), at)


@refusals_on_record
@transaction.atomic
def reset_factor(*, account: Account, reason: str, actor: Viewer | None, at: datetime) -> None:
    """Take the second factor away from an account whose phone is lost, for a reason; its sign-ins end and its tokens work no longer."""
    if actor and (actor.account_id == account.pk or not may_manage(actor, account, localdate(at))):
        raise UnableToManageAccount
    if len(reason.strip()) < LEAST_REASON:
        raise UnableToResetFactor(
            Label("没有写明原因", "no reason was given"),
            Label(
                "写明如何确认是本人，例如“本人到场，手机丢失”",
                "say how you know who asks, such as 'came in person, phone lost'",
            ),
            "reason",
        )
    if factor_of(account) is None:
        raise UnableToResetFactor(
            Label("这个账号没有第二验证", "this account has no second factor"),
            Label("不用重置", "there is nothing to reset"),
        )
    _forget(account)
    account.sessions.all().delete()
    revoke_all_tokens(account=account, actor=actor, at=at)
    record("reset_factor", account, actor, at, reason=reason.strip())


def codes_left(account: Account) -> int:
    """How many recovery codes still work."""
    return account.recovery_codes.filter(used_at=None).count()


def _use_phone(account: Account, code: str, at: datetime) -> bool:
    row = factor_of(account)
    step = None if row is None else _step_of(row, code, at)
    # the comparison and the mark are one statement: of two who send the same code at once, one is let in
    return step is not None and bool(SecondFactor.objects.filter(account=account, step__lt=step).update(step=step))


def _use_paper(account: Account, code: str, at: datetime) -> bool:
    used = account.recovery_codes.filter(digest=_digest(code), used_at=None).update(used_at=at)
    if used:
        record("use_recovery_code", account, Viewer(account.pk), at, left=codes_left(account))
    return bool(used)


def _step_of(row: SecondFactor, code: str, at: datetime) -> int | None:
    """The half minute that a code stands for; None where it stands for none near enough, or for one that was used."""
    said = "".join(code.split())
    if len(said) != DIGITS or not (said.isascii() and said.isdigit()):
        return None
    codes, now = pyotp.TOTP(_secret(row), digits=DIGITS, interval=STEP), int(at.timestamp()) // STEP
    near = (now + off for off in range(-DRIFT, DRIFT + 1))
    return next(
        (step for step in near if step > row.step and pyotp.utils.strings_equal(codes.generate_otp(step), said)), None
    )


def _secret(row: SecondFactor) -> str:
    assert row.sealed is not None  # noqa: S101  for the types alone: the caller has seen to it
    assert row.key_id is not None  # noqa: S101
    return seals().unseal(bytes(row.sealed), row.key_id, about(row.account_id, KIND)).decode()


def _draw_codes(account: Account) -> list[str]:
    codes: Sequence[str] = [draw_password() for _ in range(RECOVERY_CODES)]
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(code)) for code in codes)
    return list(codes)


def _digest(code: str) -> str:
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _forget(account: Account) -> None:
    """When the account was first told that it needs one stays: its time does not begin anew."""
    account.recovery_codes.all().delete()
    nothing = {"sealed": None, "key_id": None, "confirmed_at": None, "step": 0}
    SecondFactor.objects.filter(account=account).update(**nothing)


def _keys(account: Account) -> tuple[str, str]:
    return f"factor:{account.pk}", f"factor-day:{account.pk}"


def _tried_too_often(account: Account, at: datetime) -> bool:
    """One more try; whether there were too many lately or today."""
    lately, today = _keys(account)
    counted = {**count_up((lately,), at, TRIES_WITHIN), **count_up((today,), at, A_DAY)}
    return counted[lately] > MOST_TRIES or counted[today] > MOST_TRIES_A_DAY
