from dataclasses import replace
from datetime import date

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, facts, inputs, rows, source, taken

OLD, LATER = date(2018, 11, 30), date(2019, 8, 1)
HOUSE = "household.dangerous_house"
PRIVATE = ("990000194505010010", "王小明", "13900000000", "李大山")


def listed(origin, *households, **fields):
    people = [
        {"household_id": h, "person_id": f"{h}-1", "region_code": f"15222210000{n}", **fields}
        for n, h in enumerate(households)
    ]
    names = [n for n in fields if n in load_catalogue().fields(Subject.HOUSEHOLD)]
    return export(origin, people, household=names)


def test_facts_after_the_as_of_date_are_not_used_and_counted():
    early = listed(source(1, data_on=OLD), "H1", dangerous_house=True)
    late = listed(source(2, data_on=LATER), "H1", "H2", dangerous_house=False)
    snapshot = taken(inputs(early, late), HOUSE)
    assert rows(snapshot, "households", "household_id", "dangerous_house") == [("H1", True)]
    (line,) = [c for c in snapshot.coverage if c.kind == "later_facts_unused"]
    assert (line.source_id, line.count) == (2, 2)


def test_only_later_facts_are_refused_with_both_dates():
    with pytest.raises(UnableToTakeSnapshot) as refused:
        taken(inputs(listed(source(1, data_on=LATER), "H1")), HOUSE)
    assert refused.value.problem.zh == "全部数据都晚于判定日2019-06-30（最早为2019-08-01）"
    assert refused.value.problem.en == (
        "all facts are later than the as-of date 2019-06-30 (the earliest is of 2019-08-01)"
    )
    assert refused.value.hint is not None
    assert "--retrospective" in refused.value.hint.en


def test_later_rows_with_days_of_their_own_are_refused():
    with pytest.raises(UnableToTakeSnapshot):
        taken(inputs(listed(source(1), "H1", data_on=LATER)), HOUSE)


def test_retrospective_uses_later_facts():
    late = listed(source(1, data_on=LATER), "H1", dangerous_house=False)
    snapshot = taken(inputs(late), HOUSE, retrospective=True)
    assert rows(snapshot, "households", "household_id", "dangerous_house") == [("H1", False)]
    assert snapshot.retrospective is True


def test_inputs_without_a_row_are_refused_as_such_and_not_as_too_late():
    dated = listed(source(1), "H1", data_on=OLD, dangerous_house=True)
    empty = [replace(t, table=t.table.slice(0, 0)) for t in dated]
    with pytest.raises(UnableToTakeSnapshot) as refused:
        taken(inputs(empty), HOUSE, region="152223000000")
    assert refused.value.problem.en == "no row of the inputs can be judged; the chosen region is '152223000000'"


def test_what_reading_left_out_is_told_in_the_coverage():
    given = inputs(listed(source(1), "H1", dangerous_house=True))
    given.unknown_headers["export-1.xlsx"] = ["缴费状态", "怪列"]
    given.notes.append(Label("跳过 1 行", "1 row skipped"))
    lines = [(c.kind, c.source_id, c.count, c.text.zh) for c in taken(given, HOUSE).coverage]
    assert ("unread_columns", 1, 2, "export-1.xlsx：2列的表头不认识，未读取：缴费状态、怪列") in lines
    assert ("reading_note", None, None, "跳过 1 行") in lines


def test_fact_of_the_as_of_date_is_used():
    snapshot = taken(inputs(listed(source(1, data_on=AS_OF), "H1", dangerous_house=True)), HOUSE)
    assert rows(snapshot, "households", "dangerous_house") == [(True,)]


def test_undated_file_is_used_as_of_the_as_of_date_and_told():
    older = listed(source(1, data_on=OLD), "H1", dangerous_house=True)
    undated = listed(source(2), "H1", dangerous_house=False)
    snapshot = taken(inputs(older, undated), HOUSE)
    assert rows(snapshot, "households", "dangerous_house") == [(False,)]
    assert [c.source_id for c in snapshot.coverage if c.kind == "undated_source"] == [2]


def test_look_back_uses_the_facts_of_each_households_own_day():
    now = listed(source(1, data_on=AS_OF), "H1", "H2", "H3", dangerous_house=False)
    days = [
        {"household_id": h, "person_id": f"{h}-1", "dangerous_house": d, "exited_on": e, "data_on": day}
        for h, d, e, day in (
            ("H1", True, date(2018, 12, 1), date(2018, 11, 30)),
            ("H1", False, date(2018, 12, 1), date(2018, 12, 2)),
            ("H2", True, date(2018, 12, 1), date(2018, 12, 2)),
        )
    ]
    older = export(source(2), days, household=["dangerous_house", "exited_on"])
    snapshot = taken(inputs(now, older), HOUSE, date_fields=("exited_on",))
    assert rows(snapshot, "exited_on__households", "household_id", "until", "dangerous_house") == [
        ("H1", date(2018, 12, 1), True)
    ]
    assert rows(snapshot, "households", "household_id", "dangerous_house") == [
        ("H1", False),
        ("H2", False),
        ("H3", False),
    ]


def test_look_back_counts_the_members_of_that_time():
    old = listed(source(1, data_on=OLD), "H1", exited_on=date(2018, 12, 1))
    new = export(
        source(2, data_on=AS_OF),
        [{"household_id": "H1", "person_id": "P9", "exited_on": date(2018, 12, 1)}],
        household=["exited_on"],
    )
    snapshot = taken(inputs(old, new), "person.birth_date", date_fields=("exited_on",))
    assert rows(snapshot, "persons", "person_id") == [("P9",)]
    assert rows(snapshot, "exited_on__persons", "person_id") == [("H1-1",)]


def test_look_back_without_earlier_facts_is_not_there():
    now = listed(source(1, data_on=AS_OF), "H1", exited_on=date(2018, 12, 1))
    assert taken(inputs(now), HOUSE, date_fields=("exited_on",)).look_backs == {}


def test_look_back_to_an_undated_file_is_not_there():
    now = listed(source(1), "H1", exited_on=date(2018, 12, 1))
    assert taken(inputs(now), HOUSE, date_fields=("exited_on",)).look_backs == {}


def test_look_back_whose_earlier_files_list_none_of_its_households_is_not_there():
    old = listed(source(1, data_on=OLD), "H1")
    new = listed(source(2, data_on=AS_OF), "H2", exited_on=date(2018, 12, 1))
    assert taken(inputs(old, new), HOUSE, date_fields=("exited_on",)).look_backs == {}


def test_facts_that_a_derived_one_is_computed_from_are_kept_with_it():
    costs = listed(source(1, data_on=AS_OF), "H1", own_medical_cost=9000.0, medical_claims=None)
    snapshot = taken(inputs(costs), "household.fixed_expense_per_head")
    assert rows(snapshot, "households", "own_medical_cost", "medical_claims") == [(9000.0, None)]


def test_village_of_a_look_back_is_that_of_the_households_day():
    old = listed(source(1, data_on=OLD), "H1", exited_on=date(2018, 12, 1))
    new = listed(source(2, data_on=AS_OF), "H1", exited_on=date(2018, 12, 1))
    villages = [
        facts(Subject.VILLAGE, source(n, "export", day), [{"region_code": "152222100000", "bus_service": value}])
        for n, day, value in ((3, OLD, False), (4, AS_OF, True))
    ]
    snapshot = taken(inputs(old, new, villages), "village.bus_service", date_fields=("exited_on",))
    assert rows(snapshot, "villages", "bus_service") == [(True,)]
    assert rows(snapshot, "exited_on__villages", "until", "bus_service") == [(date(2018, 12, 1), False)]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("152222100001", ["H2"]),
        ("152222100000", ["H1", "H2"]),
        ("152222000000", ["H1", "H2"]),
        ("152222", ["H1", "H2"]),
        ("15", ["H1", "H2"]),
    ],
)
def test_region_cuts_to_what_lies_below_it(region, expected):
    snapshot = taken(inputs(listed(source(1), "H1", "H2")), HOUSE, region=region)
    assert [h for (h,) in rows(snapshot, "households", "household_id")] == expected
    (line,) = [c for c in snapshot.coverage if c.kind == "outside_region"]
    assert line.count == 2 - len(expected)


def test_region_with_nobody_in_it_is_refused():
    with pytest.raises(UnableToTakeSnapshot) as refused:
        taken(inputs(listed(source(1), "H1", "H2")), HOUSE, region="152223000000")
    assert refused.value.problem.en == "no row of the inputs can be judged; the chosen region is '152223000000'"


def test_fields_that_nothing_asked_for_are_not_kept_but_for_those_of_the_papers():
    fields = {"status": "exited", "house_area": 80.0}
    people = [{"household_id": "H1", "person_id": "P", "relation": "户主", "labour_skill": "无劳动力", **fields}]
    snapshot = taken(inputs(export(source(1), people, household=list(fields))), HOUSE)
    assert {n: sorted(c) for n, c in snapshot.columns.items()} == {"households": ["status"], "persons": ["relation"]}


def test_names_and_numbers_stay_in_memory_and_out_of_the_relations():
    identity, name, phone, head = PRIVATE
    people = [
        {"household_id": "H1", "person_id": "P1", "identity": identity, "name": name, "phone": phone, "head_name": head}
    ]
    snapshot = taken(inputs(export(source(1), people, household=["head_name"])), "person.birth_date")
    assert rows(snapshot, "people", "person_id", "name", "identity", "phone", "listed") == [
        ("P1", name, identity, phone, True)
    ]
    assert rows(snapshot, "household_people", "household_id", "head_name") == [("H1", head)]
    assert set(snapshot.columns["persons"]) == set()


def test_newest_name_is_kept():
    old = export(source(1, data_on=OLD), [{"household_id": "H1", "person_id": "P1", "name": "旧名"}])
    new = export(source(2, data_on=AS_OF), [{"household_id": "H1", "person_id": "P1", "name": "新名"}])
    assert rows(taken(inputs(old, new), "person.birth_date"), "people", "name") == [("新名",)]


def test_too_many_files_are_refused():
    with pytest.raises(UnableToTakeSnapshot, match="255"):
        taken(inputs(listed(source(255), "H1")), HOUSE)


def test_facility_and_village_are_subjects_of_their_own():
    village = facts(Subject.VILLAGE, source(1), [{"region_code": "152222100001", "bus_service": True}])
    clinic = facts(
        Subject.FACILITY, source(1), [{"facility_id": "F1", "region_code": "152222100001", "floor_area": 60.0}]
    )
    snapshot = taken(inputs(village, clinic), "village.bus_service facility.floor_area")
    assert rows(snapshot, "villages", "region_code", "bus_service") == [("152222100001", True)]
    assert rows(snapshot, "facilities", "facility_id", "region_code", "floor_area") == [("F1", "152222100001", 60.0)]


def test_field_without_any_carrier_is_one_line_of_coverage():
    snapshot = taken(inputs(listed(source(1), "H1", "H2")), HOUSE)
    (line,) = [c for c in snapshot.coverage if c.kind == "not_covered"]
    assert (line.field, line.count, line.of, line.cohort) == ("dangerous_house", 2, 2, None)
    assert line.text.zh == "是否危房户：未采集，2户"


def test_field_that_only_listed_households_have_is_a_line_of_the_others():
    origin = source(2, "residents")
    register = facts(Subject.PERSON, origin, [{"household_id": "7", "person_id": "7:1", "identity": "X"}])
    snapshot = taken(inputs(listed(source(1), "H1", dangerous_house=None), register), HOUSE)
    (line,) = [c for c in snapshot.coverage if c.kind == "not_covered"]
    assert (line.cohort, line.count, line.of) == ("resident_base", 1, 1)
