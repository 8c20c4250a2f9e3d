"""An inspection of a county with problems, plans and people, made by the acts themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.inspections import Feedback
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure
from diguan.domain.rectification.actions.problems import Entered
from diguan.domain.rectification.choices import Category, Horizon, InspectionKind, ProblemKind
from diguan.domain.rectification.models import Problem, Stage
from tests.factories.accounts import COUNTY, PREFECTURE, REGION, TOWNSHIP
from tests.factories.posts import post

PAPER_ON = date(2019, 2, 20)
AT = datetime(2019, 3, 1, 2, tzinfo=UTC)
DUE = date(2019, 6, 30)
VILLAGE = "152222100201"
HERE = {
    Role.VILLAGE: VILLAGE,
    Role.TOWNSHIP: TOWNSHIP,
    Role.COUNTY: COUNTY,
    Role.DEPARTMENT: COUNTY,
    Role.PREFECTURE: PREFECTURE,
    Role.REGION: REGION,
    Role.AUDITOR: REGION,
    Role.ADMINISTRATOR: REGION,
}
CLERK = 900  # hands in the files
FEEDBACK = Feedback(
    kind=InspectionKind.CENTRAL,
    title="关于中央脱贫攻坚专项巡视反馈意见（合成）",
    inspected_by="中央第一巡视组（合成）",
    paper_number="合成〔2019〕1号",
    paper_on=PAPER_ON,
    region_code=COUNTY,
    since_on=date(2018, 10, 17),
    until_on=date(2018, 12, 31),
    synthetic=True,
)
ROAD = Entered(
    region_code=TOWNSHIP,
    kind=ProblemKind.SINGLE,
    category=Category.FUNDS,
    text="通村路项目建成后无人管护，路面损毁未修复",
    deadline_on=DUE,
    criteria="路面修复验收合格，管护责任书签订到人",
)


def somebody(role, account=None, over=None, department="education"):
    """Whoever holds a role over its usual place, without a row in the database."""
    number = account or 100 + list(Role).index(role)
    return Viewer(number, (Right(role, over or HERE[role], department if role is Role.DEPARTMENT else ""),))


COUNTY_OFFICE = somebody(Role.COUNTY)


def inspection(actor=COUNTY_OFFICE, at=AT, **other):
    """A registered inspection."""
    return actions.register_inspection(feedback=replace(FEEDBACK, **other), actor=actor, at=at)


def problem(made=None, *, actor=COUNTY_OFFICE, at=AT, **other):
    """A problem of an inspection, with its item in the ledger."""
    made = made or inspection(actor)
    return actions.add_problems(inspection_id=made.pk, entered=[replace(ROAD, **other)], actor=actor, at=at)[0]


def a_file(content="a", *, region=COUNTY, by=CLERK, photo=False, at=AT):
    """The number of a file that somebody handed in; the same letter is the same content."""
    sha = sha256(content.encode()).hexdigest()
    described = {"media_type": "image/jpeg" if photo else "application/pdf", "name": f"{content}.pdf"}
    row, _ = Evidence.objects.get_or_create(
        given_sha256=sha,
        region_code=region,
        uploaded_by=by,
        position_kept=False,
        defaults={"sha256": sha, "size": 10, "at": at, **described},
    )
    return row.pk


def planned(row, *, actor=COUNTY_OFFICE, horizon=Horizon.IMMEDIATE, stages=1, at=AT):
    """A problem with root cause, goal and a task with stages, not proposed yet."""
    cause = Cause("管护责任没有落实到人", "路面修复，管护有人", horizon)
    actions.write_plan(problem_id=row.pk, cause=cause, actor=actor, at=at)
    held = post(region=row.region_code) if not _post_of(row) else _post_of(row)
    measure = Measure("修复损毁路面并签订管护责任书", held.pk, DUE)
    task = actions.add_task(problem_id=row.pk, measure=measure, actor=actor, at=at)
    for number in range(stages):
        goal = Goal(f"第{number + 1}阶段目标", date(2019, 4 + number % 3, 10 + number))
        actions.add_stage(task_id=task.pk, goal=goal, actor=actor, at=at)
    return Problem.objects.get(pk=row.pk)


def _post_of(row):
    from diguan.domain.responsibility.models import Post

    return Post.objects.filter(region_code=row.region_code, closed_on=None).first()


def fresh(row):
    """The row as it stands now."""
    return type(row).objects.get(pk=row.pk)


def under_way(row, *, proposer=None, approver=COUNTY_OFFICE, **how):
    """A problem whose plan the township proposed and the county approved."""
    row = planned(row, **how)
    proposer = proposer or somebody(Role.TOWNSHIP)
    outcome = actions.propose(problem_id=row.pk, version=row.version, actor=proposer, at=AT)
    assert outcome.accepted, outcome.refusal
    outcome = actions.approve_plan(problem_id=row.pk, version=row.version + 1, actor=approver, at=AT)
    assert outcome.accepted, outcome.refusal
    return fresh(row)


def stage_done(stage, *, first=None, second=COUNTY_OFFICE, at=AT, letter="b"):
    """A stage reported by the township and accepted by the county."""
    first = first or somebody(Role.TOWNSHIP)
    files = [a_file(letter, region=stage.task.problem.region_code)]
    stage = fresh(stage)
    outcome = actions.report_stage(
        stage_id=stage.pk, version=stage.version, reason="已修复", evidence=files, actor=first, at=at
    )
    assert outcome.accepted, outcome.refusal
    outcome = actions.accept_stage(stage_id=stage.pk, version=stage.version + 1, actor=second, at=at)
    assert outcome.accepted, outcome.refusal


def reported(row, *, actor=None, at=AT, letter="c", stages=True):
    """A problem whose stages are accepted, reported by the township."""
    if stages:
        for stage in Stage.objects.filter(task__problem=row).exclude(state="accepted").order_by("number"):
            stage_done(stage, at=at)
    row = fresh(row)
    outcome = actions.report(
        problem_id=row.pk,
        version=row.version,
        reason="路面已修复，责任书已签",
        evidence=[a_file(letter, region=row.region_code)],
        actor=actor or somebody(Role.TOWNSHIP),
        at=at,
    )
    assert outcome.accepted, outcome.refusal
    return fresh(row)


def accepted(row, *, actor=COUNTY_OFFICE, at=AT):
    """A reported problem that the county accepted."""
    outcome = actions.accept(problem_id=row.pk, version=row.version, actor=actor, at=at)
    assert outcome.accepted, outcome.refusal
    return fresh(row)
