import pytest

from diguan.domain.ledger.choices import State
from diguan.domain.ledger.queries.busiest import busiest_village
from diguan.domain.responsibility.choices import PostKind
from tests.factories.ledger import FOUND_ON, item
from tests.factories.posts import post

QUIET, BUSY, NEXT_TOWN = "152222100001", "152222100002", "152222101001"
pytestmark = pytest.mark.django_db


def test_no_open_problem_leads_nowhere():
    assert busiest_village() is None
    item(1, region_code=QUIET, state=State.WITHDRAWN, ended_on=FOUND_ON)
    item(2, region_code="152222000000")
    assert busiest_village() is None


def test_village_with_most_open_problems_where_no_post_has_any():
    for running, village in enumerate((QUIET, BUSY, BUSY), start=1):
        item(running, region_code=village)
    assert busiest_village() == BUSY


def test_village_whose_own_posts_have_problems_comes_before_a_fuller_one():
    for running in (1, 2, 3):
        item(running, region_code=BUSY)
    own = post(PostKind.FIRST_SECRETARY, QUIET)
    item(4, region_code=QUIET, owner_post=own)
    assert busiest_village() == QUIET


def test_village_whose_township_has_work_too_comes_before_one_with_more_of_its_own():
    alone, own = post(PostKind.FIRST_SECRETARY, NEXT_TOWN), post(PostKind.FIRST_SECRETARY, QUIET)
    for running in (1, 2):
        item(running, region_code=NEXT_TOWN, owner_post=alone)
    item(3, region_code=QUIET, owner_post=own)
    item(4, region_code=BUSY, owner_post=post(PostKind.SECRETARY, "152222100000"))
    assert busiest_village() == QUIET
