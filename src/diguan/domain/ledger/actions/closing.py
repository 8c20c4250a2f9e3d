"""A closing is submitted with its proof, and confirmed or returned by a second person. The standard is asked both times."""

from collections.abc import Sequence
from datetime import date, datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.actions.handling import forget_closing, forget_postponement
from diguan.domain.ledger.actions.proving import keep_files, proven, read_files
from diguan.domain.ledger.actions.stepping import Asked, Taking, take_step
from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.judging import Rest
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.refusals import StepRefused


def submit(  # noqa: PLR0913  a closing has so many parts
    *,
    item_id: int,
    version: int,
    closing: Closing,
    reason: str,
    evidence: Sequence[int] = (),
    verified_until: date | None = None,
    book: int | None = None,
    actor: Viewer,
    at: datetime,
) -> Outcome:
    """Report an item as solved, in one of the four ways, with its proof. `verified_until`: the first day on which it no longer holds.

    `book`: number of the job that works through a workbook in which this is asked for.

    A suspicion is dismissed in the same way, as verified: there is no door without a second person.
    """
    asked = Asked(Step.SUBMIT, item_id, version, actor, at, reason, tuple(evidence), book)

    def work(taking: Taking) -> None:
        item = taking.item
        taking.detail["closing"] = str(closing)
        files = read_files(item, evidence, actor)
        item.closing, item.verified_until = closing, verified_until if closing is Closing.VERIFIED else None
        _tell(taking, proven(item, closing, files, taking.today))
        item.submitted_at, item.submitted_by, item.submitted_role = at, actor.account_id, str(taking.role)
        keep_files(item, files, at)

    return take_step(asked, work)


def confirm(*, item_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Be the second person: somebody above the first, who recorded none of the proof. What the standard said then is asked again."""

    def work(taking: Taking) -> None:
        item, closing = taking.item, Closing(taking.item.closing)
        taking.detail["closing"] = str(closing)
        taking.second_to(item.submitted_by, item.submitted_role)
        files = _files_of_submission(item)
        rests = proven(item, closing, files, taking.today)
        recorders = {row.uploaded_by for row in files} | {rest.recorded_by for rest in rests}
        if actor.account_id in recorders:
            raise StepRefused(Refusal.PROOF_BY_SAME_PERSON)
        _tell(taking, rests)
        forget_postponement(item)
        item.closed_at, item.ended_on = at, taking.today

    return take_step(Asked(Step.CONFIRM, item_id, version, actor, at, reason), work)


def return_item(*, item_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Send a closing back to where it came from, with the reason: the second person says no."""

    def work(taking: Taking) -> None:
        item = taking.item
        taking.detail["closing"] = item.closing
        taking.second_to(item.submitted_by, item.submitted_role)
        item.state = State.SUSPECTED if item.determined_at is None else State.OPEN
        item.returns += 1
        forget_closing(item)

    return take_step(Asked(Step.RETURN, item_id, version, actor, at, reason), work)


def _files_of_submission(item: Item) -> list[Evidence]:
    """The files that were handed in with the submission that waits."""
    submission = item.events.filter(act=Step.SUBMIT, accepted=True).order_by("-id").first()
    return list(Evidence.objects.filter(pk__in=submission.evidence)) if submission else []


def _tell(taking: Taking, rests: Sequence[Rest]) -> None:
    """Which rows the closing rests on, and which said something else: numbers alone, the values stay in the registry."""
    taking.detail["fields"] = sorted({rest.field for rest in rests})
    taking.detail["observations"] = sorted({rest.observation for rest in rests})
    taking.detail["others"] = sorted({other for rest in rests for other in rest.others})
