from datetime import date

import pytest
from django.db import IntegrityError, transaction

from diguan.domain.responsibility.choices import OWNS, STANDS_ON, Level, PostKind, role_of
from tests.factories.posts import helping, officer, post, tenure

pytestmark = pytest.mark.django_db
MARCH, JUNE, SEPTEMBER = date(2019, 3, 1), date(2019, 6, 1), date(2019, 9, 1)


def refused(make, *args):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*args)


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2019, 5, 31), None), (MARCH, JUNE), (date(2019, 4, 1), date(2019, 4, 2)), (date(2019, 1, 1), SEPTEMBER)],
)
def test_two_holders_of_a_post_on_one_day_are_refused_by_the_database(since, until):
    held, one, other = post(), officer("甲"), officer("乙")
    tenure(held, one, MARCH, JUNE)
    refused(tenure, held, other, since, until)
    assert held.tenures.count() == 1


def test_who_follows_begins_on_the_day_on_which_the_other_ends():
    held, one, other = post(), officer("甲"), officer("乙")
    tenure(held, one, MARCH, JUNE)
    tenure(held, other, JUNE)
    tenure(held, one, date(2019, 1, 1), MARCH)
    assert held.tenures.count() == 3


def test_moving_the_end_of_a_tenure_over_the_next_is_refused():
    held, one, other = post(), officer("甲"), officer("乙")
    first = tenure(held, one, MARCH, JUNE)
    tenure(held, other, JUNE, SEPTEMBER)
    first.until_on = date(2019, 6, 2)
    refused(first.save)


def test_two_posts_do_not_touch_each_other():
    one = officer()
    tenure(post(), one, MARCH)
    tenure(post(PostKind.LEADER), one, MARCH)
    assert one.tenures.count() == 2


def test_a_tenure_of_no_day_stands_in_nobodys_way():
    held, one = post(), officer()
    tenure(held, one, MARCH, MARCH)
    tenure(held, one, date(2019, 1, 1))
    assert held.tenures.count() == 2


def test_somebody_helps_a_household_once_at_a_time_and_several_help_it():
    one, other = officer("甲"), officer("乙")
    helping(one, since=MARCH, until=JUNE)
    refused(helping, one, "1001", "152222000000", date(2019, 5, 1), None)
    helping(one, since=JUNE)
    helping(other, since=MARCH)
    helping(one, "1002", since=MARCH)
    assert (one.helping.count(), other.helping.count()) == (3, 1)


def test_a_post_of_a_kind_and_seat_is_open_once_in_a_unit():
    post(PostKind.TEAM_MEMBER, "152222100001", seat=1, closed=JUNE)
    post(PostKind.TEAM_MEMBER, "152222100001", seat=1, opened=JUNE)
    post(PostKind.TEAM_MEMBER, "152222100001", seat=2)
    refused(lambda: post(PostKind.TEAM_MEMBER, "152222100001", seat=2))


def test_a_department_is_named_by_its_post_alone():
    refused(lambda: post(PostKind.DEPARTMENT))
    refused(lambda: post(PostKind.SECRETARY, department="education"))


def test_every_kind_stands_somewhere_and_gives_a_role_there():
    assert set(STANDS_ON) == set(PostKind)
    roles = {role_of(kind, level) for kind, levels in STANDS_ON.items() for level in levels}
    assert {str(role) for role in roles} == {"village", "township", "county", "prefecture", "region", "department"}
    assert set(OWNS) == set(Level)
    assert [kind for level, kinds in OWNS.items() for kind in kinds if level not in STANDS_ON[kind]] == []
