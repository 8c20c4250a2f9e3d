"""One problem, one self-check, with everything about it: what was planned, done and proved, what happened, what the viewer may do now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.choices import On, ProblemState, Step
from diguan.domain.rectification.models import Check, Event, LinkedItem, Problem, Spread, Stage
from diguan.domain.rectification.permissions import TRANSITIONS, Transition, rights_of, second_role
from diguan.domain.rectification.queries.lists import ListedProblem, listed
from diguan.domain.rectification.refusals import UnableToFindRectification

MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """`events`: newest first, refused attempts too; `links`: items of the ledger that the viewer sees, own ones first, `linked`: how many.

    `steps`: what the viewer may do to the problem, `stage_steps` to each stage, as far as rights go; `may_plan`: write the plan now;
    `may_spread`: look for it everywhere.
    """

    listed: ListedProblem
    events: Sequence[Event]
    links: Sequence[LinkedItem]
    linked: int
    spreads: Sequence[Spread]
    checks: Mapping[int, Sequence[Check]]
    files: Mapping[int, Evidence]
    steps: Sequence[Step]
    stage_steps: Mapping[int, Sequence[Step]]
    may_plan: bool
    may_spread: bool

    @property
    def problem(self) -> Problem:
        """The problem itself."""
        return self.listed.problem


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A self-check with what was found, its history and what the viewer may do."""

    check: Check
    events: Sequence[Event]
    links: Sequence[LinkedItem]
    files: Mapping[int, Evidence]
    steps: Sequence[Step]


def problem_page(viewer: Viewer, problem_id: int, on: date) -> ProblemPage:
    """Everything about a problem; UnableToFindRectification where the viewer may not see it."""
    rows = scoped(Problem.objects.filter(pk=problem_id), viewer).select_related("inspection")
    problem = rows.first()
    if problem is None:
        raise UnableToFindRectification
    shown = listed([problem], on)[0]
    events = list(problem.events.select_related("stage__task", "check_of").order_by("-id"))
    links = _links(viewer, LinkedItem.objects.filter(problem=problem))
    spreads = list(problem.spreads.order_by("id"))
    rights = rights_of(viewer, (Act.HANDLE, Act.RECTIFY), problem.region_code, problem.department)
    return ProblemPage(
        listed=shown,
        events=events,
        links=links[:MOST_LINKS],
        linked=len(links),
        spreads=spreads,
        checks=_checks(viewer, spreads),
        files=_files(events),
        steps=steps_on_problem(viewer, problem),
        stage_steps={stage.pk: steps_on_stage(viewer, problem, stage) for task in shown.tasks for stage in task.stages},
        may_plan=bool(rights) and problem.state == ProblemState.RECEIVED,
        may_spread=viewer.may(Act.RECTIFY, problem.region_code),
    )


def check_page(viewer: Viewer, check_id: int) -> CheckPage:
    """Everything about a self-check; UnableToFindRectification where the viewer may not see it."""
    check = scoped(Check.objects.filter(pk=check_id), viewer).select_related("spread__problem__inspection").first()
    if check is None:
        raise UnableToFindRectification
    events = list(check.events.order_by("-id"))
    links = _links(viewer, check.links.all())
    return CheckPage(check, events, links, _files(events), steps_on_check(viewer, check))


def _links(viewer: Viewer, found: Iterable[LinkedItem]) -> list[LinkedItem]:
    """Links whose item the viewer sees, own ones first."""
    rows = list(found)
    items = scoped(Item.objects.filter(pk__in=[link.item_id for link in rows]), viewer).in_bulk()
    for link in rows:
        if link.item_id in items:
            link.item = items[link.item_id]
    seen = [link for link in rows if link.item_id in items]
    return sorted(seen, key=lambda link: (link.how != "own", link.item.state, link.item_id))


def _checks(viewer: Viewer, spreads: Sequence[Spread]) -> dict[int, list[Check]]:
    found: dict[int, list[Check]] = {}
    asked = scoped(Check.objects.filter(spread__in=[spread.pk for spread in spreads]), viewer)
    for check in asked.order_by("region_code"):
        found.setdefault(check.spread_id, []).append(check)
    return found


def _files(events: Sequence[Event]) -> dict[int, Evidence]:
    numbers = {number for event in events for number in event.evidence}
    return dict(Evidence.objects.in_bulk(numbers)) if numbers else {}


def steps_on_problem(viewer: Viewer, problem: Problem) -> list[Step]:
    """The steps that are open to a viewer: state, right, rank and person fit. What its proof says is seen when it is taken."""
    first = {
        ProblemState.PROPOSED: (problem.proposed_by, problem.proposed_role),
        ProblemState.REPORTED: (problem.reported_by, problem.reported_role),
    }.get(ProblemState(problem.state), (None, ""))
    place = problem.region_code, problem.department
    return [each.step for each in _table(On.PROBLEM) if _may(viewer, each, problem.state, place, first)]


def steps_on_stage(viewer: Viewer, problem: Problem, stage: Stage) -> list[Step]:
    """The same of a stage, while its problem is under way."""
    if problem.state != ProblemState.UNDER_WAY:
        return []
    first, place = (stage.reported_by, stage.reported_role), (problem.region_code, problem.department)
    return [each.step for each in _table(On.STAGE) if _may(viewer, each, stage.state, place, first)]


def steps_on_check(viewer: Viewer, check: Check) -> list[Step]:
    """The same of a self-check."""
    first, place = (check.replied_by, check.replied_role), (check.region_code, check.spread.department)
    return [each.step for each in _table(On.CHECK) if _may(viewer, each, check.state, place, first)]


def _table(on: On) -> list[Transition]:
    return [each for each in TRANSITIONS.values() if each.on is on]


def _may(viewer: Viewer, each: Transition, state: str, place: tuple[str, str], first: tuple[int | None, str]) -> bool:
    rights = rights_of(viewer, each.rights, *place)
    if state != each.source or not rights:
        return False
    if not each.second:
        return True
    person, role = first
    return bool(role) and viewer.account_id != person and second_role(rights, Role(role)) is not None
