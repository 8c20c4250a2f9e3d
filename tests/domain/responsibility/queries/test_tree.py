import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.queries.tree import branches_below, first_branches
from tests.factories.accounts import COUNTY, ON, OTHER_COUNTY, PREFECTURE, TOWNSHIP, viewer
from tests.factories.posts import helping, officer, post, tenure

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"


def filled():
    for region in (PREFECTURE, COUNTY, TOWNSHIP, VILLAGE, OTHER_COUNTY):
        tenure(post(region=region), officer(f"书记{region}", region))
    post(PostKind.FIRST_SECRETARY, VILLAGE)
    helping(officer("甲"), "1", VILLAGE)
    helping(officer("乙"), "1", VILLAGE)


def test_the_tree_begins_at_the_highest_units_that_the_viewer_sees():
    filled()
    (county,) = first_branches(viewer(Role.COUNTY), ON)
    assert (county.unit.code, county.posts, county.vacant, county.helped) == (COUNTY, 4, 1, 1)
    assert [link.holder.name for link in county.links] == [f"书记{COUNTY}"]
    assert first_branches(viewer(Role.AUDITOR), ON) == []


def test_below_a_unit_stand_its_parts_as_far_as_the_viewer_sees_them():
    filled()
    found = {branch.unit.code: branch for branch in branches_below(viewer(Role.PREFECTURE), PREFECTURE, ON)}
    assert (found[COUNTY].posts, found[OTHER_COUNTY].posts, found[COUNTY].leads_on) == (4, 1, True)
    (only,) = branches_below(viewer(Role.TOWNSHIP), COUNTY, ON)
    assert only.unit.code == TOWNSHIP
    villages = branches_below(viewer(Role.COUNTY), TOWNSHIP, ON)
    assert (villages[0].unit.code, villages[0].posts, villages[0].leads_on) == (VILLAGE, 2, False)
    assert branches_below(viewer(Role.COUNTY, username="again.x"), OTHER_COUNTY, ON) == []


def test_a_unit_that_is_only_led_through_shows_no_posts_of_its_own():
    filled()
    (county,) = branches_below(viewer(Role.VILLAGE), PREFECTURE, ON)
    assert (county.unit.code, county.links, county.posts) == (COUNTY, (), 2)


def test_the_number_of_questions_does_not_grow_with_the_units(django_assert_max_num_queries):
    filled()
    who = viewer(Role.PREFECTURE)
    with django_assert_max_num_queries(4):
        branches_below(who, PREFECTURE, ON)
