"""What no input covers is told apart from what is not known of a household, and one visit changes it for one household alone."""

from itertools import groupby
from random import Random

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.jobs.choices import State
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.actions.recording import Finding, record_observation
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.listing import Wanted as Listed
from diguan.domain.registry.queries.listing import households
from diguan.domain.screening import covering
from diguan.domain.screening.actions import request_round
from diguan.domain.screening.choices import NOT_COVERED, Wanted
from diguan.domain.screening.models import Standing
from diguan.domain.screening.queries import judged, standings_of
from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.database import open_connection, run
from diguan.engine.snapshot.listing import BASE
from diguan.engine.verdicts import Grade, Subject, Verdict
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.screening.conftest import AS_OF, AT, STANDARD
from tests.factories.accounts import viewer

NOBODY_ASKED = {"clothing", "food", "measured_drinking_water"}  # no file of the county has a column for them


def not_covered():
    """By indicator the households whose verdict no input could decide, after every mark was found on an unknown verdict."""
    found = {}
    for standing in Standing.objects.select_related("round"):
        for said, code, grade in zip(standing.round.indicators, standing.codes, standing.grades, strict=True):
            if grade == str(NOT_COVERED):
                assert code == "1", (standing.household_number, said["id"])
                found.setdefault(said["id"], set()).add(standing.household_number)
    return found


def unknown_in(indicator):
    """Households with an unknown verdict, by hand."""
    found = set()
    for standing in Standing.objects.select_related("round"):
        ids = [said["id"] for said in standing.round.indicators]
        if standing.codes[ids.index(indicator)] == "1":
            found.add(standing.household_number)
    return found


FACTS = [(Subject.HOUSEHOLD, "a"), (Subject.HOUSEHOLD, "b"), (Subject.PERSON, "c")]
NEEDED = {"one": FACTS[:1], "both": FACTS[:2], "across": FACTS[::2], "last": FACTS[2:], "all": FACTS}


@pytest.mark.parametrize("seed", range(6))
def test_conditions_of_all_indicators_are_found_in_one_pass_and_are_those_of_each_alone(seed, monkeypatch):
    draw, asked = Random(seed), []
    with open_connection() as duck:
        run(
            duck,
            f'CREATE TABLE {covering.READ} (household_id INTEGER, "household.a" BOOLEAN, "household.b" BOOLEAN, "person.c" BOOLEAN)',
        )
        columns = "".join(f', "{name}" UTINYINT' for name in NEEDED)
        run(duck, f"CREATE TABLE v (household_id INTEGER{columns})")
        known = {home: [draw.choice([True, True, False, None]) for _ in FACTS] for home in range(12)}
        given = {home: {i: draw.choice([1, 1, 1, 3, *(0, 2)[: seed % 3]]) for i in NEEDED} for home in range(12)}
        for home, read in known.items():
            run(duck, f"INSERT INTO {covering.READ} VALUES (?, ?, ?, ?)", [home, *read])
            run(duck, f"INSERT INTO v VALUES (?{', ?' * len(NEEDED)})", [home, *given[home].values()])
        monkeypatch.setattr(covering, "_needed", lambda *_: NEEDED)
        monkeypatch.setattr(covering, "_make_read", lambda *_: None)
        monkeypatch.setattr(covering, "run", lambda duck, sql: asked.append(sql) or run(duck, sql))
        conditions = covering.uncovered(duck, None, None, None, "v")
        assert len(asked) == 1
        for indicator, own in NEEDED.items():
            found = run(
                duck,
                f"SELECT household_id FROM v JOIN {covering.READ} USING (household_id) WHERE {conditions.get(indicator, 'false')}",
            )
            assert {home for (home,) in found} == alone(known, given, indicator, [FACTS.index(fact) for fact in own])


def alone(known, given, indicator, places):
    """By hand: households with an unknown verdict of whose like, by the facts that were read of them, none was decided."""

    def like(home):
        return [bool(known[home][place]) for place in places]

    found = set()
    for read, alike in groupby(sorted(known, key=like), like):
        homes = list(alike)
        if not all(read) and not any(given[home][indicator] in (0, 2) for home in homes):
            found |= {home for home in homes if given[home][indicator] == 1}
    return found


def test_facts_that_no_file_has_are_not_covered_and_others_unknown(judged_county):
    everyone, found = set(Standing.objects.values_list("household_number", flat=True)), not_covered()
    assert set(found) == {*NOBODY_ASKED, "income"}
    assert all(found[indicator] == everyone for indicator in NOBODY_ASKED)
    of_the_base = {number for number in everyone if number.startswith(BASE)}
    assert len(of_the_base) == 11
    assert found["income"] == of_the_base  # nobody asks ordinary households for their income
    assert len(unknown_in("income") - of_the_base) == 1


def test_households_are_unknown_by_what_inputs_cover(judged_county):
    for standing in Standing.objects.all():
        told = standings_of(standing.county, standing.household_number)[0]
        unknown = [one for one in told.indicators if one.verdict is Verdict.UNKNOWN]
        assert told.unknown == sum(one.covered for one in unknown)
        assert all(one.grade is Grade.NONE for one in unknown)
    assert 0 < Standing.objects.filter(unknown__gt=0).count() < 11


@pytest.mark.parametrize("indicator", ["income", "food", "safe_housing"])
def test_list_of_unknown_households_and_of_those_not_covered_share_none(judged_county, indicator):
    county = viewer(Role.COUNTY, over=judged_county.region_code)
    about = {"verdict": Verdict.UNKNOWN, "indicator": indicator, "rounds": [judged_county]}

    def numbers(**more):
        return set(judged(households(county, Listed()), STANDARD, **about, **more).values_list("number", flat=True))

    assert numbers(grade=NOT_COVERED) == not_covered().get(indicator, set())
    assert numbers() == unknown_in(indicator) - numbers(grade=NOT_COVERED)


def test_visit_makes_another_case_of_one_household_alone(county, settings, tmp_path):
    settings.ROUNDS = tmp_path
    catalogue = load_catalogue()
    recorder = viewer(Role.COUNTY, over=county)
    warm, hungry, half = Household.objects.filter(listed=True).order_by("number")[:3]

    def see(household, **values):
        record_observation(
            household_id=household.pk,
            finding=Finding(values, AS_OF, Evidence(Grade.SEEN, "入户照片")),
            expected_version=household.version,
            catalogue=catalogue,
            actor=recorder,
            at=AT,
        )

    see(warm, clothing_seasonal=True)
    see(hungry, food_sufficient=False)
    see(half, food_sufficient=True)
    job = request_round(
        wanted=Wanted(STANDARD, AS_OF, county, ("poverty_line=3218@county notice",)), viewer=None, at=AT
    )
    Worker(handlers(), now=lambda: AT).run_one()
    job.refresh_from_db()
    assert job.state == State.DONE, job.error
    found, everyone = not_covered(), set(Standing.objects.values_list("household_number", flat=True))
    assert found["clothing"] == everyone - {warm.number}
    assert everyone - found["food"] == {hungry.number, half.number}
    assert unknown_in("food") == everyone - {
        hungry.number
    }  # of one of them something was seen, and what is missing is asked of it
