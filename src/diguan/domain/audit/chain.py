"""What a seal says, in bytes: the lines of its entries, their digest, its keyed code."""

import hashlib
import hmac
import json
from collections.abc import Iterable

from diguan.domain.audit.models import Entry
from diguan.domain.audit.stored import Row, stored_rows

ENTRY_COLUMNS = ("id", "at", "actor", "action", "subject", "subject_id", "region_code", "detail")
SEAL_COLUMNS = ("number", "at", "members", "count", "digest", "previous", "key_id")


def entry_rows(low: int, high: int) -> Iterable[Row]:
    """Entries from one number to another, both included, as stored."""
    return stored_rows(Entry.objects.filter(id__gte=low, id__lte=high), ENTRY_COLUMNS)


def digest_of(rows: Iterable[Row]) -> str:
    """Digest over entries in the order of their numbers."""
    running = hashlib.sha256()
    for row in rows:
        running.update(_line(row))
    return running.hexdigest()


def code_of(row: Row, key: bytes) -> str:
    """Keyed code over a link, given as its SEAL_COLUMNS; the code of the link before is among them."""
    return hmac.new(key, _line(row), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two codes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=True, separators=(",", ":"), default=repr).encode() + b"\n"
