"""Self-checks without a reply and stages that are due: whoever answers is told, then, step by step, those above. Nothing is told twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from diguan.domain.calendar.queries import working_days_between
from diguan.domain.fieldwork.reminders import load_reminders
from diguan.domain.messages.actions.telling import notify
from diguan.domain.messages.wording import Word
from diguan.domain.rectification.choices import CheckState, ProblemState, StageState
from diguan.domain.rectification.models import Check, Stage
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Chart, chart_of
from diguan.domain.responsibility.queries.above import superiors

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Due:
    """Something with a day. `about`: where its message leads; `number`: of its problem."""

    kind: str
    pk: int
    about: str
    region_code: str
    department: str
    owner: Post | None
    on: date
    number: str


@transaction.atomic
def remind_rectification(*, on: date, at: datetime) -> int:
    """Tell of everything that has come to a new stage of its deadline by a day; how many were told. Run twice, it tells once."""
    reminders = load_reminders()
    horizon = on + max(stage.days for stage in reminders.stages) * WEEK
    charts: dict[str, Chart] = {}
    told = 0
    for due in (*_checks(horizon), *_stages(horizon)):
        to_go = working_days_between(on, due.on, due.region_code)
        stage = reminders.passed(to_go)
        if stage is None:
            continue
        top = due.owner.region_code if due.owner else due.region_code
        chart = charts.setdefault(top, chart_of(top, on, below=False))
        account = _whom(chart, due, stage.up)
        if account is not None:
            late = "overdue" if to_go < 0 else "due"
            words: dict[str, Word] = {"region": due.region_code, "days": abs(to_go), "on": due.on, "number": due.number}
            key = f"{due.kind}:{due.pk}:{due.on}:{stage.rank}"
            told += notify(account_id=account, kind=f"{due.kind}_{late}", key=key, about=due.about, at=at, **words)
    return told


def _whom(chart: Chart, due: _Due, up: int) -> int | None:
    """Whoever is so many steps above the owner and can be told; where that one is vacant or has no account, the next above."""
    owner = due.owner or chart.owner(due.region_code, due.department)
    links = superiors(chart, owner, due.region_code)
    fitting = links[up:] or links[-1:]
    return next((link.account_id for link in fitting if link.account_id is not None), None)


def _checks(horizon: date) -> Iterator[_Due]:
    waiting = Check.objects.filter(state=CheckState.ASKED, reply_by__lte=horizon)
    for check in waiting.select_related("spread__problem").order_by("pk"):
        spread = check.spread
        number = str(spread.problem.number)
        about = f"check:{check.pk}"
        yield _Due("check", check.pk, about, check.region_code, spread.department, None, check.reply_by, number)


def _stages(horizon: date) -> Iterator[_Due]:
    waiting = Stage.objects.filter(
        state=StageState.PLANNED, due_on__lte=horizon, task__problem__state=ProblemState.UNDER_WAY
    )
    for stage in waiting.select_related("task__problem", "task__post").order_by("pk"):
        problem, post = stage.task.problem, stage.task.post
        about = f"problem:{problem.pk}"
        place = problem.region_code
        yield _Due("stage", stage.pk, about, place, problem.department, post, stage.due_on, str(problem.number))
