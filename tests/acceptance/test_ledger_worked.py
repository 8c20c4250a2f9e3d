"""A county works on its ledger over rounds half a year apart: nothing closes on paper, every figure is the script's own count.

In the suite it is a small county; CONTRIBUTING says how it is run with more than 5,000 problems.
"""

import os
from datetime import date, timedelta

import pytest

from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.domain.registry.models import Household
from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject, Verdict
from tests.acceptance.worked.book import Book
from tests.acceptance.worked.county import AS_OF, COUNTY, address, fill_posts, judge, settle, verdicts_in
from tests.acceptance.worked.days import at
from tests.acceptance.worked.figures import Figures
from tests.acceptance.worked.people import GOOD, People
from tests.acceptance.worked.reminding import watch
from tests.acceptance.worked.story import Story
from tests.factories.facts import facts, inputs, source

HOUSEHOLDS = int(os.environ.get("DIGUAN_WORKED_HOUSEHOLDS", "500"))
PLANTED = int(os.environ.get("DIGUAN_WORKED_PLANTED", "70"))
SIZE = int(os.environ.get("DIGUAN_WORKED_SIZE", "1"))
HONEST = int(os.environ.get("DIGUAN_WORKED_HONEST", "2"))
TRIED = int(os.environ.get("DIGUAN_WORKED_TRIED", "4"))
ABOUT = {"safe_housing": "dangerous_house", "safe_drinking_water": "drinking_water_safe"}
DOUBTFUL = 2


def plant(count):
    """Problems that visits saw before the first round: house and water of as many households, loaded in one; the main one by household.

    Some more are said to be resettled, and nobody knows whether they have moved in: their house is no problem that is known.
    """
    planted, seen = {}, []
    homes = Household.objects.filter(gone=False).exclude(status="ordinary").order_by("number")
    homes = list(homes.values_list("number", "region_code"))[: -2 - DOUBTFUL]
    for place, (number, region) in enumerate(homes[: count + DOUBTFUL]):
        row = {"household_id": number, "region_code": region, **{fact: not good for fact, good in GOOD.items()}}
        if place < DOUBTFUL:
            row |= {"help_relocation": True, "house_lived_in": True}
        else:
            planted[number] = tuple(GOOD)[place % 2]
        seen.append(row)
    visits = (seen[:DOUBTFUL], seen[DOUBTFUL:])
    day = AS_OF - timedelta(days=15)
    tables = [facts(Subject.HOUSEHOLD, source(n, "visit", day), rows) for n, rows in enumerate(visits, start=1)]
    load_inputs(read=inputs(*tables), terms=Terms(load_catalogue(), AS_OF, COUNTY), actor=None, at=at(AS_OF))
    return planted


def by_verdict(book, folder, verdict):
    """Lines about what was planted with the fact, where the round's own table says the verdict of the household today.

    Those that look back to a day before are left out: facts of today do not end them.
    """
    said = verdicts_in(folder, ABOUT)
    kinds = dict(Item.objects.values_list("pk", "kind"))
    for line in sorted(book.lines.values(), key=lambda line: line.pk):
        if said.get((line.household, line.about)) == verdict and kinds[line.pk] != "suspected_wrong_exit":
            yield line, ABOUT[line.about]


def told(opened):
    """What opening says it did, without what is nothing."""
    names = ("opened", "rebound", "asked_again", "seen", "respected", "lost")
    return {name: number for name in names if (number := getattr(opened, name))}


@pytest.mark.django_db
def test_county_at_work_closes_nothing_on_paper_and_every_figure_is_the_count(tmp_path, settings, monkeypatch):
    settings.ROUNDS, settings.EVIDENCE = tmp_path / "rounds", tmp_path / "evidence"
    settle(tmp_path, HOUSEHOLDS)
    people = People()
    book = Book(fill_posts(people))
    planted = plant(PLANTED)
    figures = Figures(book, people, monkeypatch)

    first = date(2019, 7, 1)
    found, opened = judge(settings.ROUNDS / "one", AS_OF, first)
    assert told(opened) == book.meet(found, AS_OF, first)
    address(book)
    unmet = list(by_verdict(book, settings.ROUNDS / "one", Verdict.UNMET))
    story = Story(
        book, people, [(line, fact) for line, fact in unmet if planted.get(line.household) == fact], SIZE, monkeypatch
    )
    story.live_through()
    doubtful = [line for line, _ in by_verdict(book, settings.ROUNDS / "one", Verdict.UNKNOWN)]
    assert len(doubtful) >= DOUBTFUL
    story.nobody_knows(doubtful)
    story.many([pair for pair in unmet if pair[0].household in planted], HONEST, TRIED)
    story.the_rest()
    figures.of(date(2019, 8, 20))
    days = watch(book, date(2019, 9, 16), date(2019, 10, 20), monkeypatch)
    assert sum(days.values()) > 20
    assert not [day for day in days if date(2019, 10, 1) < day < date(2019, 10, 8)]
    figures.of(date(2019, 10, 20))

    story.relapse()
    second, day = date(2019, 12, 31), date(2020, 1, 2)
    found, opened = judge(settings.ROUNDS / "two", second, day)
    story.follow(day)
    met = book.meet(found, second, day)
    assert told(opened) == met
    assert (met["rebound"], met["asked_again"], met["respected"]) == (4 * SIZE, 4 * SIZE, 2 * SIZE)
    address(book)
    figures.of(date(2020, 1, 3))

    third, day = date(2020, 1, 31), date(2020, 2, 3)
    found, opened = judge(settings.ROUNDS / "three", third, day)
    met = book.meet(found, third, day)
    assert (told(opened), met["asked_again"], met["respected"]) == (met, 2 * SIZE, 0)
    figures.of(date(2020, 2, 4))
    assert book.counts(date(2020, 2, 4))["ways"] == {
        "mended": 10 * SIZE + HONEST,
        "corrected": 0,
        "verified": 0,
        "accepted": 0,
    }
