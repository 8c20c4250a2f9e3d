import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from diguan.domain.audit.actions import UnableToAppend, append_audit, seal_pending
from diguan.domain.audit.models import Entry, Pending, Seal
from diguan.domain.audit.queries import detail_of, entries
from diguan.domain.audit.verification import verify_audit
from tests.factories.accounts import AT


def append(number=1, **detail):
    append_audit(
        actor=7,
        action="record_birth",
        subject="household",
        subject_id=str(number),
        region_code="152222100001",
        detail=detail,
        at=AT,
    )


@pytest.mark.django_db
def test_append_keeps_who_what_where_when_and_details():
    append(3, reason="登记", count=2, whole=True, before=None)
    entry = entries().get()
    assert (entry.actor, entry.action, entry.subject, entry.subject_id) == (7, "record_birth", "household", "3")
    assert (entry.region_code, entry.at) == ("152222100001", AT)
    assert detail_of(entry) == {"reason": "登记", "count": 2, "whole": True, "before": None}


@pytest.mark.django_db
def test_append_waits_for_its_seal_and_gets_it():
    append(1)
    append(2)
    assert Pending.objects.count() == 2
    assert seal_pending(at=AT) == 2
    assert (Pending.objects.count(), Seal.objects.get().count) == (0, 2)
    assert seal_pending(at=AT) == 0


@pytest.mark.django_db
def test_seals_cut_what_waits_into_batches(monkeypatch):
    monkeypatch.setattr("diguan.domain.audit.actions.MOST_A_SEAL", 3)
    for number in range(8):
        append(number)
    assert seal_pending(at=AT) == 8
    assert list(Seal.objects.order_by("number").values_list("number", "count")) == [(1, 3), (2, 3), (3, 2)]
    assert verify_audit().ok


@pytest.mark.django_db(transaction=True)
def test_commit_seals_and_rollback_leaves_nothing():
    append(1)
    with transaction.atomic():
        append(2)
        transaction.set_rollback(True)
    append(3)
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [1, 1]
    assert (Entry.objects.count(), Pending.objects.count()) == (2, 0)
    found = verify_audit()
    assert (found.problems, found.entries, found.seals) == ([], 2, 2)


@pytest.mark.django_db(transaction=True)
def test_transaction_seals_once_at_its_end_whatever_was_rolled_back_inside():
    with transaction.atomic():
        with transaction.atomic():
            append(1)
            transaction.set_rollback(True)
        assert len(connection.run_on_commit) == 0
        append(2)
        append(3)
        assert len(connection.run_on_commit) == 1
    assert list(Seal.objects.values_list("count", flat=True)) == [2]


@pytest.mark.django_db
@pytest.mark.parametrize("detail", [{"who": "户主 991200195001011234 之子"}, {"who": "99120019500101123x"}])
def test_append_refuses_an_identity_number(detail):
    with pytest.raises(UnableToAppend, match=r"identity number in detail\.who"):
        append(1, **detail)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_append_takes_codes_and_long_numbers_that_are_no_identity_number():
    append(1, region="152222100001", household="123456789012345678901", hash="a" * 30 + "19500101")
    assert Entry.objects.count() == 1


STATEMENTS = (
    "UPDATE audit_entry SET actor = 8",
    "DELETE FROM audit_entry",
    "UPDATE audit_seal SET mac = ''",
    "DELETE FROM audit_seal",
)
ONLY = {
    "sqlite": (
        "INSERT OR REPLACE INTO audit_entry SELECT id, at, 8, action, subject, subject_id, region_code, detail FROM audit_entry",
        "INSERT OR REPLACE INTO audit_seal SELECT number, at, members, 9, digest, previous, key_id, mac FROM audit_seal",
        "UPDATE OR REPLACE audit_entry SET id = id + 1",
    ),
    "postgresql": ("TRUNCATE audit_entry CASCADE", "TRUNCATE audit_seal"),
}


@pytest.mark.django_db
def test_database_refuses_to_change_or_remove_what_was_appended():
    append(1)
    seal_pending(at=AT)
    connection.check_constraints()
    for statement in (*STATEMENTS, *ONLY[connection.vendor]):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert verify_audit().ok


@pytest.mark.django_db(transaction=True)
def test_two_connections_append_at_once_and_the_chain_holds():
    failures = []

    def work(start):
        try:
            for number in range(start, start + 15):
                append(number)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(start,)) for start in (0, 100, 200)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seal_pending(at=AT + timedelta(minutes=1))
    found = verify_audit()
    assert failures == []
    assert (found.problems, found.entries, found.pending) == ([], 45, 0)


@pytest.mark.django_db(transaction=True)
def test_entry_that_commits_after_a_later_one_was_sealed_is_sealed_too():
    if connection.vendor != "postgresql":  # one writer at a time: there is no later one
        append(1)
        append(2)
        assert verify_audit().entries == 2
        return
    started, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            append(1)
            started.set()
            go_on.wait(300)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    started.wait(300)
    append(2)
    sealed_first = list(Seal.objects.values_list("members", flat=True))
    go_on.set()
    worker.join()
    low, high = Entry.objects.order_by("id").values_list("id", flat=True)
    assert sealed_first == [str(high)]
    assert list(Seal.objects.order_by("number").values_list("members", flat=True)) == [str(high), str(low)]
    assert verify_audit().ok
