"""The lists of an inspection leave as Word or Excel: masked unless whoever takes them may reveal and says why; on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.rectification.models import Inspection, Problem
from diguan.domain.rectification.queries import ListedProblem, ListedTask, inspection_of, lists_of
from diguan.domain.rectification.refusals import UnableToRegister
from diguan.domain.regions.queries import region_name, region_path
from diguan.domain.responsibility.queries import Link
from diguan.engine.documents import Label
from diguan.exchange.masking import mask_name
from diguan.exchange.rectification import Cover, ProblemRow, TaskRow, write_book, write_document
from diguan.locale import Language, texts

LEAST_REASON = 4  # characters


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper, for whom. `word`: else a workbook; `reason`: why names are shown, "" leaves them masked."""

    inspection_id: int
    word: bool
    recipient: str
    reason: str
    language: Language


def save_lists(*, path: Path, wanted: Wanted, actor: Viewer, on: date, at: datetime) -> int:
    """Write the lists as far as the actor sees them; how many problems. UnableToRegister: no recipient, names without right or reason."""
    inspection = inspection_of(actor, wanted.inspection_id)
    _require(wanted, actor, inspection)
    rows = lists_of(actor, inspection.pk, on)
    made = [_row(row, wanted) for row in rows]
    write = write_document if wanted.word else write_book
    write(path, _cover(inspection, wanted, on), made)
    append_audit(
        actor=actor.account_id,
        action="take_rectification_lists",
        subject="inspection",
        subject_id=str(inspection.pk),
        region_code=inspection.region_code,
        detail={
            "rows": len(made),
            "recipient": keyed_hash(wanted.recipient.strip()),
            "revealed": bool(wanted.reason.strip()),
            "reason": wanted.reason.strip(),
        },
        at=at,
    )
    return len(made)


def _require(wanted: Wanted, actor: Viewer, inspection: Inspection) -> None:
    if not wanted.recipient.strip():
        raise UnableToRegister(Label("没有写交给谁", "nobody is named who gets it"), None, "recipient")
    reason = wanted.reason.strip()
    allowed = actor.may(Act.REVEAL, inspection.region_code) and len(reason) >= LEAST_REASON
    if reason and not allowed:
        raise UnableToRegister(texts("rectification").both("paper.no_reason"), None, "reason")


def _cover(inspection: Inspection, wanted: Wanted, on: date) -> Cover:
    heading = texts("rectification").say("paper.heading", wanted.language)
    return Cover(
        title=f"{inspection.title}{heading}",
        paper=inspection.paper_number,
        region=region_path(inspection.region_code),
        recipient=wanted.recipient.strip(),
        as_of=on,
        masked=not wanted.reason.strip(),
        synthetic=inspection.synthetic,
        language=wanted.language,
    )


def _row(row: ListedProblem, wanted: Wanted) -> ProblemRow:
    said, language, problem = texts("rectification"), wanted.language, row.problem
    closes = problem.criteria or said.say("one.rule", language)
    return ProblemRow(
        number=problem.number,
        category=said.say(f"category.{problem.category}", language),
        problem=problem.text,
        root_cause=problem.root_cause,
        goal=problem.goal,
        horizon=said.say(f"horizon.{problem.horizon}", language) if problem.horizon else "",
        closes=closes,
        unit=region_name(problem.region_code),
        leader=_person(row.leader, wanted),
        due=problem.deadline_on,
        state=said.say(f"state.{problem.state}", language),
        tasks=[_task(each, problem, wanted) for each in row.tasks],
    )


def _task(row: ListedTask, problem: Problem, wanted: Wanted) -> TaskRow:
    del problem
    task = row.task
    return TaskRow(
        measure=task.measure,
        lead_unit=task.lead_unit,
        unit=task.unit,
        responsible=_person(row.link, wanted),
        due=task.deadline_on,
        stages=[f"{stage.number}. {stage.goal}（{stage.due_on.isoformat()}）" for stage in row.stages],
        progress=list(_progress(row, wanted)),
    )


def _progress(row: ListedTask, wanted: Wanted) -> Iterator[str]:
    said = texts("rectification")
    for stage in row.stages:
        state = said.say(f"stage_state.{stage.state}", wanted.language)
        words = f"：{stage.progress}" if stage.progress else ""
        yield f"{stage.number}. {state}{words}"


def _person(link: Link | None, wanted: Wanted) -> str:
    """A post, and whoever holds it: masked unless a reason was given."""
    if link is None:
        return ""
    post = texts("posts").say(f"kind.{link.post.kind}", wanted.language)
    if link.holder is None:
        return f"{post} {texts('posts').say('state.vacant', wanted.language)}"
    name = link.holder.name if wanted.reason.strip() else mask_name(link.holder.name)
    return f"{post} {name}"
