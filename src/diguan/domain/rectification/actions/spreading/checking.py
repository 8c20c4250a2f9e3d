"""Where no condition sees it: every unit below is asked to look for itself by a day, replies with proof, and is accepted or asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.actions.opening import Reported, open_item
from diguan.domain.ledger.actions.opening.reported import IDENTITY
from diguan.domain.ledger.choices import Source
from diguan.domain.messages.actions.telling import notify
from diguan.domain.messages.wording import Word
from diguan.domain.rectification.actions.planning import check_text
from diguan.domain.rectification.actions.proving import files_last_given
from diguan.domain.rectification.actions.spreading.widening import problem_to_spread, record_spread
from diguan.domain.rectification.actions.stepping import Asked, Taking, take_step
from diguan.domain.rectification.choices import Linked, Refusal, SpreadKind, Step
from diguan.domain.rectification.models import Check, LinkedItem, Spread
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.refusals import StepRefused, UnableToRegister
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.queries import chart_of
from diguan.engine.documents import Label

KIND, SHOWN, LONGEST_FOUND, MOST_FOUND = "self_check", 60, 500, 200


@dataclass(frozen=True, slots=True)
class Asking:
    """A self-check. `region_code`: whose units one level below are asked; `criteria`: when what they find is mended."""

    region_code: str
    question: str
    criteria: str
    reply_by: date
    department: str = ""


@transaction.atomic
def ask_self_check(*, problem_id: int, asking: Asking, actor: Viewer, at: datetime) -> Spread:
    """Ask every unit one level below to look for a problem. UnableToRegister where there is none, or the day has passed."""
    problem = problem_to_spread(problem_id, actor)
    for name in ("question", "criteria"):
        check_text(getattr(asking, name), name)
    if not actor.may(Act.RECTIFY, asking.region_code) or not (units := _units(asking.region_code)):
        raise UnableToRegister(
            Label("没有这个地方、不归您布置，或没有下级", "no such place, not yours, or nothing is below it"),
            Label("选一个有下级的单位", "choose a unit that has others below it"),
            "region_code",
        )
    if asking.reply_by <= timezone.localdate(at):
        raise UnableToRegister(Label("回复期限须在今天之后", "the day of reply is yet to come"), None, "reply_by")
    spread = Spread.objects.create(
        problem=problem,
        kind=SpreadKind.SELF_CHECK,
        region_code=asking.region_code,
        department=asking.department,
        question=asking.question.strip(),
        criteria=asking.criteria.strip(),
        reply_by=asking.reply_by,
        begun_by=actor.account_id,
        at=at,
    )
    checks = Check.objects.bulk_create(
        [Check(spread=spread, region_code=unit, reply_by=asking.reply_by) for unit in units]
    )
    record_spread(spread, {"asked": len(checks)}, actor, at)
    _tell(spread, checks, at)
    return spread


def _units(region_code: str) -> list[str]:
    tree = region_tree()
    return [unit.code for unit in tree.children(region_code)] if region_code in tree else []


def _tell(spread: Spread, checks: Sequence[Check], at: datetime) -> None:
    """Whoever answers for each unit is told, where somebody with an account does."""
    chart = chart_of(spread.region_code, timezone.localdate(at))
    for check in checks:
        owner = chart.owner(check.region_code, spread.department)
        here = chart.links.get(owner.region_code, ()) if owner else ()
        account = next((link.account_id for link in here if owner and link.post.pk == owner.pk), None)
        if account is not None:
            words: dict[str, Word] = {"region": check.region_code, "on": check.reply_by}
            key = f"check:{check.pk}:asked"
            notify(account_id=account, kind="check_asked", key=key, about=f"check:{check.pk}", at=at, **words)


def reply_check(  # noqa: PLR0913  a reply has so many parts
    *,
    check_id: int,
    version: int,
    reason: str,
    found: Sequence[str] = (),
    evidence: Sequence[int] = (),
    actor: Viewer,
    at: datetime,
) -> Outcome:
    """Reply for a unit: how it looked, with proof, and what it found, one text a problem; each becomes an item of the ledger."""

    def work(taking: Taking) -> None:
        check = _own(taking)
        said = [line.strip() for line in found if line.strip()]
        _refuse_found(said)
        for line in said:
            _open(check, line, actor, at)
        check.words = reason.strip()
        check.found = check.links.count()
        check.replied_by, check.replied_role, check.replied_at = actor.account_id, str(taking.role), at
        taking.detail["found"] = len(said)

    return take_step(Asked(Step.REPLY_CHECK, check_id, version, actor, at, reason, tuple(evidence)), work)


def accept_check(*, check_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Be the second person of a reply."""

    def work(taking: Taking) -> None:
        check = _own(taking)
        taking.second_to(check.replied_by, check.replied_role, files_last_given(check, Step.REPLY_CHECK))
        check.accepted_by, check.accepted_at = actor.account_id, at

    return take_step(Asked(Step.ACCEPT_CHECK, check_id, version, actor, at, reason), work)


def return_check(*, check_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Ask a unit again, with the reason. What it found stays in the ledger."""

    def work(taking: Taking) -> None:
        check = _own(taking)
        taking.second_to(check.replied_by, check.replied_role)
        check.returns += 1
        check.replied_by, check.replied_role, check.replied_at = None, "", None

    return take_step(Asked(Step.RETURN_CHECK, check_id, version, actor, at, reason), work)


def _own(taking: Taking) -> Check:
    assert isinstance(taking.thing, Check)  # noqa: S101  the step is on a self-check
    return taking.thing


def _refuse_found(said: Sequence[str]) -> None:
    if len(said) > MOST_FOUND or any(len(line) > LONGEST_FOUND or IDENTITY.search(line) for line in said):
        raise StepRefused(Refusal.FOUND_UNNAMED, "found")


def _open(check: Check, line: str, actor: Viewer, at: datetime) -> None:
    """An item for what a unit found; the same words again are the same problem."""
    spread = check.spread
    reported = Reported(
        source=Source.MANUAL,
        kind=KIND,
        title=f"自查发现：{line[:SHOWN]}",
        explanation=line,
        region_code=check.region_code,
        department=spread.department,
        criteria=spread.criteria,
        key=f"self_check|{check.pk}|{sha256(line.encode()).hexdigest()}",
    )
    act = Act.HANDLE if actor.may(Act.HANDLE, check.region_code) else Act.RECTIFY
    item = open_item(reported=reported, act=act, actor=actor, at=at).item
    LinkedItem.objects.get_or_create(
        problem_id=spread.problem_id,
        item=item,
        defaults={"how": Linked.FOUND, "spread": spread, "check_of": check, "at": at},
    )
