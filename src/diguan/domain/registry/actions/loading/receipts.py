"""Receipts of what departments handed over: how many rows, for what, and how many of them are about somebody whom the registry knows.

Only those leave: a row about nobody known stays where it is, and no round, page or paper shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.models import Identifiers, Person, Source
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.engine.catalogue.model import ROSTER
from diguan.engine.snapshot.intake import RESIDENTS


@dataclass(frozen=True, slots=True)
class Receipt:
    """One list: its name, its kind, its rows, and how many of them have the identity number of somebody known."""

    label: str
    kind: str
    rows: int
    hits: int


def receipts_of(
    sources: Iterable[Source], purpose: str, region_code: str, actor: int | None, at: datetime
) -> tuple[Receipt, ...]:
    """A receipt of every roster and resident base among sources that were just stored, each with its line in the record of acts."""
    found = []
    for source in sources:
        if source.kind == RESIDENTS or source.kind.startswith(ROSTER):
            receipt = _receipt(source)
            found.append(receipt)
            append_audit(
                actor=actor,
                action="receive_list",
                subject="source",
                subject_id=str(source.pk),
                region_code=region_code,
                detail={
                    "kind": source.kind,
                    "sha256": source.sha256,
                    "rows": receipt.rows,
                    "hits": receipt.hits,
                    "purpose": purpose,
                },
                at=at,
            )
    return tuple(found)


def _receipt(source: Source) -> Receipt:
    rows = hits = 0
    for sheet in source.tables.filter(subject="person"):
        rows += sheet.rows
        own = Identifiers.objects.filter(
            observation_id__gte=sheet.pk << ROW_BITS, observation_id__lt=(sheet.pk + 1) << ROW_BITS, blind__isnull=False
        )
        known = Person.objects.filter(blind=OuterRef("blind"), gone=False, household__listed=True)
        hits += own.filter(Exists(known)).count()
    return Receipt(source.label, source.kind, rows, hits)
