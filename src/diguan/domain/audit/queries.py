"""The head of the chain, and entries to look at."""

import json
from typing import Any

from django.db.models import QuerySet

from diguan.domain.audit.models import Entry, Pending, Seal


def entries() -> QuerySet[Entry]:
    """All entries, newest first; whoever shows them cuts them to what may be seen."""
    return Entry.objects.order_by("-id")


def detail_of(entry: Entry) -> dict[str, Any]:
    """The details of an entry by name."""
    read: dict[str, Any] = json.loads(entry.detail)
    return read


def head() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-number").first()


def pending_count() -> int:
    """How many entries wait for their seal."""
    return Pending.objects.count()
