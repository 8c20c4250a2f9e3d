"""A problem is reported as mended, and accepted or returned by a second person.

What closes is the ledger's: a problem with criteria is submitted and confirmed there in the same transaction; of one with an indicator
every item has been closed there, and the standard is asked once more on the day of acceptance.
"""

from collections.abc import Sequence
from datetime import date, datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.ledger import actions as ledger
from diguan.domain.ledger.choices import Closing, State
from diguan.domain.ledger.judging import ask
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome as LedgerOutcome
from diguan.domain.rectification.actions.proving import files_last_given
from diguan.domain.rectification.actions.stepping import Asked, Taking, take_step
from diguan.domain.rectification.choices import CheckState, Linked, Refusal, SpreadKind, StageState, Step
from diguan.domain.rectification.models import Check, Problem, Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.refusals import StepRefused

JUDGED = (Closing.MENDED, Closing.CORRECTED)


def report(
    *, problem_id: int, version: int, reason: str, evidence: Sequence[int] = (), actor: Viewer, at: datetime
) -> Outcome:
    """Say that a problem is mended, with the proof of the whole."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        _refuse_unfinished(problem)
        items = own_items(problem)
        if problem.criteria:
            _submit(items[0], reason, evidence, actor, at)
        else:
            _refuse_living(items)
        problem.reported_by, problem.reported_role, problem.reported_at = actor.account_id, str(taking.role), at

    return take_step(Asked(Step.REPORT, problem_id, version, actor, at, reason, tuple(evidence)), work)


def accept(*, problem_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Be the second person of a problem. What the ledger or the standard says no to is not accepted."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        taking.second_to(problem.reported_by, problem.reported_role, files_last_given(problem, Step.REPORT))
        _refuse_unfinished(problem)
        items = own_items(problem)
        if problem.criteria and items[0].state == State.SUBMITTED:
            _heed(ledger.confirm(item_id=items[0].pk, version=items[0].version, reason=reason, actor=actor, at=at))
            items = own_items(problem)
        _refuse_living(items)
        _ask_again(items, taking.today)
        problem.accepted_by, problem.accepted_at = actor.account_id, at

    return take_step(Asked(Step.ACCEPT, problem_id, version, actor, at, reason), work)


def return_problem(*, problem_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Send a report back with the reason; its item in the ledger goes back with it."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        taking.second_to(problem.reported_by, problem.reported_role)
        items = own_items(problem)
        if problem.criteria and items[0].state == State.SUBMITTED:
            _heed(ledger.return_item(item_id=items[0].pk, version=items[0].version, reason=reason, actor=actor, at=at))
        problem.returns += 1
        problem.reported_by, problem.reported_role, problem.reported_at = None, "", None

    return take_step(Asked(Step.RETURN, problem_id, version, actor, at, reason), work)


def own_items(problem: Problem) -> list[Item]:
    """The items of the ledger that are the problem itself."""
    own = problem.links.filter(how=Linked.OWN).values("item_id")
    return list(Item.objects.filter(pk__in=own).order_by("id"))


def _own(taking: Taking) -> Problem:
    assert isinstance(taking.thing, Problem)  # noqa: S101  the step is on a problem
    return taking.thing


def _refuse_unfinished(problem: Problem) -> None:
    stages = Stage.objects.filter(task__problem=problem).exclude(state=StageState.ACCEPTED)
    if number := stages.count():
        raise StepRefused(Refusal.STAGES_OPEN, stages=number)
    unasked = problem.spreads.filter(kind=SpreadKind.EXPRESSION, run_at=None)
    checks = Check.objects.filter(spread__problem=problem).exclude(state=CheckState.ACCEPTED)
    if number := unasked.count() + checks.count():
        raise StepRefused(Refusal.CHECKS_OPEN, checks=number)


def _refuse_living(items: Sequence[Item]) -> None:
    living = [item for item in items if item.state not in (State.CLOSED, State.WITHDRAWN)]
    if living:
        raise StepRefused(Refusal.ITEMS_OPEN, items=len(living))
    if all(item.state == State.WITHDRAWN for item in items):
        raise StepRefused(Refusal.ITEMS_WITHDRAWN)


def _submit(item: Item, reason: str, evidence: Sequence[int], actor: Viewer, at: datetime) -> None:
    """In the ledger as well, where nobody has yet."""
    if item.state == State.WITHDRAWN:
        raise StepRefused(Refusal.ITEMS_WITHDRAWN)
    if item.state in (State.OPEN, State.SUSPECTED):
        outcome = ledger.submit(
            item_id=item.pk,
            version=item.version,
            closing=Closing.ACCEPTED,
            reason=reason,
            evidence=evidence,
            actor=actor,
            at=at,
        )
        _heed(outcome)


def _heed(outcome: LedgerOutcome) -> None:
    if outcome.code is not None:
        raise StepRefused(Refusal.LEDGER, ledger=str(outcome.code))


def _ask_again(items: Sequence[Item], on: date) -> None:
    """What was closed as mended or corrected still is; what was verified still holds."""
    for item in items:
        if item.state == State.CLOSED and item.closing in JUDGED:
            refusal = ask(item, on).refusal
            if refusal is not None:
                raise StepRefused(Refusal.STANDARD, ledger=str(refusal), item=item.number)
        if item.verified_until is not None and item.verified_until <= on:
            raise StepRefused(Refusal.STANDARD, ledger="expiry", item=item.number)
