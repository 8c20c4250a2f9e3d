from datetime import date

from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.duplicates import find_duplicates
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.snapshots import catalogue

A, B, C = "990000198001010010", "99000019850203002X", "990000199001010013"
BORN = date(1980, 1, 1)
HERE, THERE = "152222000001", "150429000001"
ASKED = frozenset({(Subject.PERSON, "birth_date")})


def person(household, number, identity, name, region=HERE, **more):
    keys = {"household_id": household, "person_id": number, "region_code": region}
    return {**keys, "identity": identity, "name": name, "birth_date": BORN, **more}


def groups(rows, region=None):
    """Groups as (kind, [person, ...])."""
    read = inputs(export(source(1), rows))
    snapshot = assemble(read, catalogue(), Question(AS_OF, ASKED, ASKED, region=region))
    find_duplicates(snapshot.connection, read, Scope("", AS_OF))
    found: dict[int, tuple[str, list[str]]] = {}
    for group, kind, number in run(
        snapshot.connection,
        "SELECT group_id, kind, person_id FROM duplicates ORDER BY group_id, region_code, household_id, person_id",
    ):
        found.setdefault(group, (kind, []))[1].append(number)
    return list(found.values())


ROWS = [
    person("1", "1", A, "甲"),
    person("2", "2", A, "甲", THERE),
    person("3", "3", B, "乙"),
    person("3", "4", B, "乙"),
    person("4", "5", C, "丙"),
    person("5", "6", C, "丁"),
    person("6", "7", None, "戊"),
    person("7", "8", None, "戊"),
    person("8", "9", None, "己"),
]


def test_groups_are_told_by_kind_in_order():
    assert groups(ROWS) == [
        ("two_households", ["2", "1"]),
        ("twice_in_household", ["3", "4"]),
        ("number_of_two", ["5", "6"]),
        ("likely_same", ["7", "8"]),
    ]


def test_region_keeps_the_groups_with_somebody_in_it_whole():
    assert groups(ROWS, region=THERE) == [("two_households", ["2", "1"])]


def test_nobody_stands_twice_and_inputs_without_names_and_numbers():
    assert groups([ROWS[0], ROWS[-1]]) == []
    bare = [{k: v for k, v in row.items() if k not in ("name", "identity")} for row in ROWS]
    assert groups(bare) == []


def test_who_married_out_is_in_no_group():
    assert (
        groups([person("1", "1", A, "甲", person_state="婚出"), person("2", "2", A, "甲", person_state="在家")]) == []
    )
