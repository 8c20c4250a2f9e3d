"""The address under which mail may say that there is something to read: everybody sets their own."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.recording import record
from diguan.domain.accounts.refusals import UnableToSetAddress
from diguan.engine.documents import Label


@transaction.atomic
def set_address(*, account: Account, email: str, at: datetime) -> None:
    """Set or take away one's own address. The record says that it was set, not which. UnableToSetAddress."""
    said = email.strip()
    if said:
        _refuse_wrong(said)
    if said == account.email:
        return
    account.email = said
    account.save(update_fields=["email"])
    record("set_email", account, Viewer(account.pk), at, set=bool(said))


def _refuse_wrong(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise UnableToSetAddress(
            Label("这不是一个邮箱地址", "this is no address for mail"),
            Label("例如 name@example.org；不用邮件就留空", "such as name@example.org; leave it empty for no mail"),
            "email",
        ) from error
