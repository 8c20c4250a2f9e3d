"""What is kept of who resembles whom equals what looking at everybody finds, whatever happens in between."""

from datetime import date
from importlib import import_module
from itertools import groupby
from random import Random

import pytest
from django.db import connection

from diguan.domain.registry.actions.projecting.likenesses import renew_likenesses
from diguan.domain.registry.choices import ENDING, Resemblance
from diguan.domain.registry.models import Household, Likeness, Person
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.happenings import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE, listed, member

pytestmark = pytest.mark.django_db
BLINDS = [bytes([n]) * 16 for n in range(6)]
NAMES = (("高娃", "gaowa"), ("单大山", "shandashan"), (None, None))
DAYS = (date(1990, 5, 1), date(1991, 5, 1), None)


def expected():
    """In plain Python, over everybody."""
    people = [
        p
        for p in Person.objects.select_related("household").order_by("id")
        if not p.gone and p.member and p.household.listed and not p.household.gone and p.state not in ENDING
    ]
    found = set()
    for group in groups([p for p in people if p.blind is not None], lambda p: bytes(p.blind)):
        kind = Resemblance.ACROSS if len({p.household.county for p in group}) > 1 else Resemblance.NUMBER
        found |= {(int(kind), p.region_code, p.pk, group[0].pk) for p in group}
    named = [p for p in people if p.name is not None and p.birth_date is not None]
    for group in groups(named, lambda p: (p.region_code, p.name, str(p.birth_date))):
        single = {p.pk if p.blind is None else bytes(p.blind): p for p in reversed(group)}
        alike = sorted(single.values(), key=lambda p: p.pk)
        if len(alike) > 1:
            found |= {(int(Resemblance.ALIKE), p.region_code, p.pk, alike[0].pk) for p in alike}
    return found


def groups(people, key):
    """Those who have a key together with others, the smallest first."""
    ordered = [list(group) for _, group in groupby(sorted(people, key=lambda p: (key(p), p.pk)), key)]
    return [group for group in ordered if len(group) > 1]


def kept():
    return set(Likeness.objects.values_list("kind", "region_code", "person_id", "first_id"))


def world():
    """Twenty-four people in twelve households of three villages, two of them of one county."""
    for number, village in enumerate((VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE), 1):
        rows = [member(f"{number}{h}", f"{p}") | {"region_code": village} for h in range(4) for p in range(2)]
        listed(number, *rows, columns=())
    return list(Household.objects.order_by("id"))


def stir(random, household):
    """Anything that a fold may write of a household and its people."""
    for person in household.persons.order_by("id"):
        name, pinyin = random.choice(NAMES)
        Person.objects.filter(pk=person.pk).update(
            name=name,
            pinyin=pinyin,
            birth_date=random.choice(DAYS),
            blind=random.choice([None, *BLINDS]),
            state=random.choice([None, "在家", "在家", *ENDING]),
            gone=random.random() < 0.2,
            member=random.random() < 0.9,
        )
    Household.objects.filter(pk=household.pk).update(gone=random.random() < 0.1, listed=random.random() < 0.9)


@pytest.mark.parametrize("seed", range(4))
def test_likenesses_equal_those_of_everybody_after_any_change(seed):
    random, homes, kinds = Random(seed), world(), set()
    for home in homes:
        stir(random, home)
    for county in (COUNTY[:6], OTHER_COUNTY[:6]):
        renew_likenesses(county, [home.number for home in homes if home.county == county])
    assert kept() == expected()
    for _ in range(25):
        chosen = random.choice(homes)
        beside = [home for home in homes if home.county == chosen.county]
        touched = random.sample(beside, random.randint(1, 3))
        for home in touched:
            stir(random, home)
        renew_likenesses(chosen.county, [home.number for home in touched])
        assert kept() == expected()
        kinds |= {row[0] for row in kept()}
    assert kinds == set(Resemblance)


def test_nobody_is_looked_at_where_nothing_was_touched(django_assert_num_queries):
    world()
    assert kept() == expected() == set()
    with django_assert_num_queries(0):
        renew_likenesses(COUNTY[:6], [])


def test_migration_finds_everybody_who_was_there_before():
    random, fill = Random(9), import_module("diguan.domain.registry.migrations.0012_who_looks_like_somebody_else")
    for home in world():
        stir(random, home)
    assert not kept()
    with connection.cursor() as cursor:
        cursor.execute(fill.NUMBERED)
        cursor.execute(fill.ALIKE)
    assert kept() == expected() != set()
