"""A workbook that holds too much to be looked at while somebody waits: kept until it is submitted or forgotten; a job reads it."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions.books.returned import UnableToUseBook
from diguan.domain.ledger.actions.books.taking import unit_of
from diguan.domain.registry.actions.uploading import TOKEN, Upload
from diguan.locale import Language

BOOK_JOB = "book"


def request_book(*, upload: Upload, preview: bool, language: Language, viewer: Viewer, at: datetime) -> Job:
    """Queue the trying or the submitting of a kept workbook. UnableToUseBook when it is gone."""
    if not TOKEN.fullmatch(upload.token) or not upload.folder.is_dir():
        raise UnableToUseBook("gone", "book")
    return enqueue_job(
        kind=BOOK_JOB,
        arguments={"upload": upload.token, "preview": preview, "language": language},
        region_code=unit_of(viewer),
        lane=f"{BOOK_JOB} {viewer.account_id}",
        actor=viewer.account_id,
        at=at,
    )


def result_of(job_id: int) -> Path:
    """Where the workbook lies that says what became of every row."""
    return Path(settings.LOADS) / f"book-{job_id:08d}" / "result.xlsx"
