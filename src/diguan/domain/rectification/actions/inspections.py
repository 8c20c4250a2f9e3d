"""An inspection is registered: who looked, when, the paper that says what they found, and who answers for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.queries import evidence
from diguan.domain.rectification.choices import PAPER_LENGTH, TITLE_LENGTH, InspectionKind
from diguan.domain.rectification.models import Inspection
from diguan.domain.rectification.refusals import UnableToRegister
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the paper of an inspection says about itself. `evidence_id`: the paper as a file; `synthetic`: an example, no real paper."""

    kind: InspectionKind
    title: str
    inspected_by: str
    paper_number: str
    paper_on: date
    region_code: str
    since_on: date | None = None
    until_on: date | None = None
    evidence_id: int | None = None
    synthetic: bool = False


@transaction.atomic
def register_inspection(*, feedback: Feedback, actor: Viewer, at: datetime) -> Inspection:
    """Register an inspection. UnableToRegister: the unit is none of the actor's, the paper is there already, something is missing."""
    if not actor.may(Act.RECTIFY, feedback.region_code):
        raise UnableToRegister(
            Label("没有这个地方，或不归您登记", "there is no such place, or you may not register for it"),
            None,
            "region_code",
        )
    _check(feedback, actor, timezone.localdate(at))
    made = Inspection.objects.create(
        kind=feedback.kind,
        title=feedback.title.strip(),
        inspected_by=feedback.inspected_by.strip(),
        paper_number=feedback.paper_number.strip(),
        paper_on=feedback.paper_on,
        since_on=feedback.since_on,
        until_on=feedback.until_on,
        region_code=feedback.region_code,
        evidence_id=feedback.evidence_id,
        synthetic=feedback.synthetic,
        registered_by=actor.account_id,
        at=at,
    )
    append_audit(
        actor=actor.account_id,
        action="register_inspection",
        subject="inspection",
        subject_id=str(made.pk),
        region_code=made.region_code,
        detail={"kind": str(feedback.kind), "evidence": feedback.evidence_id},
        at=at,
    )
    return made


def _check(feedback: Feedback, actor: Viewer, today: date) -> None:
    for name, most in (("title", TITLE_LENGTH), ("inspected_by", TITLE_LENGTH), ("paper_number", PAPER_LENGTH)):
        if not 0 < len(getattr(feedback, name).strip()) <= most:
            raise UnableToRegister(
                Label(f"没有写，或超过 {most} 字", f"nothing was given, or more than {most} characters"), None, name
            )
    if feedback.paper_on > today:
        raise UnableToRegister(
            Label("文件日期在今天之后", "the paper is dated after today"),
            Label("填文件上的日期", "give the day on the paper"),
            "paper_on",
        )
    if feedback.since_on and feedback.until_on and feedback.until_on < feedback.since_on:
        raise UnableToRegister(Label("检查结束早于开始", "the inspection ends before it begins"), None, "until_on")
    known = Inspection.objects.filter(region_code=feedback.region_code, paper_number=feedback.paper_number.strip())
    if known.exists():
        raise UnableToRegister(
            Label("这份文件已登记", "this paper is registered already"),
            Label("在已登记的检查下添加问题", "add problems to the inspection that is there"),
            "paper_number",
        )
    if feedback.evidence_id is not None and not evidence(actor).filter(pk=feedback.evidence_id).exists():
        raise UnableToRegister(Label("没有这份材料", "there is no such file"), None, "evidence")
