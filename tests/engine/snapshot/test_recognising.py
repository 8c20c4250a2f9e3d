"""People of the resident base who stand in the list although their number or row could not be read: nobody has missed them."""

from dataclasses import replace

from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, facts, inputs, rejected, source

VILLAGE = "152221102218"
HEAD, WIFE, CHILD = "991102198001010010", "991102198001010029", "991102201001010037"
SEX = frozenset({(Subject.PERSON, "sex")})


def row(household, person, identity, name):
    keys = {"household_id": household, "person_id": person, "region_code": VILLAGE}
    return {**keys, "identity": identity, "name": name, "sex": "男"}


def people(*rows, source_id=1, kind="export"):
    return facts(Subject.PERSON, source(source_id, kind), list(rows))


def base(*rows):
    return people(*rows, source_id=2, kind="residents")


def who(read, relation):
    snapshot = assemble(read, load_catalogue(), Question(AS_OF, SEX, SEX))
    if relation not in snapshot.columns:
        return []
    return snapshot.connection.execute(f"SELECT household_id, person_id FROM {relation} ORDER BY ALL").fetchall()


BASE = base(row("7", "7:1", HEAD, "巴图"), row("7", "7:2", WIFE, "乌云"))


def test_base_member_nobody_listed_is_unlisted():
    read = inputs(people(row("1", "11", HEAD, "巴图")), BASE)
    assert who(read, "unlisted_members") == [("1", "base:7:2")]


def test_member_with_an_unread_number_and_the_same_name_is_listed():
    read = inputs(people(row("1", "11", HEAD, "巴图"), row("1", "12", None, "乌云")), BASE)
    assert who(read, "unlisted_members") == []
    assert who(read, "persons") == [("1", "11"), ("1", "12")]


def test_member_with_an_unread_number_and_another_name_is_somebody_else():
    read = inputs(people(row("1", "11", HEAD, "巴图"), row("1", "12", None, "其木格")), BASE)
    assert who(read, "unlisted_members") == [("1", "base:7:2")]


def test_same_name_twice_in_the_household_is_not_guessed():
    twice = base(row("7", "7:1", HEAD, "巴图"), row("7", "7:2", WIFE, "乌云"), row("7", "7:3", CHILD, "乌云"))
    read = inputs(people(row("1", "11", HEAD, "巴图"), row("1", "12", None, "乌云")), twice)
    assert who(read, "unlisted_members") == [("1", "base:7:2"), ("1", "base:7:3")]


def test_member_whose_row_was_rejected_is_not_missed():
    read = inputs(people(row("1", "11", HEAD, "巴图")), BASE)
    read.rejected.append(replace(rejected(source(1), "1"), cells={"证件号码": WIFE, "姓名": "乌云"}))
    assert who(read, "unlisted_members") == []


def test_household_whose_only_number_was_unread_is_found_by_name_and_village():
    alone = base(row("7", "7:1", HEAD, "巴图"))
    read = inputs(people(row("1", "11", None, "巴图")), alone)
    assert [h for h, _ in who(read, "persons")] == ["1"]
    assert who(read, "unlisted_members") == []


def test_household_that_stands_in_rejected_rows_only_is_no_ordinary_one():
    alone = base(row("7", "7:1", HEAD, "巴图"))
    read = inputs(people(row("1", "11", WIFE, "乌云")), alone)
    read.rejected.append(replace(rejected(source(1), "2"), cells={"证件号码": HEAD}))
    assert [h for h, _ in who(read, "persons")] == ["1"]
