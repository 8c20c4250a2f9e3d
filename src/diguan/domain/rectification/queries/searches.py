"""Searches of the background for kept conditions: the newest of each."""

from collections.abc import Sequence

from diguan.domain.jobs.models import Job
from diguan.domain.rectification.choices import SPREAD_JOB


def searches_of(spreads: Sequence[int]) -> dict[int, Job]:
    """The newest search of each condition, by its number; one question."""
    jobs = Job.objects.filter(kind=SPREAD_JOB, arguments__spread__in=list(spreads)).order_by("id")
    return {job.arguments["spread"]: job for job in jobs}
