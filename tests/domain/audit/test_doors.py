"""What the record says of the door through which an act came."""

import pytest

from diguan.domain.audit.actions import append_audit
from diguan.domain.audit.doors import through_token
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from tests.factories.accounts import AT


def appended():
    said = {"actor": None, "action": "open", "subject": "account", "subject_id": "1", "region_code": ""}
    append_audit(**said, detail={"a": 1}, at=AT)
    return detail_of(Entry.objects.latest("id"))


@pytest.mark.django_db
def test_entry_names_the_token_while_one_acts():
    with through_token(7):
        assert appended() == {"a": 1, "token": 7}
    assert appended() == {"a": 1}
