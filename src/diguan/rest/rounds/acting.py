"""Starting a round, and having one recomputed: both wait in the queue, and the answer is the job."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import resolve_region
from diguan.domain.screening.actions import request_round
from diguan.domain.screening.choices import Wanted
from diguan.domain.screening.verifying import request_verification
from diguan.engine.documents import Label
from diguan.engine.standards.confirmations import UnableToReadConfirmation
from diguan.engine.standards.parameters import UnableToResolveParameters, UnableToUseStandard
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Word
from diguan.rest.households.finding import known_standard
from diguan.rest.jobs import JobOne, job_one
from diguan.rest.rounds.reading import round_seen, router

ACCEPTED = 202
Said = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]


class Confirmed(Asked):
    """A value that whoever starts the round stands for, and where it is written."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
    value: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00@=]+$")]
    source: Said


class RoundAsked(Asked):
    """By which standard, as of which day, over which unit; which values are confirmed."""

    standard: Word
    as_of: Day
    region_code: Said
    confirm: Annotated[list[Confirmed], Field(max_length=100, default_factory=list)]


@router.post("/rounds", response={ACCEPTED: JobOne}, operation_id="start_round")
@needs(Act.SCREEN)
def start_round(request: HttpRequest, asked: RoundAsked) -> Status[JobOne]:
    """Queue a round; what is known to be wrong is refused now."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.SCREEN))
    confirm = tuple(f"{each.name}={each.value}@{each.source}" for each in asked.confirm)
    wanted = Wanted(known_standard(asked.standard, "body.standard"), asked.as_of, code, confirm)
    try:
        job = request_round(wanted=wanted, viewer=viewer, at=now())
    except (UnableToResolveParameters, UnableToReadConfirmation, UnableToUseStandard) as error:
        raise Refused(INVALID, errors=[Fault("body", said) for said in _said(error)]) from error
    return Status(ACCEPTED, job_one(job))


@router.post("/rounds/{int:number}/verification", response={ACCEPTED: JobOne}, operation_id="verify_round")
@needs(Act.SCREEN)
def verify_round(request: HttpRequest, number: Path[Number]) -> Status[JobOne]:
    """Queue the recomputation of a round; one that waits or runs is that one."""
    viewer = viewer_from(request)
    return Status(ACCEPTED, job_one(request_verification(round_=round_seen(viewer, number), viewer=viewer, at=now())))


def _said(error: Any) -> list[Label]:  # noqa: ANN401  three errors of the engine
    """Why the standard would not."""
    if isinstance(error, UnableToResolveParameters):
        return [Label(refusal.text("zh"), refusal.text("en")) for refusal in error.refusals]
    message = getattr(error, "message", None) or getattr(error, "problem", None)
    return [message if isinstance(message, Label) else Label(str(error), str(error))]
