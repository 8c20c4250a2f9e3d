"""Something that accounts are told."""

from diguan.domain.accounts.models import Account
from diguan.domain.messages.actions import notify
from tests.factories.accounts import AT, account


def tell(whom, key="a", *, at=AT, about="items", count=3):
    return notify(account_id=whom.pk, kind="items_taken_over", key=key, about=about, at=at, count=count)


def reader(username="reader.one", email="one@example.org"):
    """An account with an address for mail."""
    made = account(username)
    Account.objects.filter(pk=made.pk).update(email=email)
    made.refresh_from_db()
    return made
