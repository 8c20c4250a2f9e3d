"""An example of rectification over a synthetic registry, beside the accounts of the demonstration: an invented inspection of its county."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.ledger.queries.busiest import busiest_village
from diguan.domain.rectification.actions.inspections import Feedback, register_inspection
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure, add_stage, add_task, write_plan
from diguan.domain.rectification.actions.plans import approve_plan, propose
from diguan.domain.rectification.actions.problems import Entered, add_problems
from diguan.domain.rectification.choices import Category, Horizon, InspectionKind, ProblemKind
from diguan.domain.rectification.models import Problem
from diguan.domain.registry.actions.demonstration import DemonstrationAccount
from diguan.domain.responsibility.actions.demonstration import create_demonstration as create_with_posts
from diguan.domain.responsibility.queries import posts_of

DAY = timedelta(days=1)
# chapter, what was found, when it is mended; invented, and marked so on every page
EXAMPLES = (
    (Category.FUNDS, "合成示例：通村路建成后无人管护，路面损毁没有修复", "路面修复验收合格，管护责任书签订到人"),
    (Category.CONDUCT, "合成示例：同一项数据一月内要求嘎查村重复填报三次", "重复报表取消，清单公示，抽查嘎查村无新增"),
    (Category.EARLIER, "合成示例：上年考核指出的扶贫资产没有登记造册", "资产登记造册，公示，管护主体明确"),
)


@transaction.atomic
def create_demonstration(*, at: datetime, on: date) -> list[DemonstrationAccount]:
    """Accounts of every role with their posts, and an inspection with three problems: one is received, one under way in stages.

    They stand where the ledger has something for them to do, so that every role finds work.

    UnableToDemonstrate unless every file of the registry says that its people are invented; nothing is made then.
    """
    made = create_with_posts(at=at, on=on, village=busiest_village())
    by_role = {each.role: each for each in made}
    county, town = by_role[Role.COUNTY], by_role[Role.TOWNSHIP]
    office, unit = _viewer(county, on), _viewer(town, on)
    feedback = Feedback(
        kind=InspectionKind.CENTRAL,
        title="专项巡视反馈意见（合成示例）",
        inspected_by="合成巡视组",
        paper_number="合成示例〔1〕号",
        paper_on=on - 10 * DAY,
        region_code=county.over,
        synthetic=True,
    )
    inspection = register_inspection(feedback=feedback, actor=office, at=at)
    entered = [
        Entered(town.over, ProblemKind.SINGLE, category, text, on + 120 * DAY, criteria=criteria)
        for category, text, criteria in EXAMPLES
    ]
    problems = add_problems(inspection_id=inspection.pk, entered=entered, actor=office, at=at)
    _plan(problems[1:], unit, at, on)
    for problem in problems[2:]:
        version = Problem.objects.get(pk=problem.pk).version
        approve_plan(problem_id=problem.pk, version=version, actor=office, at=at)
    return made


def _viewer(account: DemonstrationAccount, on: date) -> Viewer:
    return viewer_of(Account.objects.get(username=account.username).pk, on)


def _plan(problems: Sequence[Problem], unit: Viewer, at: datetime, on: date) -> None:
    """Plans in three stages, proposed by the unit; whoever responds is who holds its post."""
    post = posts_of(unit.account_id, on)[0]
    for problem in problems:
        cause = Cause("合成示例：责任没有落实到人，没有长效办法", "合成示例：责任到人，制度管住", Horizon.LONG)
        write_plan(problem_id=problem.pk, cause=cause, actor=unit, at=at)
        measure = Measure("合成示例：明确责任人，建立台账，按月检查", post.pk, on + 110 * DAY)
        task = add_task(problem_id=problem.pk, measure=measure, actor=unit, at=at)
        for number, goal in enumerate(("摸清底数", "整改到位", "制度管住"), start=1):
            add_stage(task_id=task.pk, goal=Goal(f"合成示例：{goal}", on + 30 * number * DAY), actor=unit, at=at)
        version = Problem.objects.get(pk=problem.pk).version
        propose(problem_id=problem.pk, version=version, actor=unit, at=at)
