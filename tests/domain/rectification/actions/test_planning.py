from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure
from diguan.domain.rectification.choices import Horizon
from diguan.domain.rectification.models import Problem, Stage, Task
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP
from tests.factories.posts import post
from tests.factories.rectification import (
    AT,
    COUNTY_OFFICE,
    DUE,
    accepted,
    fresh,
    planned,
    problem,
    reported,
    somebody,
    under_way,
)

pytestmark = pytest.mark.django_db
TOWN = somebody(Role.TOWNSHIP)


def add_task(row, held, actor=TOWN, **other):
    values = {"measure": "修复路面", "post_id": held.pk, "deadline_on": DUE, **other}
    return actions.add_task(problem_id=row.pk, measure=Measure(**values), actor=actor, at=AT)


def add_stage(task, goal="完成", due=date(2019, 5, 1), actor=TOWN):
    return actions.add_stage(task_id=task.pk, goal=Goal(goal, due), actor=actor, at=AT)


def test_units_of_a_task_are_those_of_its_post_unless_said():
    row = problem()
    education = post(PostKind.DEPARTMENT, COUNTY, department="education")
    task = add_task(row, education)
    assert task.lead_unit == task.unit
    assert task.lead_unit.endswith("教育") or "教" in task.lead_unit
    said = add_task(row, education, lead_unit="旗委组织部", unit="各苏木乡镇")
    assert (said.number, said.lead_unit, said.unit) == (2, "旗委组织部", "各苏木乡镇")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"measure": ""}, "measure"), ({"deadline_on": date(2018, 1, 1)}, "deadline_on"), ({"unit": "长" * 121}, "unit")],
    ids=str,
)
def test_task_that_is_not_whole_is_refused_at_its_entry(change, field):
    row, held = problem(), post(region=TOWNSHIP)
    with pytest.raises(UnableToRegister) as refused:
        add_task(row, held, **change)
    assert (refused.value.field, Task.objects.count()) == (field, 0)


def test_post_of_another_county_is_not_responsible_here():
    with pytest.raises(UnableToRegister) as refused:
        add_task(problem(), post(region=OTHER_COUNTY))
    assert refused.value.field == "post"


def test_stages_follow_each_other_up_to_the_day_of_the_task():
    task = add_task(problem(), post(region=TOWNSHIP))
    first = add_stage(task)
    for day in (first.due_on, date(2019, 4, 1), date(2019, 7, 1)):
        with pytest.raises(UnableToRegister) as refused:
            add_stage(task, due=day)
        assert refused.value.field == "due_on"
    assert add_stage(task, due=DUE).number == 2


def test_text_with_a_number_of_a_person_is_no_plan():
    row = problem()
    cause = Cause("责任人 13912345678 未落实", "落实", Horizon.IMMEDIATE)
    with pytest.raises(UnableToRegister) as refused:
        actions.write_plan(problem_id=row.pk, cause=cause, actor=TOWN, at=AT)
    assert refused.value.field == "root_cause"
    assert fresh(row).root_cause == ""


@pytest.mark.parametrize("state", ["proposed", "under_way"])
def test_plan_that_was_proposed_stands(state):
    row = under_way(problem())
    Problem.objects.filter(pk=row.pk).update(state=state)
    task = row.tasks.get()
    for act in (
        lambda: add_stage(task, due=DUE),
        lambda: actions.drop_task(task_id=task.pk, actor=TOWN, at=AT),
        lambda: actions.drop_stage(stage_id=task.stages.get().pk, actor=TOWN, at=AT),
    ):
        with pytest.raises(UnableToRegister):
            act()
    assert Stage.objects.count() == 1


def test_draft_loses_what_has_no_history_and_keeps_what_was_reported():
    row = planned(problem())
    stage = Stage.objects.get()
    actions.drop_stage(stage_id=stage.pk, actor=TOWN, at=AT)
    actions.drop_task(task_id=row.tasks.get().pk, actor=TOWN, at=AT)
    assert (Stage.objects.count(), Task.objects.count()) == (0, 0)
    row = accepted(reported(under_way(row)))
    again = actions.reopen(
        problem_id=row.pk,
        version=row.version,
        reason="又坏了",
        deadline_on=date(2019, 12, 1),
        actor=COUNTY_OFFICE,
        at=AT,
    )
    assert again.accepted
    with pytest.raises(UnableToRegister):
        actions.drop_task(task_id=row.tasks.get().pk, actor=TOWN, at=AT)
    with pytest.raises(UnableToRegister):
        actions.drop_stage(stage_id=Stage.objects.get().pk, actor=TOWN, at=AT)


@pytest.mark.parametrize(("role", "error"), [(Role.VILLAGE, UnableToFindRectification)], ids=str)
def test_plan_of_a_unit_is_not_written_from_below(role, error):
    row = problem()
    with pytest.raises(error):
        add_task(row, post(region=TOWNSHIP), actor=somebody(role))


def test_department_writes_no_plan_of_another():
    row = problem(department="housing")
    with pytest.raises(UnableToRegister):
        add_task(row, post(region=TOWNSHIP), actor=somebody(Role.DEPARTMENT))
