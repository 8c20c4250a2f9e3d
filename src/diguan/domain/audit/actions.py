"""Appending an act, and sealing what was appended."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from diguan.domain.audit.chain import SEAL_COLUMNS, code_of, digest_of, entry_rows
from diguan.domain.audit.doors import said_by_door
from diguan.domain.audit.keys import audit_keys
from diguan.domain.audit.models import Entry, Pending, Seal
from diguan.domain.audit.ranges import packed, unpacked
from diguan.domain.audit.stored import stored_instant
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

MOST_A_SEAL = 500
CHAIN_LOCK = 0x6469_6775_616E  # any number that no other lock of the database uses
IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)

Detail = Mapping[str, str | int | bool | None]


class UnableToAppend(UnableToAct):
    """An entry that would carry an identity number into a record that can never forget."""

    def __init__(self, action: str, place: str) -> None:
        super().__init__(
            Label(
                f"审计记录“{action}”的 {place} 中有身份证号，不能记入",
                f"the entry '{action}' has an identity number in {place}",
            ),
            Label("请改记加盐的散列值", "append a salted hash instead"),
        )


def append_audit(  # noqa: PLR0913  an entry has as many columns
    *,
    actor: int | None,
    action: str,
    subject: str,
    subject_id: str,
    region_code: str,
    detail: Detail,
    at: datetime,
) -> None:
    """Appends an act in the running transaction; it is sealed as soon as that transaction is committed.

    No personal values: whoever is acted on is named by number, a value that must be recognised again by a salted hash.
    """
    for place, value in (("subject_id", subject_id), *((f"detail.{name}", value) for name, value in detail.items())):
        if isinstance(value, str) and IDENTITY.search(value):
            raise UnableToAppend(action, place)
    with transaction.atomic():
        entry = Entry.objects.create(
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            subject_id=subject_id,
            region_code=region_code,
            detail=json.dumps({**detail, **said_by_door()}, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        )
        Pending.objects.create(entry=entry)
        # The act is done whatever becomes of its seal: a failure is logged, and the next seal takes the entry along.
        if not _will_seal():
            transaction.on_commit(partial(seal_pending, at=at), robust=True)


def seal_pending(*, at: datetime) -> int:
    """Seals every entry that waits, in batches; returns how many.

    What waits is known by rows, not by the highest number: of two connections the one with the lower number may commit later.
    """
    sealed = 0
    while batch := _seal_batch(at):
        sealed += batch
    return sealed


def _will_seal() -> bool:
    """Whether this transaction seals at its end already; what was rolled back to a savepoint has taken its promise along."""
    promised = (promise[1] for promise in connection.run_on_commit)
    return any(isinstance(each, partial) and each.func is seal_pending for each in promised)


def _seal_batch(at: datetime) -> int:
    if not Pending.objects.exists():
        return 0
    with transaction.atomic():
        _one_at_a_time()
        waiting = list(Pending.objects.order_by("entry_id").values_list("entry_id", flat=True)[:MOST_A_SEAL])
        if not waiting:
            return 0
        members = packed(waiting)
        rows = [row for low, high in unpacked(members) for row in entry_rows(low, high)]
        _append_link(members, rows_count=len(rows), digest=digest_of(rows), at=at)
        Pending.objects.filter(entry_id__in=waiting).delete()
    return len(waiting)


def _append_link(members: str, *, rows_count: int, digest: str, at: datetime) -> None:
    key_id, key = list(audit_keys().items())[-1]
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.mac) if last else (1, "")
    said = {"members": members, "count": rows_count, "digest": digest, "previous": previous, "key_id": key_id}
    row = {"number": number, "at": stored_instant(at), **said}
    mac = code_of(tuple(row[name] for name in SEAL_COLUMNS), key)
    Seal.objects.create(number=number, at=at, mac=mac, **said)


def _one_at_a_time() -> None:
    """Holds the chain until the transaction ends. A writing transaction of SQLite is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
