"""A step as a page takes it: the form, the files, the act, and what is said when it is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from diguan.domain.rectification import actions
from diguan.domain.rectification.actions import spreading
from diguan.domain.rectification.choices import On, Refusal, Step
from diguan.domain.rectification.models import Check, Problem, Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.permissions import TRANSITIONS
from diguan.domain.refusals import UnableToAct
from diguan.web.rectification.forms import StepForm, kept
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.texts import late, spoken, text

CONFLICT, REFUSED = 409, 400
TAKE: Mapping[Step, Callable[..., Outcome]] = {
    Step.PROPOSE: actions.propose,
    Step.APPROVE_PLAN: actions.approve_plan,
    Step.RETURN_PLAN: actions.return_plan,
    Step.REPORT: actions.report,
    Step.ACCEPT: actions.accept,
    Step.RETURN: actions.return_problem,
    Step.REOPEN: actions.reopen,
    Step.REPORT_STAGE: actions.report_stage,
    Step.ACCEPT_STAGE: actions.accept_stage,
    Step.RETURN_STAGE: actions.return_stage,
    Step.REPLY_CHECK: spreading.reply_check,
    Step.ACCEPT_CHECK: spreading.accept_check,
    Step.RETURN_CHECK: spreading.return_check,
}
NAMED = {On.PROBLEM: "problem_id", On.STAGE: "stage_id", On.CHECK: "check_id"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a step was taken; else the form that says why not, and the status of the page."""

    step: Step
    form: StepForm
    done: bool
    status: int = 200


def step_of(slug: str, on: On) -> Step:
    """The step of an address; 404 where there is none on such a thing."""
    found = next((each for each in TRANSITIONS.values() if each.step.value.replace("_", "-") == slug), None)
    if found is None or found.on is not on:
        raise Http404
    return found.step


def take_step(request: HttpRequest, step: Step, thing: Problem | Stage | Check, place: Problem | Check) -> Answer:
    """Take a step with what its form says. `place`: whose region the files are of."""
    form = StepForm(request.POST, request.FILES, step=step, version=thing.version)
    if step is Step.REOPEN:
        form.fields["deadline_on"].required = True
    if not form.is_valid():
        return Answer(step, form, done=False, status=REFUSED)
    viewer, at, said = asked(request).viewer, now(), form.cleaned_data
    how: dict[str, Any] = {"version": said["version"], "reason": said["reason"], "actor": viewer, "at": at}
    try:
        if TRANSITIONS[step].evidence:
            how["evidence"] = kept(said["papers"], place.region_code, viewer, at)
        if step is Step.REPLY_CHECK:
            how["found"] = said["found"].splitlines()
        if step is Step.REOPEN:
            how["deadline_on"] = said["deadline_on"]
        outcome = TAKE[step](**{NAMED[TRANSITIONS[step].on]: thing.pk}, **how)
    except UnableToAct as error:
        form.refuse(error)
        return Answer(step, form, done=False, status=REFUSED)
    if outcome.accepted:
        return Answer(step, form, done=True)
    _say(form, outcome)
    return Answer(step, form, done=False, status=CONFLICT if outcome.code is Refusal.STALE else 200)


def _say(form: StepForm, outcome: Outcome) -> None:
    why, hint = outcome.refusal, outcome.hint
    said = late("frame:errors.invalid") if why is None else f"{spoken(why)}{text('items:stop')}"
    field = {"evidence": "papers"}.get(outcome.field, outcome.field)
    form.add_error(field if field in form.fields else None, f"{said}{spoken(hint) if hint else ''}")
