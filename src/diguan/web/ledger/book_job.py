"""A workbook that holds too much for one page: tried by a job, submitted by a job when somebody has looked, its rows taken along."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions.books.uploading import BOOK_JOB, request_book, result_of
from diguan.domain.registry.actions.uploading import Upload
from diguan.locale import Language
from diguan.web.shared.clock import now
from diguan.web.shared.importing import Importing
from diguan.web.shared.texts import language, text

KINDS = ("ready", "submitted", "refused", "unread", "locked", "noted", "note")


def _again(job: Job, viewer: Viewer, at: datetime) -> Job:
    upload, spoken = Upload(job.arguments["upload"]), job.arguments["language"]
    return request_book(upload=upload, preview=False, language=spoken, viewer=viewer, at=at)


def _own(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.filter(kind=BOOK_JOB)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    kinds, job = row["outcome"].get("kinds", {}), row["job"]
    return {
        **row,
        "did": text("books:job.tried" if row["preview"] else "books:job.submitted"),
        "counted": [{"text": text(f"books:kind.{kind}"), "count": kinds[kind]} for kind in KINDS if kinds.get(kind)],
        "may_store": row["preview"] and bool(kinds.get("ready")),
        "store": text("books:report.confirm", count=kinds.get("ready", 0)),
        "broken_off": job.state == State.CANCELLED and result_of(job.pk).is_file(),
    }


BOOKS = Importing(
    Act.HANDLE,
    place="ledger:book_",
    start_page="ledger/book.html",
    outcome_page="ledger/book_outcome.html",
    texts="books:job",
    own=_own,
    again=_again,
    row=_row,
    papers={"broken_page": "ledger/book_broken.html"},
    mine=True,
)
one, state, store, cancel = BOOKS.one(), BOOKS.state(), BOOKS.store(), BOOKS.cancel()
rows = BOOKS.taken(result_of, "ledger")


def spoken_language() -> Language:
    """The language of whoever asks, as workbooks know it."""
    return "en" if language() == "en" else "zh"


def ordered(upload: Upload, viewer: Viewer) -> Job:
    """The job that tries a kept workbook."""
    return request_book(upload=upload, preview=True, language=spoken_language(), viewer=viewer, at=now())
