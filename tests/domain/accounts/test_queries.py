from datetime import timedelta

import pytest

from diguan.domain.accounts.actions import grant_role
from diguan.domain.accounts.permissions import Right, Role, Viewer
from diguan.domain.accounts.queries import accounts_for, administrators, departments, may_manage, viewer_of, viewers_of
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, TOWNSHIP, account, holder, viewer

pytestmark = pytest.mark.django_db


def test_viewer_has_the_grants_of_the_day_in_one_question(django_assert_num_queries):
    made = holder(Role.DEPARTMENT)
    with django_assert_num_queries(1):
        found = viewer_of(made.pk, ON)
    assert found == Viewer(made.pk, (Right(Role.DEPARTMENT, COUNTY, "education"),))
    assert viewer_of(made.pk, ON - timedelta(days=1)).grants == ()
    assert viewer_of(404, ON).grants == ()


def test_viewers_of_many_are_the_viewers_of_each_in_one_question(django_assert_num_queries):
    some = [holder(Role.DEPARTMENT), holder(Role.TOWNSHIP), account("no.rights"), holder(Role.COUNTY, username="off")]
    some[3].is_active = False
    some[3].save()
    numbers = [*(each.pk for each in some), 404]
    with django_assert_num_queries(1):
        found = viewers_of(numbers, ON)
    assert found == {number: viewer_of(number, ON) for number in numbers}
    assert [len(found[number].grants) for number in numbers] == [1, 1, 0, 0, 0]
    assert viewers_of([], ON) == {}


def test_administrator_lists_the_accounts_of_their_unit_alone():
    actor = viewer(Role.ADMINISTRATOR, over=COUNTY, username="the.admin")
    account("in.side", region=TOWNSHIP), account("out.side", region=OTHER_COUNTY)
    assert [a.username for a in accounts_for(actor)] == ["in.side", "the.admin"]
    assert list(accounts_for(viewer(Role.COUNTY))) == []


def test_account_with_a_later_grant_beyond_is_not_managed():
    actor = viewer(Role.ADMINISTRATOR, over=COUNTY)
    made = account()
    assert may_manage(actor, made, ON)
    grant_role(
        account=made,
        role=Role.COUNTY,
        region_code=OTHER_COUNTY,
        since_on=ON + timedelta(days=30),
        actor=None,
        at=AT,
        on=ON,
    )
    assert not may_manage(actor, made, ON)


def test_administrators_are_those_of_the_day_who_are_not_switched_off():
    made = holder(Role.ADMINISTRATOR)
    holder(Role.COUNTY)
    assert list(administrators(ON)) == [made]
    assert list(administrators(ON - timedelta(days=1))) == []
    made.is_active = False
    made.save()
    assert list(administrators(ON)) == []


def test_departments_are_those_of_the_shipped_standards():
    assert {"education", "housing", "medical_insurance", "water"} <= set(departments())
    assert departments()["education"].en == "Education"
