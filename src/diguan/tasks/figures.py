"""Figures of places are counted anew: on a new day and when items moved; a round counts them itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from diguan.domain.insight.actions import count_figures
from diguan.domain.insight.choices import FIGURES_JOB
from diguan.domain.insight.queries import is_stale, last_reckoning
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import ENDED
from diguan.domain.jobs.models import Job
from diguan.domain.regions.queries import region_tree
from diguan.tasks.handlers import Order, Progress

EVERY = timedelta(minutes=5)  # while items move; a count of half a million items takes seconds


def run_figures(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Count as of today. Begun again after a kill it counts again: nothing of the first time was kept."""
    del arguments, order
    progress("counting", 0, 1)
    reckoning = count_figures(on=timezone.localdate(), at=timezone.now())
    return {"changed": reckoning.changed}


def queue_figures(at: datetime) -> bool:
    """Queue a count when there is anything new to count and the last one is some minutes old; whether it was queued."""
    last = last_reckoning()
    rested = last is None or at - last.at >= EVERY
    if not rested or not is_stale(last, timezone.localdate(at)) or _counting():
        return False
    top = region_tree().units(region_tree().levels[0].id)[0]
    enqueue_job(kind=FIGURES_JOB, arguments={}, region_code=top.code, lane=FIGURES_JOB, actor=None, at=at)
    return True


def _counting() -> bool:
    return Job.objects.filter(kind=FIGURES_JOB).exclude(state__in=sorted(ENDED)).exists()
