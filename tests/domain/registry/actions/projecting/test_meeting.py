"""What whole counties bring in equals what looking at everybody finds, list after list; and few are looked at."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from diguan.domain.registry.choices import Resemblance
from diguan.domain.registry.models import Household, Likeness, Person
from tests.domain.registry.actions.projecting.test_likenesses import expected, kept
from tests.factories.happenings import MAY, NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE, listed, member

pytestmark = pytest.mark.django_db
ONE, OTHER = "990101195001011232", "990101196001011234"
HERE = (VILLAGE, NEXT_VILLAGE)


def anybody(random, household, person, village):
    """A row of whom lists may say anything, often what they say of somebody else."""
    said = {
        "name": random.choice([None, "高娃", "单大山"]),
        "birth_date": random.choice([None, MAY.replace(year=1990), MAY.replace(year=1991)]),
        "identity": random.choice([None, None, ONE, OTHER]),
        "person_state": random.choice([None, "在家", "死亡"]),
    }
    told = {name: value for name, value in said.items() if value is not None}
    return member(household, person) | {"region_code": village} | told


@pytest.mark.parametrize("seed", range(6))
def test_lists_of_two_counties_leave_what_everybody_says(seed):
    random, kinds = Random(seed), set()
    for number in range(1, 9):
        villages = random.choice([HERE, (OTHER_VILLAGE,)])
        homes = [(f"{village[-3:]}{h}", village) for village in villages for h in range(3)]
        chosen = random.sample(homes, random.randint(1, len(homes)))
        rows = [anybody(random, home, str(p), village) for home, village in chosen for p in range(3)]
        listed(number, *rows, on=MAY + timedelta(days=number), columns=())
        assert kept() == expected()
        kinds |= {row[0] for row in kept()}
    assert kinds
    assert Person.objects.filter(gone=False).exists()


def test_every_kind_is_found_and_goes_with_its_reason():
    listed(1, member("1", "1", identity=ONE), member("2", "1", identity=ONE), columns=())
    assert {row[0] for row in kept()} == {Resemblance.NUMBER}
    listed(2, member("9", "1", identity=ONE) | {"region_code": OTHER_VILLAGE}, columns=())
    assert {row[0] for row in kept()} == {Resemblance.ACROSS}
    assert kept() == expected()
    later = MAY + timedelta(days=9)
    listed(3, member("9", "1", identity=OTHER) | {"region_code": OTHER_VILLAGE}, on=later, columns=())
    assert {row[0] for row in kept()} == {Resemblance.NUMBER}
    assert kept() == expected()
    listed(4, member("1", "1", identity=ONE), on=later, columns=())
    assert kept() == expected()


def test_household_that_is_listed_again_brings_its_people_back():
    listed(1, member("1", "1", identity=ONE), columns=())
    listed(2, member("9", "1", identity=ONE) | {"region_code": OTHER_VILLAGE}, columns=())
    assert len(kept()) == 2
    Household.objects.filter(number="1").update(listed=False, digest=None)
    Likeness.objects.all().delete()
    listed(3, member("2", "1"), on=MAY + timedelta(days=1), columns=())
    assert Household.objects.get(number="1").listed
    assert kept() == expected()
    assert len(kept()) == 2


def test_whoever_resembles_nobody_is_not_looked_at():
    rows = [member(str(h), "1", identity=f"99010119500101{h:04}") for h in range(60)]
    listed(1, *rows, member("a", "1", identity=ONE), member("b", "1", identity=ONE), columns=())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM like_touched")
        assert cursor.fetchone() == (2,)
    assert kept() == expected()
