"""Cases are given to somebody who is to look again. Whoever is inside the chain is refused, and the attempt stays on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.audit.actions import append_audit
from diguan.domain.calendar.queries import add_working_days
from diguan.domain.lookback.choices import Barred, Inside
from diguan.domain.lookback.models import Assignment, Case
from diguan.domain.lookback.queries.insiders import insiders
from diguan.domain.lookback.refusals import UnableToFindLookback
from diguan.domain.messages.actions.telling import notify
from diguan.domain.regions.queries import within
from diguan.engine.documents import Label
from diguan.locale import texts

Why = Inside | Barred


@dataclass(frozen=True, slots=True)
class Given:
    """What became of an attempt to give a case: `reasons` are empty where it was given."""

    case: Case
    reasons: tuple[Why, ...]


@transaction.atomic
def give_cases(*, case_ids: Sequence[int], username: str, actor: Viewer, at: datetime) -> tuple[Given, ...]:
    """Give cases to an account by its name of sign-in, each by itself. UnableToFindLookback where one is none of the actor's: then none is.

    A case that somebody has already goes to the new one; its time begins anew.
    """
    wanted = list(dict.fromkeys(case_ids))
    found = scoped(Case.objects.filter(pk__in=wanted), actor, Act.LOOK_BACK)
    cases = list(found.select_for_update(of=("self",)).select_related("plan", "item").order_by("plan_id", "place"))
    if not wanted or len(cases) != len(wanted):
        raise UnableToFindLookback
    account = _account(username, actor)
    given = tuple(_give(case, account, actor, at) for case in cases)
    count = sum(not each.reasons for each in given)
    if account is not None and count:
        plan = cases[0].plan
        key = f"lookback:given:{plan.pk}:{at.isoformat()}"
        words: dict[str, int | str | date] = {"count": count, "region": plan.region_code}
        notify(account_id=account.pk, kind="lookback_given", key=key, about="lookback", at=at, **words)
    return given


def _account(username: str, actor: Viewer) -> Account | None:
    """The account, where it belongs to a unit in which the actor may look back: others are answered like none."""
    found = Account.objects.filter(username=username.strip().lower()).first()
    return found if found is not None and within(found.region_code, actor.scopes(Act.LOOK_BACK)) else None


def _give(case: Case, account: Account | None, actor: Viewer, at: datetime) -> Given:
    reasons = why_not(case, account, localdate(at))
    due = add_working_days(localdate(at), case.plan.days, case.region_code)
    if not reasons and account is not None:
        case.inspector, case.given_by, case.given_at = account.pk, actor.account_id, at
        case.due_on, case.due_known = due.on, due.known
        case.version += 1
        case.save(update_fields=["inspector", "given_by", "given_at", "due_on", "due_known", "version"])
    keep_attempt(case, account.pk if account else None, reasons, actor.account_id, at)
    return Given(case, reasons)


def why_not(case: Case, account: Account | None, on: date) -> tuple[Why, ...]:
    """Why a case is not given to an account on a day; nothing where it may be."""
    if case.outcome:
        return (Barred.DONE,)
    if account is None or not account.is_active:
        return (Barred.NO_ACCOUNT,)
    if not viewer_of(account.pk, on).may(Act.SEE):
        return (Barred.NO_RIGHT,)
    return insiders(case.item, on).get(account.pk, ())


def keep_attempt(case: Case, inspector: int | None, reasons: Sequence[Why], actor: int, at: datetime) -> None:
    """The attempt with its outcome, and its line in the record of acts."""
    Assignment.objects.create(
        case=case,
        inspector=inspector,
        actor=actor,
        accepted=not reasons,
        reasons=[str(why) for why in reasons],
        due_on=None if reasons else case.due_on,
        at=at,
    )
    append_audit(
        actor=actor,
        action="refuse_lookback" if reasons else "give_lookback",
        subject="lookback_case",
        subject_id=str(case.pk),
        region_code=case.region_code,
        detail={"account": inspector, "refusal": ", ".join(str(why) for why in reasons) or None},
        at=at,
    )


def said_of(reasons: Sequence[Why]) -> Label:
    """Reasons in words."""
    said = texts("lookback")
    words = [said[f"{'barred' if isinstance(why, Barred) else 'inside'}.{why}"] for why in reasons]
    return Label("、".join(word.zh for word in words), ", ".join(word.en for word in words))
