"""Itemised reconciliation (逐项对账销号): of every problem what was promised, what was done, on which proof, what is open, who accepted.

Its sums are added up from the lines; beside them stands what the ledger itself counts, so that a difference shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.choices import (
    ON_PAPER,
    CheckState,
    Linked,
    ProblemState,
    SpreadKind,
    StageState,
)
from diguan.domain.rectification.models import Check, Event, LinkedItem, Problem, Proof, Spread, Stage
from diguan.domain.rectification.queries.listing import problems

LIVING = {str(state) for state in LIVE}


@dataclass(slots=True)
class Line:
    """One problem. `items`: of the ledger by state, those that are the problem; `others`: by state, what was found elsewhere.

    `living`: numbers of own items that still live; `paper`: attempts on paper; `spread`: searches and self-checks begun;
    `unlike`: what does not fit together, by name.
    """

    problem: Problem
    tasks: int = 0
    stages: int = 0
    stages_reported: int = 0
    stages_accepted: int = 0
    stages_overdue: int = 0
    files: int = 0
    items: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    living: list[str] = field(default_factory=list)
    spread: int = 0
    checks: int = 0
    checks_accepted: int = 0
    checks_overdue: int = 0
    paper: int = 0
    accepted_by: str = ""
    unlike: list[str] = field(default_factory=list)

    @property
    def item_counts(self) -> list[tuple[str, int]]:
        """Own items by state."""
        return sorted(self.items.items())

    @property
    def other_counts(self) -> list[tuple[str, int]]:
        """What was found elsewhere, by state."""
        return sorted(self.others.items())

    @property
    def settled(self) -> bool:
        """Whether it is accepted and everything fits."""
        return self.problem.state == ProblemState.ACCEPTED and not self.unlike


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Lines in the order of the feedback. `items`, `others`: their sums; `ledger`: what the ledger counts of the same items, by state."""

    lines: Sequence[Line]
    items: Counter[str]
    others: Counter[str]
    ledger: Counter[str]

    @property
    def sums(self) -> list[tuple[str, str, int]]:
        """Whose count, state, number: added up from the lines, and as the ledger counts."""
        counted = (("own", self.items), ("others", self.others), ("ledger", self.ledger))
        return [(name, state, number) for name, own in counted for state, number in sorted(own.items())]

    @property
    def agrees(self) -> bool:
        """Whether the sums are those of the ledger."""
        return self.items + self.others == self.ledger

    @property
    def settled(self) -> int:
        """How many problems are accepted with everything fitting."""
        return sum(line.settled for line in self.lines)


def reconcile(viewer: Viewer, inspection_id: int, on: date) -> Reconciliation:
    """The reconciliation of the problems of an inspection that the viewer sees; a fixed number of questions."""
    lines = {row.pk: Line(row) for row in problems(viewer, inspection_id)}
    _add_tasks(lines, on)
    links = list(LinkedItem.objects.filter(problem__in=lines).values_list("problem_id", "item_id", "how"))
    _add_items(lines, links)
    _add_counts(lines, on)
    names = _names(line.problem.accepted_by for line in lines.values())
    for line in lines.values():
        line.accepted_by = names.get(line.problem.accepted_by or 0, "")
        line.unlike = list(_unlike(line, on))
    items = sum((line.items for line in lines.values()), Counter[str]())
    others = sum((line.others for line in lines.values()), Counter[str]())
    return Reconciliation(list(lines.values()), items, others, _ledger(lines))


def _ledger(lines: Mapping[int, Line]) -> Counter[str]:
    """What the ledger counts of the same items, once an item and problem."""
    linked = LinkedItem.objects.filter(problem__in=lines).order_by().values("item__state")
    return Counter({row["item__state"]: row["number"] for row in linked.annotate(number=Count("*"))})


def _add_tasks(lines: Mapping[int, Line], on: date) -> None:
    late = Q(due_on__lt=on) & ~Q(state=StageState.ACCEPTED)
    rows = Stage.objects.filter(task__problem__in=lines).order_by().values("task__problem")
    counted = rows.annotate(
        tasks=Count("task", distinct=True),
        number=Count("pk"),
        reported=Count("pk", filter=Q(state=StageState.REPORTED)),
        done=Count("pk", filter=Q(state=StageState.ACCEPTED)),
        late=Count("pk", filter=late),
    )
    for row in counted:
        line = lines[row["task__problem"]]
        line.tasks, line.stages, line.stages_reported = row["tasks"], row["number"], row["reported"]
        line.stages_accepted, line.stages_overdue = row["done"], row["late"]


def _add_items(lines: Mapping[int, Line], links: Sequence[tuple[int, int, str]]) -> None:
    states = {}
    numbers = sorted({item for _, item, _ in links})
    for start in range(0, len(numbers), 500):
        part = Item.objects.filter(pk__in=numbers[start : start + 500]).values_list("pk", "state", "number")
        states.update({pk: (state, number) for pk, state, number in part})
    for problem, item, how in links:
        state, number = states[item]
        line = lines[problem]
        if how == Linked.OWN:
            line.items[state] += 1
            if state in LIVING:
                line.living.append(number)
        else:
            line.others[state] += 1


def _add_counts(lines: Mapping[int, Line], on: date) -> None:
    for problem, number in _by_problem(Proof.objects.filter(problem__in=lines).values("problem"), "evidence"):
        lines[problem].files = number
    refused = Event.objects.filter(problem__in=lines, accepted=False, refusal__in=[str(code) for code in ON_PAPER])
    for problem, number in _by_problem(refused.values("problem"), "pk"):
        lines[problem].paper = number
    looked = Spread.objects.filter(problem__in=lines).exclude(kind=SpreadKind.EXPRESSION, run_at=None)
    for problem, number in _by_problem(looked.values("problem"), "pk"):
        lines[problem].spread = number
    asked = Check.objects.filter(spread__problem__in=lines).order_by().values("spread__problem")
    late = Q(state=CheckState.ASKED, reply_by__lt=on)
    done = Q(state=CheckState.ACCEPTED)
    for row in asked.annotate(number=Count("pk"), done=Count("pk", filter=done), late=Count("pk", filter=late)):
        line = lines[row["spread__problem"]]
        line.checks, line.checks_accepted, line.checks_overdue = row["number"], row["done"], row["late"]


def _by_problem(rows, counted: str) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]  # noqa: ANN001  values of any table
    found = rows.order_by().annotate(counted=Count(counted, distinct=True))
    return [(row["problem"], row["counted"]) for row in found]


def _names(accounts: Iterable[int | None]) -> Mapping[int, str]:
    wanted = {number for number in accounts if number is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _unlike(line: Line, on: date) -> Iterable[str]:
    """What does not fit together."""
    accepted = line.problem.state == ProblemState.ACCEPTED
    if accepted and line.living:
        yield "accepted_but_living"
    if not accepted and not line.living and line.items[State.CLOSED]:
        yield "closed_but_not_accepted"
    if accepted and line.stages_accepted < line.stages:
        yield "accepted_but_stages"
    if accepted and not line.files:
        yield "accepted_without_files"
    if accepted and line.checks_accepted < line.checks:
        yield "accepted_but_checks"
    if not accepted and line.problem.deadline_on < on:
        yield "overdue"
    if line.stages_overdue and not accepted:
        yield "stages_overdue"
    if line.checks_overdue:
        yield "checks_overdue"
