"""A load of files that were handed in: read, preview or store, forget the files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.queries import viewer_of
from diguan.domain.registry.actions.loading import Files, load_files
from diguan.domain.registry.actions.uploading import Upload, forget_old_uploads
from diguan.domain.registry.queries.loads import answers_rejected_of, rejected_of
from diguan.tasks.handlers import Order, Progress


def run_load(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Read kept files into the registry. A preview keeps them, for whoever looked at it may then store them; a load forgets them."""
    forget_old_uploads(at=timezone.now())
    upload, preview = Upload(arguments["upload"]), bool(arguments["preview"])
    residents = upload.files("residents")
    rejected = rejected_of(order.job_id)
    rejected.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Files(
        inputs=upload.files("inputs"),
        as_of=date.fromisoformat(arguments["as_of"]),
        residents=residents[0] if residents else None,
        rosters=upload.rosters,
        region=order.region_code,
        rejected=rejected,
        purpose=arguments.get("purpose", ""),
        answers_only=bool(arguments.get("answers_only")),
    )
    actor = None if order.actor is None else viewer_of(order.actor, timezone.localdate())
    outcome = load_files(files=files, preview=preview, actor=actor, at=timezone.now(), progress=progress)
    if not preview:
        upload.forget()
    answers = answers_rejected_of(order.job_id)
    return {**outcome.counts, "rejected": rejected.is_file(), "answers_rejected": answers.is_file()}
