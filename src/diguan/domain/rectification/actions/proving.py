"""Files as proof: of the place, and no photo that proves two things."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.queries import evidence
from diguan.domain.rectification.choices import Refusal, Step
from diguan.domain.rectification.models import Check, Event, Problem, Proof, Stage
from diguan.domain.rectification.refusals import StepRefused
from diguan.domain.regions.queries import subtree, within

PHOTO = "image/"


def files_of(
    thing: Problem | Stage | Check, region_code: str, numbers: Sequence[int], actor: Viewer
) -> Sequence[Evidence]:
    """The files of these numbers; StepRefused where one is of another place, or a photo that proves something else already."""
    if not numbers:
        return ()
    found = list(evidence(actor).filter(pk__in=list(numbers)))
    if len(found) != len(set(numbers)):
        raise StepRefused(Refusal.EVIDENCE_ELSEWHERE, "evidence")
    for row in found:
        if not within(region_code, (subtree(row.region_code),)):
            raise StepRefused(Refusal.EVIDENCE_ELSEWHERE, "evidence")
        if _used(thing, row):
            raise StepRefused(Refusal.EVIDENCE_USED, "evidence")
    return found


def _used(thing: Problem | Stage | Check, row: Evidence) -> bool:
    """Whether a photo, by its content, is the proof of something else. A list or minutes may prove many things."""
    if not row.media_type.startswith(PHOTO):
        return False
    same = Proof.objects.filter(Q(evidence__sha256=row.sha256) | Q(evidence__given_sha256=row.given_sha256))
    return same.exclude(**_place(thing)).exists()


def _place(thing: Problem | Stage | Check) -> dict[str, object]:
    if isinstance(thing, Stage):
        return {"stage": thing}
    return {"check_of": thing} if isinstance(thing, Check) else {"problem": thing}


def keep_files(problem: Problem, thing: Problem | Stage | Check, files: Sequence[Evidence], at: datetime) -> None:
    """The files are proof of the thing from now on."""
    stage = thing if isinstance(thing, Stage) else None
    check = thing if isinstance(thing, Check) else None
    for row in files:
        Proof.objects.get_or_create(problem=problem, stage=stage, check_of=check, evidence=row, defaults={"at": at})


def files_last_given(thing: Problem | Stage | Check, step: Step) -> list[Evidence]:
    """The files that were handed in with the last step of a kind that was taken."""
    own = {"problem": thing, "stage": None, "check_of": None} if isinstance(thing, Problem) else _place(thing)
    last = Event.objects.filter(act=step, accepted=True, **own).order_by("-id").first()
    return list(Evidence.objects.filter(pk__in=last.evidence)) if last else []
