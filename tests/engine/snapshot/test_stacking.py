"""What was recorded by hand: each row says only what it holds."""

from dataclasses import replace
from datetime import date

from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, rows, source, taken

MAY, JUNE, JULY = date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 20)
FIELDS = "household.dangerous_house household.drinking_water_safe household.edge_household household.cause_main"


def listed(*households):
    return export(
        source(1, data_on=MAY),
        [{"household_id": h, "person_id": f"{h}1", "dangerous_house": True} for h in households],
        household=["dangerous_house"],
    )


def recorded(kind, *by_hand):
    return replace(facts(Subject.HOUSEHOLD, source(2, kind), by_hand), by_hand=True)


def test_record_replaces_only_what_it_says():
    first = {"household_id": "H1", "data_on": JUNE, "dangerous_house": False}
    second = {"household_id": "H1", "data_on": JULY, "drinking_water_safe": True}
    snapshot = taken(inputs(listed("H1"), recorded("visit", first, second)), FIELDS)
    assert rows(snapshot, "households", "dangerous_house", "drinking_water_safe") == [(False, True)]


def test_record_of_an_export_is_newer_than_the_export_and_does_not_say_who_the_members_are():
    by_hand = {"household_id": "H1", "data_on": JUNE, "dangerous_house": False}
    snapshot = taken(inputs(listed("H1", "H2"), recorded("export", by_hand)), FIELDS)
    assert rows(snapshot, "households", "household_id", "dangerous_house") == [("H1", False), ("H2", True)]
    assert len(run(snapshot.connection, "SELECT * FROM persons")) == 2


def test_record_of_one_household_presumes_nothing_of_others():
    by_hand = {"household_id": "H1", "data_on": JUNE, "cause_main": "因病"}
    snapshot = taken(inputs(listed("H1", "H2"), recorded("visit", by_hand)), FIELDS)
    assert rows(snapshot, "households", "household_id", "cause_main") == [("H1", "因病"), ("H2", None)]
    assert snapshot.groups[Subject.HOUSEHOLD][1].fields == frozenset()
