"""What there is to tell of one household beside its facts, found out by one question: most households have little of it."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from diguan.domain.registry.models import Household

TRACES = """SELECT
EXISTS (SELECT 1 FROM registry_lifeevent WHERE county = %(county)s AND household_number = %(number)s),
EXISTS (SELECT 1 FROM registry_move WHERE from_household = %(number)s)
    OR EXISTS (SELECT 1 FROM registry_move WHERE to_household = %(number)s),
EXISTS (SELECT 1 FROM registry_rosterchange WHERE household_number = %(number)s),
EXISTS (SELECT 1 FROM registry_person p JOIN registry_kinlink k ON k.person_id = p.id WHERE p.household_id = %(id)s)
    OR EXISTS (SELECT 1 FROM registry_person p JOIN registry_kinlink k ON k.other_id = p.id WHERE p.household_id = %(id)s),
EXISTS (SELECT 1 FROM ledger_item WHERE county = %(county)s AND household_number = %(number)s),
EXISTS (SELECT 1 FROM responsibility_helping WHERE county = %(county)s AND household_number = %(number)s
    AND since_on <= %(on)s)"""


@dataclass(frozen=True, slots=True)
class Traces:
    """Whether there may be any. `events`: recorded here, or of people who came or went; `moves`: of numbers, from it or to it."""

    events: bool
    moves: bool
    kin: bool
    items: bool
    helpers: bool


def traces_of(household: Household, on: date) -> Traces:
    """Of a household that the caller has seen to be one that may be seen. What is not there on the day need not be asked for."""
    said: dict[str, str | int | date] = {
        "county": household.county,
        "number": household.number,
        "id": household.pk,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(TRACES, said)
        recorded, moves, changes, kin, items, helpers = map(bool, cursor.fetchone())
    return Traces(recorded or moves or changes, moves, kin, items, helpers)
