"""What tables may say of who is there: lists name members of their day, settled states overrule them, records by hand only name people."""

from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, rows, source, taken

MAY, JUNE, JULY = date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 29)


def person(number, household="1", **more):
    return {"household_id": household, "person_id": number, **more}


def settled(day, *numbers):
    table = facts(Subject.PERSON, source(2, "tables"), [person(n, data_on=day) for n in numbers or (None,)])
    table.settles = True
    return table


def members(*tables):
    found = taken(inputs(*tables), "person.sex")
    return [] if "persons" not in found.columns else rows(found, "persons", "household_id", "person_id")


def test_settled_state_says_who_is_there_whatever_a_newer_list_says():
    lists = [export(source(1, data_on=MAY), [person("a"), person("b")]), export(source(3, data_on=JULY), [person("a")])]
    assert members(*lists) == [("1", "a")]
    assert members(*lists, settled(JUNE, "a", "b", "c")) == [("1", "a"), ("1", "b"), ("1", "c")]


def test_newest_settled_state_counts_and_may_be_nobody():
    lists = export(source(1, data_on=MAY), [person("a"), person("x", "2")])
    assert members(lists, settled(MAY, "a"), settled(JUNE)) == [("2", "x")]


def test_record_by_hand_makes_nobody_a_member_and_gives_a_member_his_number():
    said = facts(Subject.PERSON, source(2, "visit", JUNE), [person("a", identity="A"), person("z", identity="Z")])
    said.by_hand = True
    insured = facts(
        Subject.PERSON,
        source(3, "roster:health_insurance", JUNE),
        [{"identity": number, "insured_residents": True} for number in "AZ"],
    )
    snapshot = taken(inputs(export(source(1, data_on=MAY), [person("a")]), said, insured), "person.insured_residents")
    assert rows(snapshot, "persons", "person_id", "insured_residents") == [("a", True)]
