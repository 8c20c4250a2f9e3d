"""Searches of the background: the newest for each kept condition, and looks before one is kept."""

from collections.abc import Sequence

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.rectification.choices import LOOK_JOB, SPREAD_JOB


def searches_of(spreads: Sequence[int]) -> dict[int, Job]:
    """The newest search of each condition, by its number; one question."""
    jobs = Job.objects.filter(kind=SPREAD_JOB, arguments__spread__in=list(spreads)).order_by("id")
    return {job.arguments["spread"]: job for job in jobs}


def look_of(viewer: Viewer, problem: int, number: int) -> Job | None:
    """A look of the viewer's own at a condition beside a problem, where it still is the viewer's to look."""
    job = Job.objects.filter(kind=LOOK_JOB, owner=viewer.account_id, arguments__problem=problem, pk=number).first()
    return job if job is not None and viewer.may(Act.RECTIFY, job.region_code) else None
