"""Somebody with the password of the database forges the record: every way of it is found."""

import random
from dataclasses import replace

import pytest
from django.db import connection

from diguan.domain.audit.actions import append_audit, seal_pending
from diguan.domain.audit.chain import SEAL_COLUMNS, code_of, digest_of, entry_rows
from diguan.domain.audit.checkpoints import checkpoint_of
from diguan.domain.audit.models import Entry, Pending, Seal
from diguan.domain.audit.queries import head
from diguan.domain.audit.stored import stored_instant
from diguan.domain.audit.verification import verify_audit
from tests.factories.accounts import AT
from tests.factories.append_only import lifted

pytestmark = pytest.mark.django_db
TEXTS = ("action", "subject", "subject_id", "region_code", "detail")
SEAL_TEXTS = ("members", "digest", "previous", "key_id", "mac")


@pytest.fixture
def record():
    """Nine entries under three seals; numbers of the entries."""
    for group in range(3):
        for number in range(3):
            append(group * 3 + number)
        seal_pending(at=AT)
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def append(number):
    append_audit(
        actor=5,
        action="grant_role",
        subject="account",
        subject_id=str(number),
        region_code="152222000000",
        detail={"role": "county", "note": "任命"},
        at=AT,
    )


def forge(statement, *values):
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def said():
    return [problem.en for problem in verify_audit().problems]


def test_record_that_nobody_touched_fits(record):
    found = verify_audit()
    assert (found.ok, found.entries, found.seals, found.pending) == (True, 9, 3, 0)


@pytest.mark.parametrize("column", TEXTS)
def test_any_changed_byte_of_an_entry_is_found(record, column):
    chosen = random.Random(column)
    number = chosen.choice(record)
    before = getattr(Entry.objects.get(pk=number), column)
    for place in range(len(before)):
        other = chosen.choice([letter for letter in "0a ~乙" if letter != before[place]])
        changed = before[:place] + other + before[place + 1 :]
        forge(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", changed, number)
        assert any("was changed" in line for line in said()), (column, place)
    forge(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", before, number)
    assert said() == []


@pytest.mark.parametrize("column", SEAL_TEXTS)
def test_any_changed_byte_of_a_seal_is_found(record, column):
    before = getattr(Seal.objects.get(number=2), column)
    for place in range(len(before)):
        other = "0" if before[place] != "0" else "1"
        forge(f"UPDATE audit_seal SET {column} = %s WHERE number = 2", before[:place] + other + before[place + 1 :])
        assert said() != [], (column, place)
    forge(f"UPDATE audit_seal SET {column} = %s WHERE number = 2", before)
    assert said() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 6 WHERE id = %s",
        "UPDATE audit_entry SET actor = NULL WHERE id = %s",
        "UPDATE audit_entry SET detail = detail || ' ' WHERE id = %s",
    ],
)
def test_changed_number_and_added_blank_are_found(record, statement):
    forge(statement, record[4])
    (line,) = said()
    assert line == f"something among the entries {record[3]}-{record[5]} was changed (seal 2)"


def test_moved_instant_is_found(record):
    forge("UPDATE audit_entry SET at = %s WHERE id = %s", AT.replace(microsecond=123457), record[0])
    assert any("was changed" in line for line in said())


def test_instant_written_in_another_way_is_found(record):
    if connection.vendor != "sqlite":  # an instant is a number there and has one way only
        assert said() == []
        return
    for text in ("2019-03-02T01:30:15.123456", "2019-03-02 01:30:15.123456 ", "2019-1x-02", b"\xff\xfe"):
        forge("UPDATE audit_entry SET at = %s WHERE id = %s", text, record[0])
        assert any("was changed" in line for line in said())


def test_bytes_that_are_no_text_are_found(record):
    if connection.vendor != "sqlite":  # refuses to store them
        assert said() == []
        return
    for table, column, key in (("audit_entry", "detail", "id"), ("audit_seal", "digest", "number")):
        forge(f"UPDATE {table} SET {column} = CAST(x'ff41fe' AS TEXT) WHERE {key} = (SELECT max({key}) FROM {table})")
        assert any("was changed" in line for line in said())


def test_text_turned_into_the_same_bytes_is_found(record):
    if connection.vendor != "sqlite":  # a column of texts holds nothing else there
        assert said() == []
        return
    for table, column, key in (("audit_entry", "action", "id"), ("audit_seal", "mac", "number")):
        forge(f"UPDATE {table} SET {column} = CAST({column} AS BLOB) WHERE {key} = (SELECT min({key}) FROM {table})")
        assert any("was changed" in line for line in said())


def test_byte_that_reads_like_four_signs_is_found(record):
    if connection.vendor != "sqlite":  # refuses to store it
        assert said() == []
        return
    append_audit(actor=5, action="x", subject="x", subject_id="", region_code="", detail={"said": "a\\xff"}, at=AT)
    seal_pending(at=AT)
    assert said() == []
    forge(
        "UPDATE audit_entry SET detail = CAST(replace(CAST(detail AS BLOB), '\\xff', x'ff') AS TEXT) WHERE action = 'x'"
    )
    assert any("was changed" in line for line in said())


@pytest.fixture(params=[(200, 50_000), (2, 50_000), (200, 1)])
def reading(request, monkeypatch):
    """Links read all together, two at a time, and each by itself."""
    for name, value in zip(("AT_ONCE", "MOST_AT_ONCE"), request.param, strict=True):
        monkeypatch.setattr(f"diguan.domain.audit.verification.{name}", value)


def test_verification_finds_the_same_however_it_reads(record, reading):
    assert (said(), verify_audit().entries) == ([], 9)
    forge("UPDATE audit_entry SET actor = 6 WHERE id = %s", record[4])
    forge("DELETE FROM audit_entry WHERE id = %s", record[8])
    changed = f"something among the entries {record[3]}-{record[5]} was changed (seal 2)"
    assert said() == [changed, f"entries {record[8]} were deleted (seal 3)"]


def test_deleted_entries_are_named(record):
    forge("DELETE FROM audit_entry WHERE id IN (%s, %s)", record[3], record[4])
    assert said() == [f"entries {record[3]}, {record[4]} were deleted (seal 2)"]


@pytest.mark.parametrize("members", ["1-999999999999", "x", "", "9" * 40])
def test_seal_with_members_written_anew_is_found_at_once(record, members):
    forge("UPDATE audit_seal SET members = %s WHERE number = 2", members)
    assert said()[:2] == ["seal 2 was changed", "the numbers of entries of seal 2 cannot be read"]


def test_deleted_seal_is_named(record):
    forge("DELETE FROM audit_seal WHERE number = 2")
    lines = said()
    assert lines[:2] == ["seals 2 to 2 are missing", "seal 3 does not follow from the one before"]
    assert lines[2] == f"entries {record[3]}, {record[4]}, {record[5]} are in no seal"


def test_entry_that_was_put_in_is_named(record):
    forge(
        "INSERT INTO audit_entry (id, at, actor, action, subject, subject_id, region_code, detail) "
        "SELECT id + 1000, at, actor, action, subject, subject_id, region_code, detail FROM audit_entry WHERE id = %s",
        record[0],
    )
    assert said() == [f"entries {record[0] + 1000} are in no seal"]


def test_entry_whose_wait_was_struck_out_is_named(record):
    append(99)
    assert (verify_audit().ok, verify_audit().pending) == (True, 1)
    Pending.objects.all().delete()
    assert said() == [f"entries {Entry.objects.latest('id').pk} are in no seal"]


def test_end_cut_off_cleanly_is_found_by_the_checkpoint_alone(record):
    kept = checkpoint_of(head(), AT)
    forge("DELETE FROM audit_seal WHERE number = 3")
    forge("DELETE FROM audit_entry WHERE id >= %s", record[6])
    assert said() == []
    (problem,) = verify_audit(kept).problems
    assert problem.en == "seal 3 of the checkpoint is gone: the end of the record was cut off"


def test_record_sealed_anew_by_somebody_with_the_key_is_found_by_the_checkpoint(record, settings):
    kept = checkpoint_of(head(), AT)
    forge("UPDATE audit_entry SET actor = 6 WHERE id = %s", record[7])
    reseal(3, f"{record[6]}-{record[8]}", settings)
    assert said() == []
    assert [p.en for p in verify_audit(kept).problems] == [
        "seal 3 differs from the checkpoint: the record was rewritten"
    ]
    assert verify_audit(replace(kept, number=2, mac=Seal.objects.get(number=2).mac)).ok


def reseal(number, members, settings):
    key_id, secret = settings.AUDIT_KEYS.read_text().split()
    row = list(Seal.objects.values_list(*SEAL_COLUMNS).get(number=number))
    low, _, high = members.partition("-")
    row[SEAL_COLUMNS.index("digest")] = digest = digest_of(entry_rows(int(low), int(high)))
    row[SEAL_COLUMNS.index("at")] = stored_instant(row[SEAL_COLUMNS.index("at")])
    assert row[SEAL_COLUMNS.index("key_id")] == key_id
    forge(
        "UPDATE audit_seal SET digest = %s, mac = %s WHERE number = %s",
        digest,
        code_of(tuple(row), secret.encode()),
        number,
    )


def test_seal_of_an_unknown_key_is_named(record, settings, tmp_path):
    settings.AUDIT_KEYS = tmp_path / "audit.keys"
    settings.AUDIT_KEYS.write_text("")
    with pytest.raises(Exception, match="is empty"):
        verify_audit()
