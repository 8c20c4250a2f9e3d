"""What is done once a day: deadlines are told and go up the chain, rebounds reopen, everybody gets the day's figures, the mail is sent."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from diguan.domain.fieldwork.actions.awaiting import remind_of_waiting
from diguan.domain.fieldwork.actions.digesting import digest
from diguan.domain.fieldwork.actions.reminding import remind
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.lookback.actions.telling import tell_of_lookback
from diguan.domain.rectification.actions.reopening import reopen_rebounded
from diguan.domain.rectification.actions.spreading import remind_rectification
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.actions.carrying import carry_helpers
from diguan.domain.responsibility.queries.helping import counties
from diguan.tasks.handlers import Order, Progress

DAILY_JOB, MAIL_JOB = "daily", "mail"
BEGINS = time(6)  # by the clock of the place: before people begin to work


def run_daily(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Tell of deadlines and figures of a day. Begun again after a kill it tells what was not told yet, and nothing twice."""
    del order
    on = date.fromisoformat(arguments["on"])
    progress("reminding", 0, 5)
    for county in counties():
        carry_helpers(county=county, actor=None, at=timezone.now(), on=on)
    told = remind(on=on, at=timezone.now())
    progress("awaiting", 1, 5)
    waiting = remind_of_waiting(on=on, at=timezone.now())
    progress("looking_back", 2, 5)
    lookback = tell_of_lookback(on=on, at=timezone.now())
    progress("rectifying", 3, 5)
    reopened = reopen_rebounded(at=timezone.now())
    rectification = remind_rectification(on=on, at=timezone.now())
    progress("digesting", 4, 5)
    digests = digest(on=on, at=timezone.now())
    if settings.MAIL is not None:
        _enqueue(MAIL_JOB, {"on": on.isoformat()}, timezone.now())
    return {
        "items": told.items,
        "singly": told.singly,
        "nobody": told.nobody,
        "waiting": waiting.items,
        "digests": digests,
        "settled": lookback.settled,
        "lookback": lookback.told,
        "reopened": reopened,
        "rectification": rectification,
    }


def queue_daily(at: datetime) -> bool:
    """Queue the work of a day when its hour has come and nobody has yet; whether it was queued.

    Two workers at one moment may both queue it: the second job finds everything told.
    """
    here = timezone.localtime(at)
    wanted = {"on": here.date().isoformat()}
    if here.time() < BEGINS or Job.objects.filter(kind=DAILY_JOB, arguments=wanted).exists():
        return False
    _enqueue(DAILY_JOB, wanted, at)
    return True


def _enqueue(kind: str, arguments: Mapping[str, str], at: datetime) -> None:
    top = region_tree().units(region_tree().levels[0].id)[0]
    enqueue_job(kind=kind, arguments=arguments, region_code=top.code, lane=kind, actor=None, at=at)
