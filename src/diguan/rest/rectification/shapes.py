"""Inspections, problems, tasks, stages and self-checks as they go out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ninja import Schema

from diguan.domain.accounts.models import Account
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Check, Event, Inspection, LinkedItem, Problem, Spread
from diguan.domain.rectification.outcome import joined
from diguan.domain.rectification.queries import CheckPage, ListedTask, ProblemPage, Progress
from diguan.domain.responsibility.queries import Link
from diguan.rest.frame.values import Department, Page, Place, Text
from diguan.rest.items.shapes import ChainPost, Paper, PostSaid


class InspectionRow(Schema):
    """An inspection. `evidence`: number of its paper as a file; `synthetic`: an example, no real paper."""

    id: int
    kind: str
    title: str
    inspected_by: str
    paper_number: str
    paper_on: date
    since_on: date | None
    until_on: date | None
    place: Place
    evidence: int | None
    synthetic: bool

    @classmethod
    def of(cls, row: Inspection) -> "InspectionRow":
        """From a row."""
        plain = ("kind", "title", "inspected_by", "paper_number", "paper_on", "since_on", "until_on", "synthetic")
        return cls(
            id=row.pk,
            place=Place.of(row.region_code),
            evidence=row.evidence_id,
            **{name: getattr(row, name) for name in plain},
        )


class Far(Schema):
    """How far the problems are that one sees. `overdue`: not accepted after their deadline; `checks`: self-checks asked."""

    by_state: dict[str, int]
    overdue: int
    rebound: int
    stages: int
    stages_accepted: int
    stages_overdue: int
    checks: int
    checks_open: int

    @classmethod
    def of(cls, progress: Progress) -> "Far":
        """From what was counted."""
        return cls(**{name: getattr(progress, name) for name in cls.model_fields})


class InspectionOne(InspectionRow):
    """An inspection with how far it is."""

    progress: Far


class InspectionPage(Page):
    """Inspections, the newest paper first."""

    rows: list[InspectionOne]


class ProblemRow(Schema):
    """A problem of an inspection. `version` is sent back with a step; `criteria`: where no indicator decides."""

    id: int
    version: int
    inspection: int
    number: int
    state: str
    kind: str
    category: str
    place: Place
    department: Department | None
    text: str
    standard: str
    indicator: str
    criteria: str
    deadline_on: date
    rebounds: int
    returns: int

    @classmethod
    def of(cls, row: Problem) -> "ProblemRow":
        """From a row."""
        return cls(**problem_said(row))


class ProblemList(Page):
    """Problems in the order of their papers."""

    rows: list[ProblemRow]


class StageOne(Schema):
    """A goal of a task with its day. `steps`: those open to whoever asks."""

    id: int
    version: int
    number: int
    goal: str
    due_on: date
    state: str
    progress: str
    steps: list[str]


class TaskOne(Schema):
    """A measure: who leads, who does it, who is responsible."""

    id: int
    number: int
    measure: str
    lead_unit: str
    unit: str
    responsible: ChainPost | None
    deadline_on: date
    stages: list[StageOne]


class Happened(Schema):
    """What happened or was tried; `refusal` and `why` of an attempt that was refused. `stage`, `check`: where it was on one of these."""

    step: str
    stage: int | None
    check: int | None
    before: str
    after: str
    by: str
    role: str
    reason: str
    evidence: list[int]
    accepted: bool
    refusal: str
    why: Text | None
    at: datetime


class OwnItem(Schema):
    """An item of the ledger that belongs to a problem: it is the problem, or was found elsewhere by a condition or a self-check."""

    id: int
    number: str
    how: str
    state: str
    place: Place


class CheckRow(Schema):
    """The self-check of one unit; `found`: how many problems it says it has."""

    id: int
    version: int
    problem: int
    place: Place
    question: str
    criteria: str
    reply_by: date
    state: str
    words: str
    found: int
    returns: int

    @classmethod
    def of(cls, row: Check) -> "CheckRow":
        """From a row with what it was asked by."""
        return cls(**check_said(row))


class CheckList(Page):
    """Self-checks, the next day of reply first."""

    rows: list[CheckRow]


class SpreadOne(Schema):
    """How a problem is looked for everywhere: by a condition over the newest rounds, or by self-checks.

    `unjudged`: units that no round has judged; `unknown`: of how many nobody knows, for want of a fact.
    """

    id: int
    kind: str
    place: Place
    question: str
    criteria: str
    expression: str
    hits: int
    unknown: int
    unjudged: list[str]
    run_at: datetime | None
    reply_by: date | None
    checks: list[CheckRow]


class ProblemOne(ProblemRow):
    """A problem with everything about it. `items`: own ones first, 200 at most, `linked` all; `may_plan`: write the plan now."""

    root_cause: str
    goal: str
    horizon: str
    leader: ChainPost | None
    tasks: list[TaskOne]
    items: list[OwnItem]
    linked: int
    spreads: list[SpreadOne]
    history: list[Happened]
    evidence: list[Paper]
    steps: list[str]
    may_plan: bool
    may_spread: bool


class CheckOne(CheckRow):
    """A self-check with what was found, its history, the steps that are open."""

    items: list[OwnItem]
    history: list[Happened]
    evidence: list[Paper]
    steps: list[str]


def problem_said(row: Problem) -> dict[str, Any]:
    """What both shapes say of a problem."""
    plain = ("version", "number", "state", "kind", "category", "text", "standard", "indicator", "criteria")
    counted = ("deadline_on", "rebounds", "returns")
    return {
        **{name: getattr(row, name) for name in (*plain, *counted)},
        "id": row.pk,
        "inspection": row.inspection_id,
        "place": Place.of(row.region_code),
        "department": Department.maybe(row.department),
    }


def check_said(row: Check) -> dict[str, Any]:
    """What both shapes say of a self-check."""
    plain = ("version", "reply_by", "state", "words", "found", "returns")
    return {
        **{name: getattr(row, name) for name in plain},
        "id": row.pk,
        "problem": row.spread.problem_id,
        "place": Place.of(row.region_code),
        "question": row.spread.question,
        "criteria": row.spread.criteria,
    }


def problem_one(page: ProblemPage) -> ProblemOne:
    """A problem with everything about it, from its page."""
    row = page.problem
    return ProblemOne(
        **problem_said(row),
        root_cause=row.root_cause,
        goal=row.goal,
        horizon=row.horizon,
        leader=_post(page.listed.leader),
        tasks=[_task(each, page.stage_steps) for each in page.listed.tasks],
        items=_items(page.links),
        linked=page.linked,
        spreads=[spread_one(each, page.checks.get(each.pk, ())) for each in page.spreads],
        history=_history(page.events),
        evidence=[Paper.of(each) for each in page.files.values()],
        steps=[str(step) for step in page.steps],
        may_plan=page.may_plan,
        may_spread=page.may_spread,
    )


def check_one(page: CheckPage) -> CheckOne:
    """A self-check with everything about it, from its page."""
    return CheckOne(
        **check_said(page.check),
        items=_items(page.links),
        history=_history(page.events),
        evidence=[Paper.of(each) for each in page.files.values()],
        steps=[str(step) for step in page.steps],
    )


def spread_one(row: Spread, checks: Iterable[Check]) -> SpreadOne:
    """One way in which a problem is looked for everywhere."""
    plain = ("kind", "question", "criteria", "expression", "hits", "unknown", "unjudged", "run_at", "reply_by")
    return SpreadOne(
        id=row.pk,
        place=Place.of(row.region_code),
        checks=[CheckRow.of(each) for each in checks],
        **{name: getattr(row, name) for name in plain},
    )


def _task(listed: ListedTask, steps: Mapping[int, Iterable[str]]) -> TaskOne:
    task = listed.task
    plain = ("number", "measure", "lead_unit", "unit", "deadline_on")
    own = ("version", "number", "goal", "due_on", "state", "progress")
    return TaskOne(
        id=task.pk,
        responsible=_post(listed.link),
        stages=[
            StageOne(
                id=each.pk,
                steps=[str(step) for step in steps.get(each.pk, ())],
                **{name: getattr(each, name) for name in own},
            )
            for each in listed.stages
        ],
        **{name: getattr(task, name) for name in plain},
    )


def _post(link: Link | None) -> ChainPost | None:
    if link is None:
        return None
    holder = link.holder.name if link.holder else None
    return ChainPost(post=PostSaid.of(link.post), holder=holder, vacant_since=link.vacant_since)


def _items(links: Iterable[LinkedItem]) -> list[OwnItem]:
    return [
        OwnItem(
            id=link.item_id,
            number=link.item.number,
            how=link.how,
            state=link.item.state,
            place=Place.of(link.item.region_code),
        )
        for link in links
    ]


def _history(events: Iterable[Event]) -> list[Happened]:
    rows = list(events)
    actors = {row.actor for row in rows if row.actor is not None}
    names = dict(Account.objects.filter(pk__in=actors).values_list("pk", "name"))
    return [_happened(row, names) for row in rows]


def _happened(row: Event, names: Mapping[int, str]) -> Happened:
    ledger = str(row.detail.get("ledger", ""))
    return Happened(
        step=row.act,
        stage=row.stage_id,
        check=row.check_of_id,
        before=row.from_state,
        after=row.to_state,
        by=names.get(row.actor or 0, ""),
        role=row.role,
        reason=row.reason,
        evidence=row.evidence,
        accepted=row.accepted,
        refusal=row.refusal,
        why=Text.of(joined(Refusal(row.refusal), ledger)) if row.refusal else None,
        at=row.at,
    )
