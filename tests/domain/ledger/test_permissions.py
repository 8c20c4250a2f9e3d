"""Who may be whose second person, decided here by hand; the acts of every role over an item."""

import pytest

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger.choices import State, Step
from diguan.domain.ledger.permissions import TRANSITIONS, highest, rights_for, second_role, stands_above
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP

HERE, ELSEWHERE = "152222100001", "152223100001"
SECOND = {
    Role.VILLAGE: {Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION},
    Role.TOWNSHIP: {Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION},
    Role.DEPARTMENT: {Role.COUNTY, Role.PREFECTURE, Role.REGION},
    Role.COUNTY: {Role.DEPARTMENT, Role.PREFECTURE, Role.REGION},
    Role.PREFECTURE: {Role.REGION},
    Role.REGION: {Role.REGION},
}
MAY = {
    Act.DETERMINE: {Role.TOWNSHIP, Role.COUNTY},
    Act.ASSIGN: {Role.TOWNSHIP, Role.COUNTY},
    Act.HANDLE: {Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT},
    Act.CONFIRM: {Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION},
    Act.APPROVE: {Role.TOWNSHIP, Role.COUNTY, Role.PREFECTURE, Role.REGION},
    Act.WITHDRAW: {Role.COUNTY, Role.PREFECTURE, Role.REGION},
}
OVER = {Role.VILLAGE: HERE, Role.TOWNSHIP: TOWNSHIP, Role.PREFECTURE: PREFECTURE, Role.REGION: REGION}


def right(role, over=None, department="education"):
    return Right(role, over or OVER.get(role, COUNTY), department if role is Role.DEPARTMENT else "")


@pytest.mark.parametrize("first", SECOND)
def test_second_person_stands_above_the_first(first):
    over_villages = [role for role in Role if role not in (Role.AUDITOR, Role.ADMINISTRATOR)]
    assert {role for role in over_villages if stands_above(role, first)} == SECOND[first]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", MAY)
def test_act_over_an_item_needs_the_role_the_place_and_the_department(act, role):
    may = role in MAY[act]

    def held(over=None, department="education", place=HERE):
        return bool(rights_for(Viewer(1, (right(role, over, department),)), act, place, "education"))

    assert held() is may
    assert held(OTHER_COUNTY) is False
    assert held(place=ELSEWHERE) is (may and role in (Role.PREFECTURE, Role.REGION))
    assert held(department="housing") is (may and role is not Role.DEPARTMENT)


@pytest.mark.parametrize(("role", "own"), [(Role.PREFECTURE, PREFECTURE), (Role.REGION, REGION)])
def test_upper_levels_solve_what_lies_on_their_own_unit_and_nothing_below(role, own):
    viewer = Viewer(1, (right(role),))
    over = {place: bool(rights_for(viewer, Act.HANDLE, place, "")) for place in (REGION, PREFECTURE, COUNTY, HERE)}
    assert over == {place: place == own for place in over}
    assert (viewer.may(Act.HANDLE), viewer.may(Act.HANDLE, own), viewer.may(Act.HANDLE, COUNTY)) == (True, True, False)


def test_somebody_of_several_roles_acts_in_the_highest():
    several = (right(Role.VILLAGE), right(Role.COUNTY), right(Role.TOWNSHIP))
    assert (highest(several), highest(())) == (Role.COUNTY, None)
    assert second_role(several, Role.TOWNSHIP) is Role.COUNTY
    assert second_role(several, Role.COUNTY) is None
    assert second_role((right(Role.DEPARTMENT),), Role.COUNTY) is Role.DEPARTMENT


def test_only_the_second_person_leads_to_closed_and_only_from_submitted():
    to_closed = [each for each in TRANSITIONS.values() if each.target is State.CLOSED]
    assert [(each.step, each.sources, each.second) for each in to_closed] == [(Step.CONFIRM, (State.SUBMITTED,), True)]


def test_no_step_begins_where_an_item_has_ended():
    ended = {State.CLOSED, State.WITHDRAWN}
    assert [each.step for each in TRANSITIONS.values() if ended & set(each.sources)] == []
