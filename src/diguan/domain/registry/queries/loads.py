"""What loads left behind."""

from pathlib import Path

from django.conf import settings

REJECTED = "rejected.xlsx"


def rejected_of(job_id: int) -> Path:
    """Where the rows and cells are listed that a load could not read."""
    return Path(settings.LOADS) / f"load-{job_id:08d}" / REJECTED
