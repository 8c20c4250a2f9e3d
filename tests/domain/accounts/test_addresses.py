import pytest

from diguan.domain.accounts.addresses import set_address
from diguan.domain.accounts.refusals import UnableToSetAddress
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from tests.factories.accounts import AT, account

pytestmark = pytest.mark.django_db


def test_address_is_set_and_taken_away_and_the_record_says_not_which():
    made = account()
    for email in (" me@example.org ", "me@example.org", ""):
        set_address(account=made, email=email, at=AT)
    made.refresh_from_db()
    assert made.email == ""
    entries = Entry.objects.filter(action="set_email").order_by("id")
    assert [detail_of(entry) for entry in entries] == [{"set": True}, {"set": False}]
    assert "example" not in repr(list(Entry.objects.values_list()))


@pytest.mark.parametrize("email", ["me", "me@", "a b@example.org", "me@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_refused(email):
    made = account()
    with pytest.raises(UnableToSetAddress) as caught:
        set_address(account=made, email=email, at=AT)
    assert caught.value.field == "email"
    made.refresh_from_db()
    assert made.email == ""
