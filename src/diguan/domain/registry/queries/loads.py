"""What loads left behind."""

from pathlib import Path

from django.conf import settings

REJECTED = "rejected.xlsx"
OF_VISITS = "visits-"  # before the name of the workbook of answers that were not taken


def rejected_of(job_id: int) -> Path:
    """Where the rows and cells are listed that a load could not read."""
    return Path(settings.LOADS) / f"load-{job_id:08d}" / REJECTED


def answers_rejected_of(job_id: int) -> Path:
    """Where the answers of visits are listed that a load has not taken."""
    return answers_beside(rejected_of(job_id))


def answers_beside(rejected: Path) -> Path:
    """The same beside a workbook of rejected rows."""
    return rejected.with_name(f"{OF_VISITS}{rejected.name}")
