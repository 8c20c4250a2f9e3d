"""A step of the table, from the lock to the event: one transaction, and a refused attempt is an event as well."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Right, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.models import Evidence
from diguan.domain.rectification.actions.proving import files_of, keep_files
from diguan.domain.rectification.choices import On, Refusal, Step
from diguan.domain.rectification.models import Check, Event, Problem, Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.permissions import TRANSITIONS, highest, rights_of, second_role
from diguan.domain.rectification.refusals import StepRefused, UnableToFindRectification

Thing = Problem | Stage | Check
Row = TypeVar("Row", bound=Model)
Said = str | int | bool | list[int] | list[str] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `number`: of the row it is on; `version`: of the row as it was seen; `evidence`: numbers of files."""

    step: Step
    number: int
    version: int
    actor: Viewer
    at: datetime
    reason: str = ""
    evidence: Sequence[int] = ()


@dataclass(slots=True)
class Taking:
    """A step that is being taken. Whoever works on it changes `thing` in memory alone, and raises StepRefused to leave it as it was."""

    asked: Asked
    problem: Problem
    thing: Thing
    rights: tuple[Right, ...] = ()
    role: Role | None = None
    files: Sequence[Evidence] = ()
    detail: dict[str, Said] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the step where people live."""
        return timezone.localdate(self.asked.at)

    @property
    def place(self) -> tuple[str, str]:
        """Where it happens, and whose business it is."""
        if isinstance(self.thing, Check):
            return self.thing.region_code, self.thing.spread.department
        return self.problem.region_code, self.problem.department

    def second_to(self, first: int | None, first_role: str, files: Sequence[Evidence] = ()) -> None:
        """See to it that another person acts, in a role above the first one's, who handed in none of the files."""
        if self.asked.actor.account_id == first:
            raise StepRefused(Refusal.SAME_PERSON)
        self.role = second_role(self.rights, Role(first_role))
        if self.role is None:
            raise StepRefused(Refusal.RANK)
        if any(row.uploaded_by == self.asked.actor.account_id for row in files):
            raise StepRefused(Refusal.EVIDENCE_BY_SAME_PERSON)


Work = Callable[[Taking], None]


@transaction.atomic
def take_step(asked: Asked, work: Work) -> Outcome:
    """Take a step, or keep the attempt. UnableToFindRectification where the actor may not see it."""
    problem, thing = locked(asked)
    before = thing.state
    taking = Taking(asked, problem, thing)
    try:
        _admit(taking)
        work(taking)
    except StepRefused as refused:
        taking.problem, taking.thing = locked(asked)
        taking.detail |= refused.why
        _record(taking, before, refused.code)
        return Outcome(taking.thing, refused.code, refused.field, str(refused.why.get("ledger", "")))
    _save(taking)
    _record(taking, before, None)
    return Outcome(thing)


def locked(asked: Asked) -> tuple[Problem, Thing]:
    """The row with its problem, held until the transaction ends. UnableToFindRectification where the actor may not see it."""
    on, viewer = TRANSITIONS[asked.step].on, asked.actor
    if on is On.STAGE:
        stages = scoped(Stage.objects.filter(pk=asked.number), viewer, Act.SEE, "task__problem__region_code")
        stage = _one(stages.select_related("task").select_for_update(of=("self",)))
        return _held(stage.task.problem_id), stage
    if on is On.CHECK:
        checks = scoped(Check.objects.filter(pk=asked.number), viewer, Act.SEE)
        check = _one(checks.select_related("spread").select_for_update(of=("self",)))
        return _held(check.spread.problem_id), check
    problems = scoped(Problem.objects.filter(pk=asked.number), viewer, Act.SEE)
    problem = _one(problems.select_for_update(of=("self",)))
    return problem, problem


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise UnableToFindRectification
    return found


def _held(number: int) -> Problem:
    return Problem.objects.select_for_update(of=("self",)).get(pk=number)


def _admit(taking: Taking) -> None:
    """Right, version, state, words, files, in this order: what somebody may not do at all is told before how it stands."""
    asked, transition = taking.asked, TRANSITIONS[taking.asked.step]
    taking.rights = rights_of(asked.actor, transition.rights, *taking.place)
    taking.role = highest(taking.rights)
    if taking.role is None:
        raise StepRefused(Refusal.ROLE)
    if taking.thing.version != asked.version:
        raise StepRefused(Refusal.STALE)
    if taking.thing.state != transition.source:
        raise StepRefused(Refusal.STATE)
    if transition.reason and not asked.reason.strip():
        raise StepRefused(Refusal.REASON, "reason")
    if transition.evidence and not asked.evidence:
        raise StepRefused(Refusal.EVIDENCE_MISSING, "evidence")
    taking.files = files_of(taking.thing, taking.place[0], asked.evidence, asked.actor)


def _save(taking: Taking) -> None:
    asked, thing = taking.asked, taking.thing
    thing.state = TRANSITIONS[asked.step].target
    thing.version += 1
    if isinstance(thing, Problem):
        thing.updated_at = asked.at
    thing.save()
    keep_files(taking.problem, thing, taking.files, asked.at)


def _record(taking: Taking, before: str, refusal: Refusal | None) -> None:
    asked, problem, thing, step = taking.asked, taking.problem, taking.thing, taking.asked.step
    Event.objects.create(
        problem=problem,
        stage=thing if isinstance(thing, Stage) else None,
        check_of=thing if isinstance(thing, Check) else None,
        act=step,
        from_state=before,
        to_state=thing.state,
        actor=asked.actor.account_id,
        role=taking.role or "",
        reason=asked.reason.strip(),
        evidence=list(asked.evidence),
        detail=taking.detail,
        accepted=refusal is None,
        refusal=refusal or "",
        at=asked.at,
    )
    append_audit(
        actor=asked.actor.account_id,
        action="take_rectification_step" if refusal is None else "refuse_rectification_step",
        subject="problem",
        subject_id=str(problem.pk),
        region_code=taking.place[0],
        detail={
            "number": problem.number,
            "step": str(step),
            "state": str(thing.state),
            "refusal": refusal and str(refusal),
        },
        at=asked.at,
    )
