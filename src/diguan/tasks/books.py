"""A large workbook of the ledger that came back: tried, or submitted row by row; what became of every row as a workbook."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.jobs.actions import JobCancelled
from diguan.domain.ledger.actions.books import UnableToUseBook, read_book, save_result
from diguan.domain.ledger.actions.books.returned import Line
from diguan.domain.ledger.actions.books.uploading import result_of
from diguan.domain.ledger.actions.books.working import counted, record_rows, recorded, submit_rows, try_rows
from diguan.domain.registry.actions.uploading import Upload, forget_old_uploads
from diguan.tasks.handlers import Order, Progress

TAKEN = ("submitted", "ready")


def run_book(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Work through a kept workbook as whoever handed it in may today. Cancelled half-way, what was submitted stays, and the result says so.

    A trial keeps the file: whoever looked at it may then submit it.
    """
    forget_old_uploads(at=timezone.now())
    upload, preview, at, today = Upload(arguments["upload"]), arguments["preview"], timezone.now(), timezone.localdate()
    actor = viewer_of(order.actor or 0, today)
    files = upload.files("inputs")
    if not files:
        return _ended_before(order)
    progress("reading", 0, 1)
    returned = read_book(path=files[0], viewer=actor, on=today)
    asked: dict[str, Any] = {"proposals": returned.proposals, "actor": actor, "at": at, "progress": progress}
    lines = list[Line]()
    try:
        for line in try_rows(**asked) if preview else submit_rows(job_id=order.job_id, **asked):
            lines.append(line)
    except JobCancelled:
        _save([*lines, *returned.lines], order, arguments["language"])
        if not preview:
            record_rows(lines=lines, job_id=order.job_id, actor=actor, at=at)
            upload.forget()
        raise
    every = [*lines, *returned.lines]
    _save(every, order, arguments["language"])
    if not preview:
        record_rows(lines=lines, job_id=order.job_id, actor=actor, at=at)
        upload.forget()
    return {"kinds": counted(every), "result": True}


def _ended_before(order: Order) -> Mapping[str, Any]:
    """What an earlier beginning of the same job has done to its end, but for saying so. UnableToUseBook where there was none."""
    kinds = recorded(order.job_id)
    if kinds is None:
        raise UnableToUseBook("gone", "book")
    return {"kinds": kinds, "result": result_of(order.job_id).is_file()}


def _save(lines: Iterable[Line], order: Order, language: Any) -> None:  # noqa: ANN401  "zh" or "en", from the arguments of a job
    """What was not taken stands first."""
    path = result_of(order.job_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    recipient = Account.objects.get(pk=order.actor or 0).name
    partial = path.with_name(f"partial-{path.name}")
    ordered = sorted(lines, key=lambda line: line.kind in TAKEN)
    save_result(path=partial, lines=ordered, recipient=recipient, language=language, on=timezone.localdate())
    partial.replace(path)
