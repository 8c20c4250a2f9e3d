"""Looking for a condition is work for the background: it is kept and queued; one that waits or runs is not queued twice."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import ENDED
from diguan.domain.jobs.models import Job
from diguan.domain.rectification.actions.spreading.widening import Wide, begin_spread, problem_to_spread
from diguan.domain.rectification.choices import SPREAD_JOB, SpreadKind
from diguan.domain.rectification.models import Spread
from diguan.domain.rectification.queries.searches import searches_of
from diguan.domain.rectification.refusals import UnableToFindRectification


@transaction.atomic
def request_spread(*, problem_id: int, wide: Wide, actor: Viewer, at: datetime) -> Job:
    """Keep a condition with a problem and queue the search. UnableToRegister where it cannot be looked for."""
    return _queued(begin_spread(problem_id=problem_id, wide=wide, actor=actor, at=at), actor, at)


@transaction.atomic
def request_again(*, spread_id: int, actor: Viewer, at: datetime) -> Job:
    """Queue another search for a kept condition; UnableToFindRectification where there is none that the actor may spread."""
    spread = Spread.objects.select_for_update(of=("self",)).filter(pk=spread_id, kind=SpreadKind.EXPRESSION).first()
    if spread is None:
        raise UnableToFindRectification
    problem_to_spread(spread.problem_id, actor)
    last = searches_of([spread.pk]).get(spread.pk)
    return last if last is not None and last.state not in ENDED else _queued(spread, actor, at)


def _queued(spread: Spread, actor: Viewer, at: datetime) -> Job:
    arguments = {"spread": spread.pk}
    return enqueue_job(
        kind=SPREAD_JOB, arguments=arguments, region_code=spread.region_code, actor=actor.account_id, at=at
    )
