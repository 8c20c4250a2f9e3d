"""A check that was handed in: unpacked, recomputed, previewed or taken into the ledger; then the file is forgotten."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.queries import viewer_of
from diguan.domain.insight.actions import count_figures
from diguan.domain.ledger.actions.opening.checks import open_from_check
from diguan.domain.ledger.actions.opening.unpacking import unpack_check
from diguan.domain.registry.actions.uploading import Upload, forget_old_uploads
from diguan.engine.screening.verify import read_round
from diguan.tasks.handlers import Order, Progress


def run_check(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Take a kept check in as whoever handed it in may today. A preview keeps the file: whoever looked at it may then take it in."""
    forget_old_uploads(at=timezone.now())
    upload, preview = Upload(arguments["upload"]), bool(arguments["preview"])
    unpacked = upload.folder / "unpacked"
    progress("unpacking", 0, 1)
    try:
        folder = unpack_check(upload.files("inputs")[0], unpacked)
        record = read_round(folder)
        opened = open_from_check(
            folder=folder,
            region_code=order.region_code,
            preview=preview,
            actor=viewer_of(order.actor or 0, timezone.localdate()),
            at=timezone.now(),
            progress=progress,
        )
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    if not preview:
        progress("counting", 0, 1)
        count_figures(on=timezone.localdate(), at=timezone.now())
        upload.forget()
    said = {"label": {"zh": record.pack.label.zh, "en": record.pack.label.en}, "as_of": record.as_of.isoformat()}
    counts = record.counts
    return {**said, "households": counts.households, "findings": sum(counts.findings.values()), "items": asdict(opened)}
