from datetime import timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.responsibility.actions.posts import close_post, open_post
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.refusals import (
    UnableToClosePost,
    UnableToFindResponsibility,
    UnableToOpenPost,
)
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, TOWNSHIP, viewer
from tests.factories.posts import officer, post, tenure

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"


def opened(kind=PostKind.SECRETARY, region=VILLAGE, actor=None, **more):
    said = {"opened_on": ON, "reason": "方案", **more}
    return open_post(region_code=region, kind=kind, actor=actor, at=AT, on=ON, **said)


def closed(held, day=ON, actor=None, reason="撤并"):
    return close_post(post_id=held.pk, closed_on=day, reason=reason, actor=actor, at=AT, on=ON)


def test_open_makes_a_post_of_the_level_of_its_unit():
    made = opened(PostKind.DEPARTMENT, "152222", department="education", title=" 控辍保学专责 ")
    assert (made.level, made.region_code, made.title) == ("county", COUNTY, "控辍保学专责")
    assert Entry.objects.get(action="open_post").region_code == COUNTY


def test_open_gives_the_next_seat_where_a_unit_may_have_several():
    assert [opened(PostKind.TEAM_MEMBER).seat for _ in range(3)] == [1, 2, 3]


def test_open_refuses_a_second_post_where_a_unit_has_one():
    first = opened()
    with pytest.raises(UnableToOpenPost):
        opened()
    closed(first, ON + timedelta(days=5))
    with pytest.raises(UnableToOpenPost):
        opened(opened_on=ON + timedelta(days=4))
    opened(opened_on=ON + timedelta(days=5))
    opened(PostKind.DEPARTMENT, COUNTY, department="education")
    opened(PostKind.DEPARTMENT, COUNTY, department="water")
    assert Post.objects.count() == 4


@pytest.mark.parametrize(
    ("kind", "region", "department", "field"),
    [
        (PostKind.FIRST_SECRETARY, COUNTY, "", "kind"),
        (PostKind.DEPARTMENT, VILLAGE, "education", "kind"),
        (PostKind.DEPARTMENT, COUNTY, "", "department"),
        (PostKind.DEPARTMENT, COUNTY, "astrology", "department"),
        (PostKind.SECRETARY, COUNTY, "education", "department"),
    ],
)
def test_open_refuses_what_does_not_fit_and_names_the_entry(kind, region, department, field):
    with pytest.raises(UnableToOpenPost) as refused:
        opened(kind, region, department=department)
    assert refused.value.field == field


def test_open_refuses_a_unit_that_is_not_the_actors():
    actor = viewer(Role.TOWNSHIP)
    opened(actor=actor, region=TOWNSHIP)
    for region in (COUNTY, OTHER_COUNTY, "152222101000"):
        with pytest.raises(UnableToOpenPost) as refused:
            opened(actor=actor, region=region)
        assert refused.value.field == "region_code"


def test_close_is_refused_while_somebody_holds_the_post_and_done_once():
    held = post()
    tenure(held, officer(), until=ON + timedelta(days=1))
    with pytest.raises(UnableToClosePost):
        closed(held, ON)
    assert closed(held, ON + timedelta(days=1)).closed_on == ON + timedelta(days=1)
    with pytest.raises(UnableToClosePost):
        closed(held, ON + timedelta(days=2))


def test_close_refuses_a_day_before_the_opening_no_reason_and_a_foreign_post():
    with pytest.raises(UnableToClosePost):
        closed(post(), ON - timedelta(days=400))
    with pytest.raises(UnableToClosePost):
        closed(post(PostKind.LEADER), reason=" ")
    with pytest.raises(UnableToFindResponsibility):
        closed(post(region=OTHER_COUNTY), actor=viewer(Role.COUNTY))
