from datetime import date
from random import Random

import pytest

from diguan.synth.people import age_on
from diguan.synth.structure import born, draw_places, load_kinds

AS_OF = date(2019, 6, 30)
KINDS = load_kinds()


def mean_size(weights):
    return sum(weight * len(KINDS.by_id[kind].members) for kind, weight in weights.items()) / sum(weights.values())


def test_listed_households_have_the_census_size():
    assert mean_size(KINDS.listed) == pytest.approx(3.58, abs=0.01)


def test_ordinary_households_are_three_persons():
    assert mean_size(KINDS.ordinary) == pytest.approx(3.0, abs=0.03)


@pytest.mark.parametrize("kind", KINDS.by_id.values(), ids=lambda kind: kind.id)
def test_generations_are_years_apart(kind):
    rng = Random(5)
    for _ in range(300):
        places = draw_places(rng, kind, AS_OF)
        assert [p.relation for p in places].count("户主") == 1
        ages = {generation: [] for generation in ("elder", "middle", "child")}
        for place in places:
            ages[place.generation].append(age_on(place.born_on, AS_OF))
        assert all(60 <= age <= 90 for age in ages["elder"])
        assert all(27 <= age <= 62 for age in ages["middle"])
        assert all(1 <= age <= 24 for age in ages["child"])
        if ages["child"] and ages["middle"]:
            assert min(ages["middle"]) - max(ages["child"]) >= 18


@pytest.mark.parametrize("age", [0, 1, 6, 16, 60])
def test_birth_dates_stay_clear_of_the_birthday(age):
    rng = Random(7)
    dates = [born(rng, age, AS_OF) for _ in range(2_000)]
    assert {age_on(day, AS_OF) for day in dates} == {age}
    assert all((day.month, day.day) != (6, 30) for day in dates)


def test_couples_are_of_two_sexes():
    rng = Random(11)
    for kind in KINDS.by_id.values():
        places = {p.relation: p.male for p in draw_places(rng, kind, AS_OF)}
        if "配偶" in places:
            assert places["配偶"] != places["户主"]
