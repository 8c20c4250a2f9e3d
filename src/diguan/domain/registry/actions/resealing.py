"""Identifiers under another key: a key is added and seals from then on; what lies under older ones is sealed anew, batch by batch.

Each batch is a transaction of its own: killed in the middle, the next run goes on with what is left. Meanwhile everything can be read and
searched, for a row says which key it lies under, and the digest it is found by does not depend on the key.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count

from diguan.domain.audit.actions import append_audit
from diguan.domain.sealing import Seals, about, add_key, seals
from diguan.engine.snapshot.database import quoted

BATCH = 2000
Progress = Callable[[str, int, int], None]
Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key: its number, whether it seals from now on, how many rows lie under it. `missing`: rows need it and it is not in the file."""

    number: int
    current: bool
    rows: int
    missing: bool = False


def sealed_models() -> list[Model]:
    """Every table with sealed rows. Each says with SEALED = (kind, column) what its sealed bytes belong to."""
    return [model for model in apps.get_models() if hasattr(model, "SEALED")]


def keys_in_use() -> list[KeyUse]:
    """Every key of the file, and every key that some row needs."""
    keys, counts = seals(), dict[int, int]()
    for model in sealed_models():
        rows = model._default_manager.filter(key_id__isnull=False)  # noqa: SLF001  the public door of a model's class
        for key_id, count in rows.values_list("key_id").annotate(count=Count("pk")).order_by():
            counts[key_id] = counts.get(key_id, 0) + count
    return [
        KeyUse(number, number == keys.current, counts.get(number, 0), number not in keys.keys)
        for number in sorted(keys.keys.keys() | counts.keys())
    ]


def begin_new_key(*, actor: int | None, at: datetime) -> int:
    """Add a key that seals from now on; returns its number."""
    number = add_key()
    _audit("add_key", actor, at, key=number)
    return number


def reseal_identifiers(*, actor: int | None, at: datetime, progress: Progress | None = None) -> int:
    """Seal anew what lies under another key than the current one; how many rows. UnableToUnseal: a missing key, changed bytes.

    What a process that is still at work has sealed under an older key meanwhile is left to the next run.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    keys = seals()
    waiting = sum(use.rows for use in keys_in_use() if not use.current)
    done = 0
    for model in sealed_models():
        for count in _batches(model, keys):
            done += count
            tell("resealing", done, max(waiting, done))
    if done:
        _audit("reseal_identifiers", actor, at, key=keys.current, rows=done)
    return done


def _batches(model: Model, keys: Seals) -> Iterator[int]:
    last = 0
    while True:
        with transaction.atomic():
            rows = _older(model, keys, last)
            _put(model, [_anew(model, keys, row) for row in rows])
        if not rows:
            return
        last = rows[-1][0]
        yield len(rows)


def _older(model: Model, keys: Seals, last: int) -> list[Any]:
    """Number, what it belongs to, key and sealed bytes of the next rows, held until they are exchanged. AT_ONCE: fewer of large ones."""
    _, column = model.SEALED  # type: ignore[attr-defined]  # sealed_models have it
    older = model._default_manager.filter(pk__gt=last, key_id__isnull=False).exclude(key_id=keys.current)  # noqa: SLF001
    held = older.order_by("pk").select_for_update()
    return list(held.values_list("pk", column, "key_id", "sealed")[: min(BATCH, getattr(model, "AT_ONCE", BATCH))])


def _anew(model: Model, keys: Seals, row: Sequence[Any]) -> tuple[int, bytes, int, int]:
    kind, _ = model.SEALED  # type: ignore[attr-defined]
    number, owner, key_id, sealed = row
    belongs = about(owner, kind)
    return keys.current, keys.seal(keys.unseal(bytes(sealed), key_id, belongs), belongs), number, key_id


def _put(model: Model, rows: Sequence[tuple[int, bytes, int, int]]) -> None:
    if rows:
        table, number = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET key_id = %s, sealed = %s WHERE {number} = %s AND key_id = %s", rows)


def _audit(action: str, actor: int | None, at: datetime, **detail: int) -> None:
    append_audit(
        actor=actor, action=action, subject="key", subject_id=str(detail["key"]), region_code="", detail=detail, at=at
    )
