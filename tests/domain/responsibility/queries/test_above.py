"""A problem goes up: owner, township, county, prefecture, region; a department's to the head of its own unit first."""

from datetime import date

from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.queries import chart_of
from diguan.domain.responsibility.queries.above import superiors
from tests.factories.accounts import COUNTY, PREFECTURE, REGION, TOWNSHIP, a_village
from tests.factories.posts import officer, post, tenure

ON = date(2019, 7, 1)


def chain(owner, place):
    links = superiors(chart_of(COUNTY, ON), owner, place)
    return [(link.post.kind, link.post.level, link.tenure is not None) for link in links]


def test_village_problem_goes_up_level_by_level(db):
    village = a_village()
    owner = post(PostKind.FIRST_SECRETARY, village)
    tenure(owner, officer("甲"))
    tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("乙"))
    post(PostKind.SECRETARY, COUNTY)
    tenure(post(PostKind.LEADER, COUNTY), officer("丙"))
    post(PostKind.SECRETARY, PREFECTURE)
    assert chain(owner, village) == [
        ("first_secretary", "village", True),
        ("secretary", "township", True),
        ("leader", "county", True),
        ("secretary", "prefecture", False),
    ]


def test_department_problem_goes_to_the_head_of_the_county_and_on(db):
    owner = post(PostKind.DEPARTMENT, COUNTY, department="education")
    tenure(post(PostKind.SECRETARY, COUNTY), officer("甲"))
    tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("丁"))
    tenure(post(PostKind.SECRETARY, REGION), officer("乙"))
    assert chain(owner, a_village()) == [
        ("department", "county", False),
        ("secretary", "county", True),
        ("secretary", "region", True),
    ]


def test_problem_without_an_owner_begins_at_its_place(db):
    village = a_village()
    tenure(post(PostKind.SECRETARY, village), officer("甲"))
    tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("乙"))
    assert chain(None, village) == [("secretary", "village", True), ("secretary", "township", True)]
