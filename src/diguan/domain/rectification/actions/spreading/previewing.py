"""Looking at who a condition is true of, before it is kept, is work for the background: the job says it, nothing is opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import ENDED
from diguan.domain.jobs.models import Job
from diguan.domain.rectification.actions.spreading.widening import Wide, preview, problem_to_spread, refuse_unfit
from diguan.domain.rectification.choices import LOOK_JOB
from diguan.domain.rectification.searching import Condition
from diguan.engine.verdicts import Subject

SHOWN = 20
TEXTS = ("region_code", "question", "criteria", "department")


@transaction.atomic
def request_look(*, problem_id: int, wide: Wide, actor: Viewer, at: datetime) -> Job:
    """Queue a look at who a condition is true of; the same look that waits or runs is that one. UnableToRegister where it cannot be."""
    problem = problem_to_spread(problem_id, actor)
    refuse_unfit(wide, actor)
    arguments = _arguments(problem.pk, wide)
    living = Job.objects.filter(kind=LOOK_JOB, owner=actor.account_id).exclude(state__in=ENDED)
    same = next((job for job in living if job.arguments == arguments), None)
    return same or enqueue_job(
        kind=LOOK_JOB, arguments=arguments, region_code=wide.region_code, actor=actor.account_id, at=at
    )


def look_first(*, arguments: Mapping[str, Any], actor: Viewer) -> dict[str, Any]:
    """What came of a look, as plain values: how many, where nobody looked, and the first of them.

    UnableToRegister, UnableToFindRectification where whoever asked may do so no more.
    """
    with transaction.atomic():
        problem_to_spread(arguments["problem"], actor)
    found = preview(wide=_wide(arguments), actor=actor)
    return {
        "hits": len(found.hits),
        "asked": found.asked,
        "unknown": found.unknown,
        "unjudged": found.unjudged,
        "shown": [
            {
                "region": hit.region_code,
                "household": hit.household,
                "person": hit.person,
                "as_of": hit.as_of.isoformat(),
            }
            for hit in found.hits[:SHOWN]
        ],
    }


def _arguments(problem: int, wide: Wide) -> dict[str, Any]:
    condition = wide.condition
    said = {"standard": condition.standard, "subject": str(condition.subject), "expression": condition.text.strip()}
    return {"problem": problem, **said, **{name: getattr(wide, name).strip() for name in TEXTS}}


def _wide(arguments: Mapping[str, Any]) -> Wide:
    condition = Condition(arguments["standard"], Subject(arguments["subject"]), arguments["expression"])
    return Wide(condition, **{name: arguments[name] for name in TEXTS})
