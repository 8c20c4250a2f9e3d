"""A problem is accepted when its stages are, the ledger closes, the standard agrees and a second person looked; on paper it never is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger import actions as ledger
from diguan.domain.ledger.choices import Closing, State
from diguan.domain.ledger.models import Event as LedgerEvent
from diguan.domain.ledger.models import Item
from diguan.domain.rectification import actions
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Event, Problem, Spread, Stage
from diguan.domain.rectification.refusals import UnableToFindRectification
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT as THEN
from tests.domain.ledger.worlds import HOME, HOUSE, VILLAGE
from tests.factories.accounts import PREFECTURE, REGION, TOWNSHIP
from tests.factories.rectification import (
    AT,
    COUNTY_OFFICE,
    ROAD,
    a_file,
    accepted,
    fresh,
    inspection,
    planned,
    problem,
    reported,
    somebody,
    stage_done,
    under_way,
)

__all__ = ["lived", "neighbours_round"]
pytestmark = pytest.mark.django_db
TOWN, COUNTRY = somebody(Role.TOWNSHIP), somebody(Role.REGION)
UNSAFE = replace(
    ROAD, criteria="", standard="cn-two-assurances", indicator=HOUSE, department="housing", households=(HOME,)
)


def report(row, actor=TOWN, at=AT, files=None):
    row = fresh(row)
    given = [a_file("whole", region=TOWNSHIP)] if files is None else files
    return actions.report(problem_id=row.pk, version=row.version, reason="整改到位", evidence=given, actor=actor, at=at)


def accept(row, actor=COUNTY_OFFICE, at=AT):
    row = fresh(row)
    return actions.accept(problem_id=row.pk, version=row.version, actor=actor, at=at)


def done(row):
    """Every stage accepted."""
    for stage in Stage.objects.filter(task__problem=row).order_by("number"):
        stage_done(stage, letter=f"s{stage.pk}")


def on_paper(outcome, code, row):
    last = Event.objects.order_by("-id").first()
    assert (outcome.code, last.accepted, last.refusal) == (code, False, code)
    assert fresh(row).state != "accepted"
    return True


def test_problem_with_criteria_closes_in_the_ledger_in_the_same_steps():
    row = reported(under_way(problem()))
    item = row.links.get().item
    assert (item.state, item.closing, item.submitted_role) == (State.SUBMITTED, Closing.ACCEPTED, "township")
    row = accepted(row)
    item = Item.objects.get(pk=item.pk)
    assert (row.state, row.accepted_by, item.state) == ("accepted", COUNTY_OFFICE.account_id, State.CLOSED)
    acts = list(LedgerEvent.objects.filter(item=item, accepted=True).order_by("id").values_list("act", flat=True))
    assert acts == ["open", "submit", "confirm"]


def test_report_before_every_stage_is_accepted_is_an_attempt_on_paper():
    row = under_way(problem())
    assert on_paper(report(row), Refusal.STAGES_OPEN, row)
    assert Event.objects.latest("id").detail == {"stages": 1}
    assert row.links.get().item.state == State.OPEN


@pytest.mark.parametrize(("actor", "code"), [(TOWN, Refusal.SAME_PERSON), (somebody(Role.TOWNSHIP, 77), Refusal.RANK)])
def test_report_is_not_accepted_by_its_own_level(actor, code):
    row = reported(under_way(problem()))
    assert on_paper(accept(row, actor), code, row) or code is Refusal.RANK
    assert row.links.get().item.state == State.SUBMITTED


def test_returned_report_goes_back_in_the_ledger_too():
    row = reported(under_way(problem()))
    outcome = actions.return_problem(
        problem_id=row.pk, version=row.version, reason="现场看过，路没修完", actor=COUNTY_OFFICE, at=AT
    )
    assert outcome.accepted
    assert (fresh(row).state, fresh(row).returns, row.links.get().item.state) == ("under_way", 1, State.OPEN)
    assert accepted(reported(row, letter="again", stages=False)).state == "accepted"


def test_item_that_was_closed_in_the_ledger_alone_is_no_accepted_problem():
    row = under_way(problem())
    item = row.links.get().item
    files = [a_file("direct", region=TOWNSHIP)]
    how = {"item_id": item.pk, "at": AT}
    assert ledger.submit(
        version=item.version, closing=Closing.ACCEPTED, reason="修好了", evidence=files, actor=TOWN, **how
    ).accepted
    assert ledger.confirm(version=item.version + 1, actor=COUNTY_OFFICE, **how).accepted
    assert on_paper(report(row), Refusal.STAGES_OPEN, row)
    done(row)
    assert report(row).accepted
    assert accept(row).accepted


def test_withdrawn_item_leaves_nothing_to_accept():
    row = under_way(problem())
    item = row.links.get().item
    outcome = ledger.withdraw(
        item_id=item.pk, version=item.version, reason="重复登记", actor=somebody(Role.PREFECTURE), at=AT
    )
    assert outcome.accepted
    done(row)
    assert on_paper(report(row), Refusal.ITEMS_WITHDRAWN, row)


def test_problem_is_not_reported_while_others_have_not_been_looked_at():
    row = under_way(problem())
    done(row)
    Spread.objects.create(
        problem=row,
        kind="expression",
        region_code=TOWNSHIP,
        question="同类",
        criteria="解决",
        standard="cn-two-assurances",
        subject="household",
        expression="dangerous_house",
        begun_by=1,
        at=AT,
    )
    assert on_paper(report(row), Refusal.CHECKS_OPEN, row)


def judged(lived, role=Role.COUNTY):
    """A problem about the unsafe house of the world, its one stage accepted."""
    row = under_way(problem(actor=lived.who(role), at=THEN, **_values(UNSAFE)), proposer=TOWN)
    done(row)
    return row


def _values(entered):
    return {name: getattr(entered, name) for name in ("criteria", "standard", "indicator", "department", "households")}


def test_problem_with_an_indicator_closes_when_the_standard_says_so_alone(lived):
    row = judged(lived)
    assert on_paper(report(row, at=THEN), Refusal.ITEMS_OPEN, row)
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    assert on_paper(report(row, at=THEN), Refusal.ITEMS_OPEN, row)
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    assert report(row, at=THEN).accepted
    assert accept(row, at=THEN).accepted
    assert fresh(row).state == "accepted"


def test_house_that_is_unsafe_again_is_not_accepted_though_its_item_was_closed(lived):
    row = judged(lived)
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    assert report(row, at=THEN).accepted
    lived.record(lived.who(Role.VILLAGE), on=date(2019, 7, 28), dangerous_house=True)
    outcome = accept(row, at=THEN)
    assert (outcome.code, outcome.ledger, fresh(row).state) == (Refusal.STANDARD, "unmet", "reported")
    assert "仍未达标" in outcome.refusal.zh


def test_declared_mending_closes_no_item_and_so_no_problem(lived):
    row = judged(lived)
    from diguan.engine.verdicts import Grade

    lived.record(lived.who(Role.VILLAGE), Grade.DECLARED, dangerous_house=False)
    assert not lived.submit(lived.who(Role.VILLAGE)).accepted
    assert on_paper(report(row, at=THEN), Refusal.ITEMS_OPEN, row)


def test_verified_item_holds_until_its_day(lived):
    row = judged(lived)
    proof = lived.file(lived.who(Role.VILLAGE))
    until = THEN.date() + timedelta(days=30)
    submitted = lived.submit(lived.who(Role.VILLAGE), Closing.VERIFIED, verified_until=until, evidence=[proof])
    assert submitted.accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    assert report(row, at=THEN).accepted
    late = accept(row, at=THEN + timedelta(days=31))
    assert (late.code, late.ledger) == (Refusal.STANDARD, "expiry")
    assert accept(row, at=THEN).accepted
    assert Problem.objects.get().links.get().item.region_code == VILLAGE


def up_to_acceptance(own, first, second):
    """A problem that lies on a unit itself and is no department's, mended there; the outcome of its acceptance."""
    row = problem(inspection(COUNTRY, region_code=REGION), actor=COUNTRY, region_code=own)
    row = planned(row, actor=first)
    assert actions.propose(problem_id=row.pk, version=row.version, actor=first, at=AT).accepted
    assert actions.approve_plan(problem_id=row.pk, version=row.version + 1, actor=second, at=AT).accepted
    for stage in Stage.objects.filter(task__problem=row):
        stage_done(stage, first=first, second=second, letter="own")
    assert report(row, actor=first, files=[a_file("own2", region=own)]).accepted
    return accept(row, actor=second), row


def test_problem_of_the_region_itself_is_closed_by_two_persons_of_the_region():
    outcome, row = up_to_acceptance(REGION, COUNTRY, somebody(Role.REGION, account=777))
    assert (outcome.code, fresh(row).state) == (None, "accepted")
    assert (row.links.get().item.state, row.links.get().item.submitted_role) == (State.CLOSED, "region")


def test_problem_of_the_region_itself_is_not_closed_by_one_person_or_from_below():
    row = problem(inspection(COUNTRY, region_code=REGION), actor=COUNTRY, region_code=REGION)
    row = planned(row, actor=COUNTRY)
    assert actions.propose(problem_id=row.pk, version=row.version, actor=COUNTRY, at=AT).accepted
    outcome = actions.approve_plan(problem_id=row.pk, version=row.version + 1, actor=COUNTRY, at=AT)
    assert outcome.code is Refusal.SAME_PERSON
    with pytest.raises(UnableToFindRectification):
        actions.approve_plan(problem_id=row.pk, version=row.version + 1, actor=somebody(Role.PREFECTURE), at=AT)


def test_problem_of_a_prefecture_itself_is_closed_by_the_region():
    outcome, row = up_to_acceptance(PREFECTURE, somebody(Role.PREFECTURE), COUNTRY)
    assert (outcome.code, fresh(row).state) == (None, "accepted")
    assert row.links.get().item.submitted_role == "prefecture"
