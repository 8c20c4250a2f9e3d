"""Inspections, problems and self-checks as somebody may see them, and how far each inspection is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.rectification.choices import CheckState, ProblemState, StageState
from diguan.domain.rectification.models import Check, Inspection, Problem, Stage
from diguan.domain.rectification.refusals import UnableToFindRectification

NEWEST_FIRST = ("-paper_on", "-id")


def inspections(viewer: Viewer) -> QuerySet[Inspection]:
    """Those of the viewer's places, and those that have a problem there: a township sees the inspection of its county for its own part."""
    own = scoped(Inspection.objects.all(), viewer).values("pk")
    part = scoped(Problem.objects.filter(inspection=OuterRef("pk")), viewer)
    return Inspection.objects.filter(Q(pk__in=own) | Exists(part))


def inspection_of(viewer: Viewer, number: int) -> Inspection:
    """One of them; UnableToFindRectification where there is none that the viewer sees."""
    found = inspections(viewer).filter(pk=number).first()
    if found is None:
        raise UnableToFindRectification
    return found


def problems(viewer: Viewer, inspection_id: int | None = None, state: str = "") -> QuerySet[Problem]:
    """Problems where the viewer sees them, in the order of the feedback."""
    found = scoped(Problem.objects.all(), viewer)
    if inspection_id is not None:
        found = found.filter(inspection_id=inspection_id)
    if state:
        found = found.filter(state=state)
    return found.order_by("inspection_id", "number")


def checks(viewer: Viewer, state: str = "") -> QuerySet[Check]:
    """Self-checks of the viewer's units, the next day of reply first."""
    found = scoped(Check.objects.select_related("spread"), viewer)
    return (found.filter(state=state) if state else found).order_by("reply_by", "id")


@dataclass(slots=True)
class Progress:
    """How far the problems of an inspection are that somebody sees. `overdue`: not accepted after their deadline.

    `stages`, `stages_accepted`, `stages_overdue`: of their tasks; `checks`, `checks_open`: self-checks asked, and not accepted.
    """

    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, ProblemState), 0))
    overdue: int = 0
    rebound: int = 0
    stages: int = 0
    stages_accepted: int = 0
    stages_overdue: int = 0
    checks: int = 0
    checks_open: int = 0

    @property
    def problems(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def accepted(self) -> int:
        """Accepted ones."""
        return self.by_state[ProblemState.ACCEPTED]


def progress(viewer: Viewer, inspection_ids: Iterable[int], on: date) -> Mapping[int, Progress]:
    """Of each inspection; three questions, however many there are."""
    ids = list(inspection_ids)
    found = {number: Progress() for number in ids}
    late = Q(deadline_on__lt=on) & ~Q(state=ProblemState.ACCEPTED)
    rows = problems(viewer).filter(inspection__in=ids).order_by().values("inspection", "state")
    for row in rows.annotate(
        number=Count("*"), late=Count("pk", filter=late), back=Count("pk", filter=Q(rebounds__gt=0))
    ):
        own = found[row["inspection"]]
        own.by_state[row["state"]] += row["number"]
        own.overdue += row["late"]
        own.rebound += row["back"]
    _stages(viewer, ids, on, found)
    _checks(viewer, ids, found)
    return found


def _stages(viewer: Viewer, ids: list[int], on: date, found: Mapping[int, Progress]) -> None:
    place = "task__problem__region_code"
    stages = scoped(Stage.objects.filter(task__problem__inspection__in=ids), viewer, Act.SEE, place).order_by()
    late = Q(due_on__lt=on, state=StageState.PLANNED)
    done = Q(state=StageState.ACCEPTED)
    counted = stages.values("task__problem__inspection").annotate(
        number=Count("*"), done=Count("pk", filter=done), late=Count("pk", filter=late)
    )
    for row in counted:
        own = found[row["task__problem__inspection"]]
        own.stages, own.stages_accepted, own.stages_overdue = row["number"], row["done"], row["late"]


def _checks(viewer: Viewer, ids: list[int], found: Mapping[int, Progress]) -> None:
    asked = scoped(Check.objects.filter(spread__problem__inspection__in=ids), viewer).order_by()
    still = ~Q(state=CheckState.ACCEPTED)
    counted = asked.values("spread__problem__inspection").annotate(number=Count("*"), still=Count("pk", filter=still))
    for row in counted:
        own = found[row["spread__problem__inspection"]]
        own.checks, own.checks_open = row["number"], row["still"]
