"""The steps of an item. What is refused stays on record as an attempt, and the answer says why."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.ledger.actions import (
    ask_postponement,
    assign,
    confirm,
    decide_postponement,
    determine,
    return_item,
    submit,
    withdraw,
)
from diguan.domain.ledger.actions.handling import MOST_DAYS
from diguan.domain.ledger.choices import Closing, Refusal
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.queries import item_page
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.problems import problem
from diguan.rest.frame.steps import WithReason, WithWord, refused_step
from diguan.rest.frame.values import Day, Number
from diguan.rest.items.reading import one_of, router
from diguan.rest.items.shapes import ItemOne

# Refusals that are no fault of what was sent: by right, or by how things stand.
BY_RIGHT = frozenset({Refusal.ROLE, Refusal.RANK, Refusal.SAME_PERSON, Refusal.PROOF_BY_SAME_PERSON})
BY_STATE = frozenset({Refusal.STALE, Refusal.STATE})


class Determining(WithReason):
    """`days`: working days, where the standard gives none."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None


class Assigning(WithWord):
    """To which post of the chain."""

    post: Number


class Submitting(WithReason):
    """In which way it is solved, with which evidence (numbers); `verified_until`: the first day on which "verified" no longer holds."""

    closing: Literal["mended", "corrected", "verified", "accepted"]
    evidence: Annotated[list[Number], Field(max_length=50, default_factory=list)]
    verified_until: Day | None = None


class Postponing(WithReason):
    """Until which day."""

    until: Day


Step = Callable[..., Outcome]


def _taken(request: HttpRequest, number: int, step: Step, asked: Any, **more: Any) -> ItemOne | HttpResponse:  # noqa: ANN401  of a step
    """Take a step; the item as it stands then, or why not. A refused attempt is kept: nothing is rolled back."""
    viewer = viewer_from(request)
    outcome = step(item_id=number, version=asked.version, reason=asked.reason, actor=viewer, at=now(), **more)
    if outcome.code is not None:
        return problem(request, refused_step(outcome, outcome.code, BY_RIGHT, BY_STATE))
    return one_of(item_page(viewer, number, today()))


@router.post("/items/{int:number}/determine", response=ItemOne, operation_id="determine_item")
@needs(Act.DETERMINE)
def determine_item(request: HttpRequest, number: Path[Number], asked: Determining) -> Any:  # noqa: ANN401  an item or a problem
    """Say that a suspicion is a problem."""
    return _taken(request, number, determine, asked, days=asked.days)


@router.post("/items/{int:number}/assign", response=ItemOne, operation_id="assign_item")
@needs(Act.ASSIGN)
def assign_item(request: HttpRequest, number: Path[Number], asked: Assigning) -> Any:  # noqa: ANN401  an item or a problem
    """Give an item to a post."""
    return _taken(request, number, assign, asked, post_id=asked.post)


@router.post("/items/{int:number}/submit", response=ItemOne, operation_id="submit_item")
@needs(Act.HANDLE)
def submit_item(request: HttpRequest, number: Path[Number], asked: Submitting) -> Any:  # noqa: ANN401  an item or a problem
    """Report an item as solved, with its proof."""
    more = {"closing": Closing(asked.closing), "evidence": asked.evidence, "verified_until": asked.verified_until}
    return _taken(request, number, submit, asked, **more)


@router.post("/items/{int:number}/confirm", response=ItemOne, operation_id="confirm_item")
@needs(Act.CONFIRM)
def confirm_item(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an item or a problem
    """Be the second person of a closing."""
    return _taken(request, number, confirm, asked)


@router.post("/items/{int:number}/return", response=ItemOne, operation_id="return_item")
@needs(Act.CONFIRM)
def send_back(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an item or a problem
    """Send a closing back."""
    return _taken(request, number, return_item, asked)


@router.post("/items/{int:number}/ask-postponement", response=ItemOne, operation_id="ask_postponement")
@needs(Act.HANDLE)
def ask_for_time(request: HttpRequest, number: Path[Number], asked: Postponing) -> Any:  # noqa: ANN401  an item or a problem
    """Ask for more time."""
    return _taken(request, number, ask_postponement, asked, until=asked.until)


@router.post("/items/{int:number}/grant-postponement", response=ItemOne, operation_id="grant_postponement")
@needs(Act.APPROVE)
def grant_time(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an item or a problem
    """Grant more time."""
    return _taken(request, number, decide_postponement, asked, granted=True)


@router.post("/items/{int:number}/refuse-postponement", response=ItemOne, operation_id="refuse_postponement")
@needs(Act.APPROVE)
def refuse_time(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an item or a problem
    """Refuse more time."""
    return _taken(request, number, decide_postponement, asked, granted=False)


@router.post("/items/{int:number}/withdraw", response=ItemOne, operation_id="withdraw_item")
@needs(Act.WITHDRAW)
def withdraw_item(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an item or a problem
    """Take an item out of the ledger."""
    return _taken(request, number, withdraw, asked)
