"""Questions that are put into SQL once answer as Django's own querysets do, with any values."""

import pytest
from django.db import connection
from django.db.models import F, Q
from django.db.models.lookups import In
from django.test.utils import CaptureQueriesContext

from diguan.domain.prepared import LARGEST, Prepared
from diguan.domain.registry.models import Household, Person, Sheet
from diguan.domain.registry.queries.household.rows import OF_FILES
from tests.web.households.conftest import home, load

pytestmark = pytest.mark.django_db
BY_KEY = Prepared(lambda key: Household.objects.filter(pk=key))
AMONG = Prepared(lambda county, numbers: Household.objects.filter(county=county, number__in=numbers).order_by("number"))
BESIDE = Prepared(
    lambda keys: Household.objects.filter(pk__in=keys).defer("facts").annotate(twice=F("size") * 2).order_by("pk")
)
PEOPLE = Prepared(
    lambda homes: (
        Person.objects.filter(In(F("household_id"), homes)).select_related("household").defer("facts").order_by("id")
    )
)


def fields(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.fixture
def homes():
    load(*(home(f"{n:04}") for n in range(5)))
    return list(Household.objects.order_by("number"))


def test_rows_are_those_of_the_queryset(homes):
    for each in homes:
        assert [fields(row) for row in BY_KEY.ask(key=each.pk)] == [fields(Household.objects.get(pk=each.pk))]
    assert BY_KEY.ask(key=0) == []
    assert BY_KEY.ask(key=LARGEST) == []


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_list_of_any_length_is_asked(homes, count):
    numbers = [each.number for each in homes[:count]]
    assert AMONG.ask(county=homes[0].county, numbers=numbers) == homes[:count]


def test_empty_list_asks_nothing(homes):
    with CaptureQueriesContext(connection) as asked:
        assert AMONG.ask(county=homes[0].county, numbers=[]) == []
    assert len(asked) == 0


def test_values_are_never_part_of_the_question(homes):
    assert AMONG.ask(county="' OR 1=1 --", numbers=["%s", "{}"]) == []


def test_joined_rows_come_along_and_columns_stay_out(homes):
    people = PEOPLE.ask(homes=[homes[0].pk])
    assert people == list(Person.objects.filter(household=homes[0]).order_by("id"))
    with CaptureQueriesContext(connection) as asked:
        assert {person.household for person in people} == {homes[0]}
    assert len(asked) == 0
    assert all("facts" in person.get_deferred_fields() for person in people)


def test_tables_of_a_county_are_those_that_still_speak(homes):
    county = homes[0].county
    low, high = county.ljust(12, "0"), str(int(county) + 1).ljust(12, "0")
    found = OF_FILES.ask(low=low, high=high, above=["0" * 12])
    place = "source__load__region_code"
    there = Q(**{f"{place}__gte": low, f"{place}__lt": high}) | Q(**{place: "0" * 12})
    assert {sheet.pk for sheet in found} == set(
        Sheet.objects.filter(there, source__by_hand=False).values_list("pk", flat=True)
    )
    assert found


def test_what_is_worked_out_beside_the_columns_comes_along(homes):
    asked = [each.pk for each in homes[:3]]
    told = BESIDE.ask(keys=asked)
    assert [(row.pk, row.number, row.twice) for row in told] == [(h.pk, h.number, h.size * 2) for h in homes[:3]]
