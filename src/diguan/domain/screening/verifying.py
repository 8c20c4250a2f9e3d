"""Recomputing a recorded round: asked for by whoever may screen its region, done by a job, its result on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import ENDED
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.choices import VERIFY_JOB
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of
from diguan.engine.documents import Label
from diguan.engine.screening import verify_round
from diguan.engine.screening.folder import file_hash

MOST_TOLD = 20


class UnableToVerifyRound(UnableToAct):
    """Somebody asks for it who may not screen the region."""


def verifications(round_: Round) -> list[Job]:
    """Jobs that recompute a round, the newest first."""
    return list(Job.objects.filter(kind=VERIFY_JOB, arguments__round=round_.pk).order_by("-id")[:1])


@transaction.atomic
def request_verification(*, round_: Round, viewer: Viewer, at: datetime) -> Job:
    """Queue the recomputation of a round; one that waits or runs is that one. UnableToVerifyRound."""
    if not viewer.may(Act.SCREEN, round_.region_code):
        raise UnableToVerifyRound(Label("您不能核验这一轮", "you may not verify this round"))
    running = next((job for job in verifications(round_) if job.state not in ENDED), None)
    return running or enqueue_job(
        kind=VERIFY_JOB,
        arguments={"round": round_.pk},
        region_code=round_.region_code,
        actor=viewer.account_id,
        at=at,
    )


def verify_recorded(*, round_id: int, actor: int | None, at: datetime) -> Mapping[str, Any]:
    """Recompute a round from what lies in its folder, and compare its seal with the one on record. What differs, the first few."""
    round_ = Round.objects.get(pk=round_id)
    record = folder_of(round_) / "round.json"
    sealed = record.is_file() and file_hash(record) == round_.sha256
    found = verify_round(folder_of(round_))
    problems = [{"file": p.file, "zh": p.message.zh, "en": p.message.en} for p in found.problems]
    ok = found.ok and sealed
    append_audit(
        actor=actor,
        action="verify_round",
        subject="round",
        subject_id=str(round_.pk),
        region_code=round_.region_code,
        detail={"ok": ok, "problems": len(problems)},
        at=at,
    )
    return {"ok": ok, "sealed": sealed, "count": len(problems), "found": problems[:MOST_TOLD]}
