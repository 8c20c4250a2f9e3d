import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.rectification import actions
from diguan.domain.rectification.choices import Horizon, Refusal
from diguan.domain.rectification.models import Event, Proof, Stage
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP
from tests.factories.rectification import (
    AT,
    CLERK,
    COUNTY_OFFICE,
    fresh,
    problem,
    somebody,
    stage_done,
    under_way,
)
from tests.factories.rectification import a_file as handed_in

pytestmark = pytest.mark.django_db
TOWN = somebody(Role.TOWNSHIP)


def a_file(content, *, region=TOWNSHIP, by=CLERK, photo=False):
    return handed_in(content, region=region, by=by, photo=photo)


@pytest.fixture
def stages():
    row = under_way(problem(), horizon=Horizon.LONG, stages=3)
    return list(Stage.objects.filter(task__problem=row).order_by("number"))


def report(stage, files, actor=TOWN):
    stage = fresh(stage)
    return actions.report_stage(
        stage_id=stage.pk, version=stage.version, reason="完成", evidence=files, actor=actor, at=AT
    )


def test_stages_are_reported_in_their_order_and_accepted_one_by_one(stages):
    assert report(stages[1], [a_file("x")]).code is Refusal.STAGE_BEFORE
    for number, stage in enumerate(stages):
        stage_done(stage, letter=f"proof {number}")
    assert [stage.state for stage in map(fresh, stages)] == ["accepted"] * 3
    assert Proof.objects.count() == 3
    assert [event.refusal for event in Event.objects.filter(accepted=False)] == ["stage_before"]


def test_returned_stage_is_reported_again_and_keeps_its_history(stages):
    assert report(stages[0], [a_file("x")]).accepted
    stage = fresh(stages[0])
    outcome = actions.return_stage(
        stage_id=stage.pk, version=stage.version, reason="没有照片", actor=COUNTY_OFFICE, at=AT
    )
    assert outcome.accepted
    assert (fresh(stage).state, fresh(stage).returns, fresh(stage).reported_by) == ("planned", 1, None)
    assert report(stages[0], [a_file("y")]).accepted
    acts = list(Event.objects.filter(stage=stage).order_by("id").values_list("act", flat=True))
    assert acts == ["report_stage", "return_stage", "report_stage"]


@pytest.mark.parametrize(("place", "fits"), [(TOWNSHIP, True), (COUNTY, True), ("152222101000", False)], ids=str)
def test_evidence_is_of_the_place_or_of_one_above_it(stages, place, fits):
    outcome = report(stages[0], [a_file("x", region=place)], actor=somebody(Role.COUNTY, account=77))
    assert outcome.code == (None if fits else Refusal.EVIDENCE_ELSEWHERE)


def test_evidence_of_another_county_is_none(stages):
    assert report(stages[0], [a_file("x", region=OTHER_COUNTY)]).code is Refusal.EVIDENCE_ELSEWHERE
    assert report(stages[0], [12345]).code is Refusal.EVIDENCE_ELSEWHERE
    assert Proof.objects.count() == 0


def test_same_photo_proves_no_second_stage_while_minutes_may(stages):
    photo, minutes = a_file("photo", photo=True), a_file("minutes")
    assert report(stages[0], [photo, minutes], actor=somebody(Role.COUNTY, account=77)).accepted
    stage = fresh(stages[0])
    accepting = somebody(Role.PREFECTURE)
    assert actions.accept_stage(stage_id=stage.pk, version=stage.version, actor=accepting, at=AT).accepted
    again = a_file("photo", photo=True, by=901)
    assert report(stages[1], [again], actor=somebody(Role.COUNTY, account=77)).code is Refusal.EVIDENCE_USED
    assert report(stages[1], [minutes], actor=somebody(Role.COUNTY, account=77)).accepted
