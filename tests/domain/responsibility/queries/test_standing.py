from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.queries import vacancies
from diguan.domain.responsibility.queries.standing import one_county, unhelped
from tests.factories.accounts import COUNTY, ON, OTHER_COUNTY, TOWNSHIP, viewer
from tests.factories.posts import OPENED, helping, officer, post, tenure

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"


def household(number="1001", region=VILLAGE, **more):
    return Household.objects.create(
        county=region[:6], number=number, region_code=region, size=1, **{"listed": True, **more}
    )


def said(found):
    return [(each.kind, each.region_code, each.since_on) for each in found]


def test_vacancies_are_posts_that_nobody_holds_and_posts_that_were_never_set_up():
    household()
    tenure(post(), officer(), until=date(2019, 2, 1))
    tenure(post(PostKind.LEADER), officer("在任"))
    post(PostKind.FIRST_SECRETARY, VILLAGE)
    assert said(vacancies(viewer(Role.COUNTY), ON)) == [
        ("secretary", COUNTY, date(2019, 2, 1)),
        ("first_secretary", VILLAGE, OPENED),
        ("secretary", TOWNSHIP, None),
        ("secretary", VILLAGE, None),
    ]
    assert said(vacancies(viewer(Role.COUNTY, username="early.x"), date(2019, 1, 31)))[0][0] == "first_secretary"


def test_vacancies_elsewhere_are_nobodys_business():
    household(region=region_tree().units("village", OTHER_COUNTY)[0].code)
    post(region=OTHER_COUNTY)
    assert vacancies(viewer(Role.COUNTY), ON) == []
    assert vacancies(viewer(Role.ADMINISTRATOR), ON) == []
    assert {each.region_code[:6] for each in vacancies(None, ON)} >= {"152223", "152200", "150000"}


def test_vacancies_within_a_unit_are_cut_to_it():
    household()
    household("1002", "152222101001")
    post(region=COUNTY)
    found = vacancies(viewer(Role.COUNTY), ON, TOWNSHIP)
    assert {each.region_code[:9] for each in found} == {"152222100"}


def test_a_household_whom_nobody_helps_is_told():
    household()
    household("1002")
    household("1003", listed=False)
    household("1004", gone=True)
    household("2001", "152223100001")
    helping(officer(), "1001")
    helping(officer("曾"), "1002", until=date(2019, 2, 1))
    helping(officer("邻", OTHER_COUNTY), "1002", OTHER_COUNTY)
    assert [home.number for home in unhelped(viewer(Role.COUNTY), ON)] == ["1002"]
    assert list(unhelped(viewer(Role.COUNTY, username="second.x"), ON, "152222101000")) == []


def test_units_are_listed_one_by_one_within_a_county_alone():
    assert one_county(viewer(Role.COUNTY))
    assert one_county(viewer(Role.VILLAGE))
    assert one_county(None, COUNTY)
    assert not one_county(None)
    assert not one_county(viewer(Role.REGION))
    assert not one_county(viewer(Role.PREFECTURE), "152200000000")
