from datetime import date

import pytest

from diguan.domain.responsibility.queries import helper_of
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.posts import OPENED, helping, officer

ON = date(2019, 5, 1)


@pytest.mark.django_db
def test_helpers_of_a_household_are_those_of_the_day_and_county():
    one, other = officer("甲"), officer("乙")
    helping(one, since=date(2019, 2, 1))
    helping(other, since=OPENED)
    helping(officer("丙"), until=ON)
    helping(officer("邻"), region=OTHER_COUNTY)
    assert [each.officer.name for each in helper_of("152222", "1001", ON)] == ["乙", "甲"]
    assert [each.officer.name for each in helper_of("152222", "1001", date(2019, 1, 15))] == ["乙", "丙"]
    assert helper_of("152222", "1002", ON) == ()
