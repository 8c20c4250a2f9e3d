from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.models import Person
from diguan.domain.registry.queries.resemblance import known_elsewhere, resembling
from tests.factories.accounts import COUNTY, viewer
from tests.factories.happenings import NEXT_VILLAGE, OTHER_VILLAGE, listed, member

ONE, TWO = "990101195001011232", "990101196001011237"
BORN = date(1990, 5, 1)


def county():
    """One number in three households, one of them in another county; a name and day of birth twice in a village and once beside it."""
    listed(
        1,
        member("1", "a", name="单大山", identity=ONE),
        member("2", "b", name="单大山", identity=ONE),
        member("3", "c", name="高娃", birth_date=BORN),
        member("4", "d", name="高娃", birth_date=BORN, identity=TWO),
        member("5", "e", name="高娃", birth_date=date(1991, 5, 1)),
        {**member("6", "f", name="高娃", birth_date=BORN), "region_code": NEXT_VILLAGE},
        member("7", "g", name="单大山", identity=ONE, person_state="死亡"),
        columns=(),
    )
    listed(2, {**member("9", "z", name="金丝雀", identity=ONE), "region_code": OTHER_VILLAGE}, columns=())


def numbers(pairs):
    return [(p.person.number, p.other and p.other.number, p.numbered) for p in pairs]


@pytest.mark.django_db
def test_known_elsewhere_names_whom_one_may_see_and_says_that_there_are_others():
    county()
    found = known_elsewhere(viewer(Role.COUNTY, over=COUNTY), ONE)
    assert ([p.number for p in found.seen], found.unseen) == (["a", "b"], True)
    assert not known_elsewhere(viewer(Role.TOWNSHIP), "990101199501011237")


@pytest.mark.django_db
def test_whoever_resembles_people_of_a_household_is_found_at_once(django_assert_num_queries):
    county()
    who = viewer(Role.COUNTY, over=COUNTY)
    people = list(Person.objects.filter(number__in="ac").order_by("number"))
    with django_assert_num_queries(3):
        found = resembling(who, people)
    assert numbers(found) == [("a", "b", True), ("c", "d", False)]
