"""A large workbook is worked through row by row, by a job. Begun again after a kill, it goes on where it was: nothing is asked for twice.

Every row is a step of its own; its event names the job, so that events say what is done already.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions.books.returned import Line, Proposal
from diguan.domain.ledger.actions.books.taking import audit_book, submitted, told
from diguan.domain.ledger.choices import Refusal, Step
from diguan.domain.ledger.models import Event
from diguan.domain.ledger.outcome import Outcome

AT_ONCE = 500  # items in one question
Progress = Callable[[str, int, int], None]


def try_rows(*, proposals: Sequence[Proposal], actor: Viewer, at: datetime, progress: Progress) -> Iterator[Line]:
    """What would become of each row: its step is taken and undone."""
    for place, proposal in enumerate(proposals):
        progress("trying", place, len(proposals))
        with transaction.atomic():
            line = submitted(proposal, actor, at, preview=True)
            transaction.set_rollback(True)
        yield line


def submit_rows(
    *, proposals: Sequence[Proposal], job_id: int, actor: Viewer, at: datetime, progress: Progress
) -> Iterator[Line]:
    """Submit row by row. What the job has done before it was interrupted is told from its events and not done again."""
    done = dict(_done(proposals, job_id))
    for place, proposal in enumerate(proposals):
        progress("submitting", place, len(proposals))
        event = done.get(proposal.item_id)
        yield submitted(proposal, actor, at, book=job_id) if event is None else _told_of(event, proposal)


def record_rows(*, lines: Iterable[Line], job_id: int, actor: Viewer, at: datetime) -> None:
    """One line in the record of acts for the whole workbook, once."""
    if recorded(job_id) is None:
        audit_book(lines, actor, at, subject="job", subject_id=str(job_id))


def recorded(job_id: int) -> Mapping[str, int] | None:
    """How many rows of a workbook were submitted and refused, as the record of acts has it; None before."""
    found = Entry.objects.filter(action="hand_in_ledger_book", subject="job", subject_id=str(job_id))
    detail = found.values_list("detail", flat=True).first()
    return None if detail is None else json.loads(detail)


def counted(lines: Iterable[Line]) -> Mapping[str, int]:
    """How many lines of each kind."""
    return dict(sorted(Counter(str(line.kind) for line in lines).items()))


def _done(proposals: Sequence[Proposal], job_id: int) -> Iterator[tuple[int, Event]]:
    numbers = sorted(proposal.item_id for proposal in proposals)
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        found = Event.objects.filter(item_id__in=part, act=Step.SUBMIT, detail__book=job_id).select_related("item")
        yield from ((event.item_id, event) for event in found)


def _told_of(event: Event, proposal: Proposal) -> Line:
    return told(proposal, Outcome(event.item, Refusal(event.refusal) if event.refusal else None), preview=False)
