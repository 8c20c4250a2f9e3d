"""Once a day: cases whose problem came back are decided, and whoever is to look again is told of what is due, then whoever gave it.

The stages are those of the deadlines of problems. Nothing is told twice: every message has a key of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from diguan.domain.calendar.queries import working_days_between
from diguan.domain.fieldwork.reminders import load_reminders
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.models import Event
from diguan.domain.lookback.actions.looking import settle
from diguan.domain.lookback.models import Case
from diguan.domain.messages.actions.telling import notify


@dataclass(frozen=True, slots=True)
class Told:
    """`settled`: cases that were decided because the problem came back; `told`: messages."""

    settled: int = 0
    told: int = 0


@transaction.atomic
def tell_of_lookback(*, on: date, at: datetime) -> Told:
    """The work of a day. Begun again it tells what was not told yet."""
    back = Event.objects.filter(item=OuterRef("item"), act=Step.REBOUND, pk__gt=OuterRef("closed_by"))
    waiting = Case.objects.filter(outcome="").select_related("item")
    settled = [settle(case, at) for case in waiting.filter(Exists(back)).select_for_update(of=("self",)).order_by("pk")]
    given = waiting.filter(inspector__isnull=False).order_by("pk")
    return Told(len(settled), sum(_tell(case, on, at) for case in given))


def _tell(case: Case, on: date, at: datetime) -> bool:
    assert case.due_on is not None  # noqa: S101  a case that was given is due
    to_go = working_days_between(on, case.due_on, case.region_code)
    stage = load_reminders().passed(to_go)
    if stage is None:
        return False
    account = case.inspector if stage.up == 0 else case.given_by
    if account is None:
        return False
    words: dict[str, int | str | date] = {"number": case.item.number, "region": case.region_code, "days": abs(to_go)}
    kind = "lookback_due" if to_go >= 0 else "lookback_overdue"
    key = f"lookback:{case.pk}:{case.due_on}:{stage.rank}"
    return notify(account_id=account, kind=kind, key=key, about="lookback", at=at, **words)
