"""A job in the background as a row of a page: where it stands, what it does, what went wrong, whether it can be ended."""

from typing import Any

from diguan.domain.jobs.choices import ENDED, State
from diguan.domain.jobs.models import Job
from diguan.locale import texts
from diguan.web.shared.texts import language, text


def job_row(job: Job) -> dict[str, Any]:
    """What every page says of a job. `outcome` is empty until it is done."""
    running = job.state not in ENDED
    return {
        "job": job,
        "running": running,
        "state": text(f"frame:job.{job.state}"),
        "stage": stage_said(job.stage),
        "problems": [problem[language()] for problem in job.outcome.get("problems", ())],
        "outcome": job.outcome if job.state == State.DONE else {},
        "may_cancel": running and job.cancel_asked_at is None,
    }


def stage_said(stage: str) -> str:
    """What a job is doing, in words; nothing where no text names it."""
    kind, _, what = stage.partition(" ")
    known = texts("cli")
    return known.say(f"stage.{kind}", language(), what=what) if f"stage.{kind}" in known else ""
