"""An import of sheets of helpers and posts: read, preview or take over, forget the files."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.queries import viewer_of
from diguan.domain.registry.actions.uploading import Upload, forget_old_uploads
from diguan.domain.responsibility.actions.sheets import Files, import_posts
from diguan.domain.responsibility.actions.sheets.uploading import rejected_of
from diguan.tasks.handlers import Order, Progress


def run_posts(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Take kept sheets over. A preview keeps them, for whoever looked at it may then take them over; an import forgets them."""
    forget_old_uploads(at=timezone.now())
    upload, preview = Upload(arguments["upload"]), bool(arguments["preview"])
    rejected = rejected_of(order.job_id)
    rejected.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    actor = None if order.actor is None else viewer_of(order.actor, timezone.localdate())
    files = Files(upload.files("inputs"), order.region_code, rejected)
    outcome = import_posts(files=files, preview=preview, actor=actor, at=timezone.now(), progress=progress)
    if not preview:
        upload.forget()
    return {**outcome.told(), "unknown_headers": dict(outcome.unknown_headers), "rejected": rejected.is_file()}
