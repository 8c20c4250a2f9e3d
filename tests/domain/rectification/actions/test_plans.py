import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.rectification import actions
from diguan.domain.rectification.choices import Horizon, Refusal
from diguan.domain.rectification.models import Stage, Task
from tests.factories.rectification import AT, COUNTY_OFFICE, fresh, planned, problem, somebody, under_way

pytestmark = pytest.mark.django_db
TOWN = somebody(Role.TOWNSHIP)


def propose(row, actor=TOWN):
    row = fresh(row)
    return actions.propose(problem_id=row.pk, version=row.version, actor=actor, at=AT)


def test_plan_is_proposed_and_approved_by_somebody_above():
    row = under_way(problem())
    assert (row.state, row.proposed_by, row.proposed_role, row.approved_by) == (
        "under_way",
        TOWN.account_id,
        "township",
        COUNTY_OFFICE.account_id,
    )


@pytest.mark.parametrize("missing", ["everything", "task", "stage"])
def test_plan_that_is_not_whole_is_not_proposed(missing):
    row = problem()
    if missing != "everything":
        row = planned(row)
        Stage.objects.all().delete()
        if missing == "task":
            Task.objects.all().delete()
    outcome = propose(row)
    assert outcome.code is Refusal.PLAN_INCOMPLETE
    assert fresh(row).state == "received"


@pytest.mark.parametrize(("stages", "whole"), [(1, False), (2, True), (3, True)])
def test_long_term_mending_has_two_stages_at_least(stages, whole):
    row = planned(problem(), horizon=Horizon.LONG, stages=stages)
    assert propose(row).accepted is whole


def test_returned_plan_can_be_changed_and_proposed_again():
    row = planned(problem())
    assert propose(row).accepted
    row = fresh(row)
    outcome = actions.return_plan(
        problem_id=row.pk, version=row.version, reason="根源没找准", actor=COUNTY_OFFICE, at=AT
    )
    assert outcome.accepted
    assert (fresh(row).state, fresh(row).proposed_by) == ("received", None)
    assert propose(row).accepted
