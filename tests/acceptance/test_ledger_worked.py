"""A county works on its ledger over rounds half a year apart: nothing closes on paper, every figure is the script's own count.

In the suite it is a small county; DIGUAN_WORKED_HOUSEHOLDS=26000 DIGUAN_WORKED_PLANTED=2700 DIGUAN_WORKED_SIZE=8 give 3,660 problems.
"""

import os
from datetime import date, timedelta

import pytest

from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.domain.registry.models import Household
from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from tests.acceptance.worked.book import Book
from tests.acceptance.worked.county import AS_OF, COUNTY, address, fill_posts, judge, settle
from tests.acceptance.worked.days import at
from tests.acceptance.worked.figures import Figures
from tests.acceptance.worked.people import GOOD, People
from tests.acceptance.worked.reminding import watch
from tests.acceptance.worked.story import Story
from tests.factories.facts import facts, inputs, source

HOUSEHOLDS = int(os.environ.get("DIGUAN_WORKED_HOUSEHOLDS", "500"))
PLANTED = int(os.environ.get("DIGUAN_WORKED_PLANTED", "70"))
SIZE = int(os.environ.get("DIGUAN_WORKED_SIZE", "1"))


def plant(count):
    """Problems that visits saw before the first round, house and water by turns, loaded in one; which fact it was, by household."""
    planted, rows = {}, []
    homes = Household.objects.filter(gone=False).exclude(status="ordinary").order_by("number")
    for place, (number, region) in enumerate(list(homes.values_list("number", "region_code"))[:-2][:count]):
        fact = ("dangerous_house", "drinking_water_safe")[place % 2]
        rows.append({"household_id": number, "region_code": region, fact: not GOOD[fact]})
        planted[number] = fact
    seen = [
        facts(Subject.HOUSEHOLD, source(number, "visit", AS_OF - timedelta(days=15)), [r for r in rows if fact in r])
        for number, fact in enumerate(GOOD, start=1)
    ]
    load_inputs(read=inputs(*seen), terms=Terms(load_catalogue(), AS_OF, COUNTY), actor=None, at=at(AS_OF))
    return planted


def workable(book, planted):
    """Lines about what was planted, except those that look back to a day before: facts of today do not end them."""
    about = {"safe_housing": "dangerous_house", "safe_drinking_water": "drinking_water_safe"}
    kinds = dict(Item.objects.values_list("pk", "kind"))
    for line in sorted(book.lines.values(), key=lambda line: line.pk):
        fact = about.get(line.about)
        if fact is not None and planted.get(line.household) == fact and kinds[line.pk] != "suspected_wrong_exit":
            yield line, fact


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
    story = Story(book, people, workable(book, planted), SIZE, monkeypatch)
    story.live_through()
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
    assert book.counts(date(2020, 2, 4))["ways"] == {"mended": 10 * SIZE, "corrected": 0, "verified": 0, "accepted": 0}
