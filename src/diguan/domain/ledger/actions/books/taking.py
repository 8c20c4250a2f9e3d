"""What a workbook asks for is tried first, then submitted: by the same step as on the pages, which may refuse it. Nothing closes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.queries import evidence
from diguan.domain.ledger.actions.books.returned import Line, Proposal
from diguan.domain.ledger.actions.closing import submit
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.refusals import UnableToFindItem
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.regions.queries import tops
from diguan.engine.documents import Label
from diguan.locale import texts


def weigh_book(*, proposals: Sequence[Proposal], actor: Viewer, at: datetime) -> tuple[Line, ...]:
    """What would become of each: the step is taken and undone, so that nothing of it is left and nothing is guessed."""
    lines = []
    for proposal in proposals:
        with transaction.atomic():
            lines.append(submitted(proposal, actor, at, preview=True))
            transaction.set_rollback(True)
    return tuple(lines)


def take_book(*, proposals: Sequence[Proposal], actor: Viewer, at: datetime) -> tuple[Line, ...]:
    """Submit each by itself; what is refused says why, and the attempt stays on record like any other."""
    lines = tuple(submitted(proposal, actor, at) for proposal in proposals)
    audit_book(lines, actor, at, subject="account", subject_id=str(actor.account_id))
    return lines


def audit_book(lines: Iterable[Line], actor: Viewer, at: datetime, *, subject: str, subject_id: str) -> None:
    """Keep on record that somebody handed a workbook in, and how many of its rows were submitted."""
    kinds = Counter(line.kind for line in lines)
    append_audit(
        actor=actor.account_id,
        action="hand_in_ledger_book",
        subject=subject,
        subject_id=subject_id,
        region_code=unit_of(actor),
        detail={"submitted": kinds["submitted"], "refused": kinds.total() - kinds["submitted"]},
        at=at,
    )


def unit_of(actor: Viewer) -> str:
    """The code of the first unit that somebody handles, or sees."""
    units = tops(actor.scopes(Act.HANDLE)) or tops(actor.scopes(Act.SEE))
    return units[0].code if units else ""


def submitted(
    proposal: Proposal, actor: Viewer, at: datetime, *, preview: bool = False, book: int | None = None
) -> Line:
    """Submit what a row asks for. `book`: the job that works through the workbook; its event names it."""
    said, where, closing = proposal.reason, proposal.where, proposal.closing
    until = _until(proposal, timezone.localdate(at)) if closing is Closing.VERIFIED else None
    files = _files(proposal, actor)
    if len(files) < len(proposal.files):
        return Line("refused", proposal.number, where, said, texts("books").both("why.unknown_file"))
    try:
        outcome = submit(
            item_id=proposal.item_id,
            version=proposal.version,
            closing=closing,
            reason=said,
            evidence=files,
            verified_until=until,
            book=book,
            actor=actor,
            at=at,
        )
    except UnableToFindItem as error:
        return Line("refused", proposal.number, where, said, error.message)
    return told(proposal, outcome, preview=preview)


def told(proposal: Proposal, outcome: Outcome, *, preview: bool) -> Line:
    """How the step of a row ended."""
    said, where = proposal.reason, proposal.where
    if outcome.refusal is None:
        why = texts("books")[f"closing.{proposal.closing}"]
        return Line("ready" if preview else "submitted", proposal.number, where, said, why)
    hint = outcome.hint or Label("", "")
    why = Label(*(f"{outcome.refusal[x]}；{hint[x]}" for x in ("zh", "en")))
    return Line("refused", proposal.number, where, said, why)


def _files(proposal: Proposal, actor: Viewer) -> list[int]:
    """The newest piece of evidence of each name that the actor sees; whether it may prove this item is asked at the step."""
    found = (evidence(actor).filter(sha256__startswith=name).values_list("pk", flat=True) for name in proposal.files)
    return [number for numbers in found if (number := numbers.first()) is not None]


def _until(proposal: Proposal, today: date) -> date:
    """Verified holds as long as the standard of the item allows."""
    standard = Item.objects.filter(pk=proposal.item_id).values_list("standard", flat=True).first()
    return today + deadlines_of(standard or "", today).verified
