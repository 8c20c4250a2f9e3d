"""A file that is handed in stays with its item: by whom, when, once, whatever becomes of any step."""

import pytest
from django.db import DatabaseError, connection, transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.refusals import UnableToTakeEvidence
from diguan.domain.ledger.actions import UnableToAttach, attach_evidence, withdraw
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import Attachment, Event, Proof
from diguan.domain.ledger.queries import item_page
from diguan.domain.ledger.refusals import UnableToFindItem
from tests.domain.ledger.worlds import AT, FOUND_AT
from tests.factories.accounts import ON, OTHER_COUNTY
from tests.factories.evidence import photo


def attach(world, who, content=None, name="house.jpg"):
    item = world.item()
    return attach_evidence(item_id=item.pk, content=content or photo(), name=name, actor=who, at=AT)


def test_file_is_tied_once_with_who_and_when_and_is_on_record(lived):
    who, version = lived.who(Role.VILLAGE), lived.item().version
    tied = attach(lived, who)
    assert attach(lived, who).pk == tied.pk
    assert (tied.by, tied.at, tied.evidence.region_code) == (who.account_id, AT, lived.item().region_code)
    assert [row.pk for row in item_page(who, lived.item().pk, ON).attached] == [tied.pk]
    assert Entry.objects.filter(action="attach_evidence", subject_id=str(lived.item().pk)).count() == 1
    assert (lived.item().version, Proof.objects.count()) == (version, 0)


def test_refused_submission_keeps_the_file_and_the_next_one_names_it(lived):
    lived.determine()
    who = lived.who(Role.VILLAGE)
    tied = attach(lived, who)
    refused = lived.submit(who, evidence=[tied.evidence_id])
    assert refused.code == "unmet"
    assert [row.pk for row in item_page(who, lived.item().pk, ON).attached] == [tied.pk]
    until = AT.date().replace(month=12)
    taken = lived.submit(who, Closing.VERIFIED, evidence=[tied.evidence_id], verified_until=until)
    assert taken.accepted
    assert Proof.objects.get().evidence_id == tied.evidence_id


def test_photo_that_was_only_handed_in_proves_nothing_and_stands_in_nobodys_way(lived):
    tied = attach(lived, lived.who(Role.VILLAGE))
    assert not Proof.objects.exists()
    assert Event.objects.filter(item=lived.item()).count() == 1
    assert Attachment.objects.get().evidence_id == tied.evidence_id


def test_what_is_no_evidence_leaves_nothing(lived):
    with pytest.raises(UnableToTakeEvidence):
        attach(lived, lived.who(Role.VILLAGE), b"hello")
    assert (Attachment.objects.count(), Evidence.objects.count()) == (0, 0)
    assert not Entry.objects.filter(action__in=("attach_evidence", "store_evidence")).exists()


def test_neither_strangers_nor_onlookers_hand_anything_in(lived):
    far = lived.who(Role.COUNTY, "far", over=OTHER_COUNTY, region=OTHER_COUNTY)
    with pytest.raises(UnableToFindItem):
        attach(lived, far)
    with pytest.raises(UnableToTakeEvidence):
        attach(lived, lived.who(Role.PREFECTURE))
    assert not Attachment.objects.exists()


def test_item_that_has_ended_takes_no_more(lived):
    item = lived.item()
    above = lived.who(Role.PREFECTURE)
    assert withdraw(item_id=item.pk, version=item.version, reason="重复", actor=above, at=FOUND_AT).accepted
    with pytest.raises(UnableToAttach):
        attach(lived, lived.who(Role.VILLAGE))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("statement", ['UPDATE ledger_attachment SET "by" = 7', "DELETE FROM ledger_attachment"])
def test_database_refuses_to_change_who_handed_what_in(lived, statement):
    tied = attach(lived, lived.who(Role.VILLAGE))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Attachment.objects.get() == tied
