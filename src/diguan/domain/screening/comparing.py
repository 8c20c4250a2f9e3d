"""Recorded rounds side by side, and a standard laid over a recorded round before anybody adopts it: asked for, done by a job, on record."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.db import transaction

import diguan
from diguan.comparing import ComparisonResult
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_name, region_tree
from diguan.domain.screening.choices import COMPARE_JOB
from diguan.domain.screening.kept import kept_round
from diguan.domain.screening.models import Round
from diguan.domain.screening.packs import pack_of
from diguan.domain.screening.queries import folder_of, rounds
from diguan.engine.documents import Label
from diguan.engine.standards.confirmations import parse_confirmation
from diguan.engine.standards.parameters import require_in_force, resolve_parameters
from diguan.exchange.comparison.listing import LISTING
from diguan.exchange.comparison.model import PLACE_MEASURES, PlaceLines, Progress, StepFigures
from diguan.exchange.comparison.papers import PAGE, WORKBOOK
from diguan.exchange.comparison.places import foremost, movement_of_place, place_name

PAIR = ("before", "after")
FINDINGS = ("before", "after", "came", "went", "stayed", "households_in", "households_out")
PLACE_FIGURES = PLACE_MEASURES[:10]
MOST_PLACES = 100
PAPERS = (WORKBOOK, PAGE)
MOST_LISTED = 10
Tell = Callable[[str, int, int], None]


class UnableToCompare(UnableToAct):
    """Not two different rounds that the viewer sees whole, or not a standard that can judge on the day."""


def comparisons(viewer: Viewer) -> list[Job]:
    """Comparisons of rounds that the viewer sees whole, newest first."""
    seen = set(rounds(viewer).values_list("pk", flat=True))
    found = Job.objects.filter(kind=COMPARE_JOB).order_by("-id")[: 10 * MOST_LISTED]
    return [job for job in found if set(job.arguments["rounds"]) <= seen][:MOST_LISTED]


def comparison_of(viewer: Viewer, number: int) -> Job | None:
    """One comparison; None where there is none that the viewer may see."""
    job = Job.objects.filter(pk=number, kind=COMPARE_JOB).first()
    if job is None:
        return None
    wanted = set(job.arguments["rounds"])
    return job if rounds(viewer).filter(pk__in=wanted).count() == len(wanted) else None


def paper_of(job: Job, name: str) -> Path | None:
    """A paper of a finished comparison; None where there is none of that name."""
    path = _folder(job.pk) / name
    return path if name in PAPERS and job.state == State.DONE and path.is_file() else None


def listing_of(job: Job) -> Path | None:
    """The list of single differences of a finished comparison; None where none was written."""
    path = _folder(job.pk) / LISTING
    return path if job.state == State.DONE and path.is_file() else None


@transaction.atomic
def request_comparison(*, numbers: tuple[int, int], viewer: Viewer, at: datetime) -> Job:
    """Queue the comparison of two rounds, from the earlier day to the later. UnableToCompare."""
    found = sorted(rounds(viewer).filter(pk__in=numbers), key=lambda round_: (round_.as_of, round_.pk))
    if len(found) != len(PAIR):
        raise UnableToCompare(
            Label("要比较的不是您看得到的两轮", "these are not two rounds that you see whole"),
            Label("请选两个不同的轮次", "choose two different rounds"),
            "after",
        )
    return _enqueue({"rounds": [round_.pk for round_ in found]}, found, viewer, at)


@transaction.atomic
def request_weighing(*, round_: Round, standard: str, confirm: tuple[str, ...], viewer: Viewer, at: datetime) -> Job:
    """Queue the effect of a standard in place of the one that a round judged by, on the round's own facts and day.

    UnableToCompare where the viewer may not screen there; whatever is wrong with the standard or a confirmation, by its own name.
    """
    if not viewer.may(Act.SCREEN, round_.region_code):
        raise UnableToCompare(Label("您不能在这个区划试算标准", "you may not weigh standards in this region"))
    pack = pack_of(standard)
    require_in_force(pack, round_.as_of)
    resolve_parameters(pack, round_.as_of, [parse_confirmation(said) for said in confirm]).or_refuse()
    arguments = {"rounds": [round_.pk], "standard": standard, "confirm": list(confirm)}
    return _enqueue(arguments, [round_], viewer, at)


def _enqueue(arguments: Mapping[str, Any], compared: Iterable[Round], viewer: Viewer, at: datetime) -> Job:
    """The region of the job is that of the wider round."""
    widest = min(compared, key=lambda round_: region_tree().form.scheme.level_number(round_.region_code))
    return enqueue_job(
        kind=COMPARE_JOB,
        arguments=arguments,
        region_code=widest.region_code,
        lane=COMPARE_JOB,
        actor=viewer.account_id,
        at=at,
    )


def compare_recorded(
    *, job_id: int, arguments: Mapping[str, Any], actor: int | None, at: datetime, tell: Tell
) -> Mapping[str, Any]:
    """Compare, write the papers (masked), and what stands on the page. Begun again after a kill it writes them anew. UnableToTrustRound."""
    found = {round_.pk: round_ for round_ in Round.objects.filter(pk__in=arguments["rounds"])}
    compared = [found[number] for number in arguments["rounds"]]
    kept = [kept_round(round_) for round_ in compared]
    out = _folder(job_id)
    rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    recipient = region_name(compared[-1].region_code)
    if "standard" in arguments:
        given = [parse_confirmation(said) for said in arguments["confirm"]]
        result = diguan.weigh(
            folder_of(compared[0]) / "pack",
            arguments["standard"],
            folder_of(compared[0]),
            confirm=(list(kept[0].confirmed), given),
            out=out,
            recipient=recipient,
            regions=region_tree(),
            listed=True,
            progress=tell,
        )
    else:
        result = diguan.compare(
            [folder_of(each) for each in compared],
            out=out,
            recipient=recipient,
            regions=region_tree(),
            listed=True,
            progress=tell,
        )
    append_audit(
        actor=actor,
        action="compare_rounds",
        subject="round",
        subject_id=str(compared[-1].pk),
        region_code=compared[-1].region_code,
        detail={"rounds": " ".join(str(each.pk) for each in compared), "standard": arguments.get("standard", "")},
        at=at,
    )
    return _told(result)


def _folder(job_id: int) -> Path:
    return Path(settings.COMPARISONS) / f"comparison-{job_id:08d}"


def _told(result: ComparisonResult) -> dict[str, Any]:
    """What a page says of the last step, as plain values."""
    step = result.figures.steps[-1]
    return {
        "whole": _progress(step.whole),
        "apart": step.apart,
        "indicators": [{"id": i.id, "label": _label(i.label), **_progress(i.progress)} for i in step.indicators],
        "reasons": dict(step.reasons),
        "differences": step.differences,
        "together": step.together,
        "findings": [
            {"label": _label(f.label), **{name: getattr(f.totals, name) for name in FINDINGS}} for f in step.findings
        ],
        "places": _places(step.places),
        **_coverage(step),
    }


def _places(places: PlaceLines) -> dict[str, Any]:
    """Findings about villages and facilities in figures, and the first of those that went and came; the others are in the workbook."""
    changes = foremost(places.changes)
    return {
        "asked_before": places.asked_before,
        "asked_after": places.asked_after,
        "kinds": [
            {
                "label": _label(line.label),
                "indicator": _label(label),
                **{name: getattr(t, name) for name in PLACE_FIGURES},
            }
            for line in places.kinds
            for _, label, t in line.indicators
        ],
        "changes": [
            {
                "place": place_name(each),
                "where": " ".join(name for name in each.path if name),
                "movement": movement_of_place(each),
                "label": _label(each.kind_label),
                "indicator": _label(each.indicator_label),
                "why": _label(each.why),
            }
            for each in changes[:MOST_PLACES]
        ],
        "left": max(0, len(changes) - MOST_PLACES),
    }


def _coverage(step: StepFigures) -> dict[str, Any]:
    """What one of both does not judge, or cannot know."""
    return {
        "only_before": [_label(each) for each in step.only_before],
        "only_after": [_label(each) for each in step.only_after],
        "coverage": [_label(each) for each in step.coverage_after],
    }


def _progress(progress: Progress) -> dict[str, int]:
    return {
        "before": progress["unmet_before"],
        "facts": progress.closed_by_facts,
        "declared": progress["closed_declared"],
        "nothing": progress.closes_nothing,
        "open": progress["still_open"],
        "came": progress.came,
        "back": progress["came_back"],
        "after": progress["unmet_after"],
    }


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
