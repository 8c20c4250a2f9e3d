"""From one problem to all of its kind: self-checks of the units below."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.actions.spreading import ask_self_check
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.choices import TEXT_LENGTH
from diguan.domain.regions.queries import resolve_region
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Word
from diguan.rest.rectification.reading import router
from diguan.rest.rectification.shapes import SpreadOne, spread_one

CREATED = 201
Given = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH, pattern=PLAIN)]


class CheckAsked(Asked):
    """Of whose units one level below, what they look for, when what they find is mended, by when they reply."""

    region_code: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    question: Given
    criteria: Given
    reply_by: Day
    department: Word = ""


@router.post(
    "/rectification/problems/{int:number}/self-checks",
    response={CREATED: SpreadOne},
    operation_id="ask_self_check",
)
@needs(Act.RECTIFY)
def ask(request: HttpRequest, number: Path[Number], asked: CheckAsked) -> Status[SpreadOne]:
    """Ask every unit below to look for itself."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.RECTIFY))
    asking = Asking(code, asked.question, asked.criteria, asked.reply_by, asked.department)
    spread = ask_self_check(problem_id=number, asking=asking, actor=viewer, at=now())
    checks = spread.checks.select_related("spread").order_by("region_code")
    return Status(CREATED, spread_one(spread, checks))
