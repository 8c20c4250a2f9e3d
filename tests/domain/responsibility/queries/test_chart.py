from datetime import date

import pytest

from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.queries import chain_of, chart_of, holder_of, owner_for, posts_of
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP, account
from tests.factories.posts import OPENED, officer, post, tenure

pytestmark = pytest.mark.django_db
VILLAGE = "152222100001"
ON, JUNE = date(2019, 5, 1), date(2019, 6, 1)


def said(links):
    return [(link.post.kind, link.post.region_code, link.holder.name if link.holder else None) for link in links]


def filled():
    """A secretary at each level but the township, where the post is vacant; education at the county."""
    for name, region in (("村", VILLAGE), ("旗县", COUNTY), ("盟市", PREFECTURE), ("自治区", REGION)):
        tenure(post(region=region), officer(name, region))
    post(region=TOWNSHIP)
    tenure(post(PostKind.DEPARTMENT, COUNTY, department="education"), officer("教育"))
    tenure(post(region=OTHER_COUNTY), officer("邻县", OTHER_COUNTY))


def test_chain_goes_from_the_village_to_the_top_with_the_department_that_is_asked_for():
    filled()
    tenure(post(PostKind.DEPARTMENT, COUNTY, department="water"), officer("水利"))
    assert said(chain_of(VILLAGE, "education", ON)) == [
        ("secretary", VILLAGE, "村"),
        ("secretary", TOWNSHIP, None),
        ("secretary", COUNTY, "旗县"),
        ("department", COUNTY, "教育"),
        ("secretary", PREFECTURE, "盟市"),
        ("secretary", REGION, "自治区"),
    ]
    assert [link.post.kind for link in chain_of(TOWNSHIP, "", ON)] == ["secretary"] * 4


def test_vacant_since_is_the_day_after_the_last_holder_or_the_day_of_opening():
    held = post()
    assert [(x.holder, x.vacant_since) for x in chain_of(COUNTY, "", ON)] == [(None, OPENED)]
    tenure(held, officer("先"), OPENED, date(2019, 3, 1))
    tenure(held, officer("后"), JUNE)
    assert [x.vacant_since for x in chain_of(COUNTY, "", ON)] == [date(2019, 3, 1)]
    assert said(chain_of(COUNTY, "", JUNE)) == [("secretary", COUNTY, "后")]


def test_chain_is_that_of_the_day_and_leaves_out_posts_that_were_closed():
    post(PostKind.TEAM_LEADER, VILLAGE, closed=ON)
    assert chain_of(VILLAGE, "", ON) == ()
    assert [link.post.kind for link in chain_of(VILLAGE, "", date(2019, 4, 30))] == ["team_leader"]
    assert chain_of(VILLAGE, "", date(2018, 12, 31)) == ()


def owner(department="", on=ON):
    found = owner_for(VILLAGE, department, on)
    return found and (found.kind, found.region_code)


def test_owner_is_the_department_then_the_first_secretary_then_the_next_above():
    filled()
    first = tenure(post(PostKind.FIRST_SECRETARY, VILLAGE), officer("第一"))
    assert owner("education") == ("department", COUNTY)
    assert owner("water") == owner() == ("first_secretary", VILLAGE)
    first.until_on = ON
    first.save()
    assert owner() == ("secretary", VILLAGE)
    assert owner(on=date(2019, 4, 30)) == ("first_secretary", VILLAGE)


def test_owner_is_somebody_before_it_is_a_vacant_post():
    post(PostKind.FIRST_SECRETARY, VILLAGE)
    post(PostKind.DEPARTMENT, COUNTY, department="education")
    assert owner("education") == ("department", COUNTY)
    tenure(post(region=COUNTY), officer())
    assert owner("education") == owner() == ("secretary", COUNTY)


def test_owner_is_nobody_where_no_post_is_open():
    assert owner() is None


def test_a_chart_answers_for_every_village_below_in_two_questions(django_assert_num_queries):
    filled()
    with django_assert_num_queries(2):
        chart = chart_of(COUNTY, ON)
    with django_assert_num_queries(0):
        assert said(chart.chain(VILLAGE, "education"))[0] == ("secretary", VILLAGE, "村")
        assert chart.owner("152222101001").region_code == COUNTY
    assert OTHER_COUNTY not in chart.links


def test_holder_and_posts_are_those_of_the_day():
    account_of = account()
    one = officer(account=account_of)
    first, second = post(), post(PostKind.LEADER)
    tenure(first, one, OPENED, ON)
    tenure(second, one, ON)
    assert (holder_of(first, date(2019, 4, 30)), holder_of(first, ON)) == (one, None)
    assert posts_of(account_of.pk, date(2019, 4, 30)) == (first,)
    assert posts_of(account_of.pk, ON) == (second,)
    assert [link.account_id for link in chain_of(COUNTY, "", ON)] == [None, account_of.pk]


def test_a_place_that_the_tree_does_not_know_any_more_has_the_chain_of_its_code():
    filled()
    assert [link.holder.name for link in chain_of("152222199999", "", ON) if link.holder] == ["旗县", "盟市", "自治区"]
    assert owner_for("152222199999", "", ON).region_code == COUNTY
