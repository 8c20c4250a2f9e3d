from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.grids import column_of, facts_of, grid, read_grids, read_rows
from tests.factories.workbooks import PLACE, VILLAGE_CODE, identity, person, table


def columns(found, number=0):
    return found.tables[number].table.column_names


def test_person_table_begins_with_its_keys():
    found = read_rows([person(1, 家庭成员联系电话="13800000000", 户联系电话="13900000000", 危房户="否")])
    keys = ["row_ref", "household_id", "person_id", "region_code", "identity", "name"]
    assert columns(found) == [*keys, "relation", "phone", "birth_date", "sex"]
    assert columns(found, 1) == ["row_ref", "household_id", "region_code", "household_phone", "dangerous_house"]
    assert facts_of(found, Subject.PERSON)[0]["phone"] == "13800000000"


def test_file_without_a_place_has_no_region():
    assert column_of(read_rows([{"户编号": "H1", "人编号": "1", "性别": "男"}]), Subject.PERSON, "region_code") == [
        None
    ]


def test_roster_is_keyed_by_identity_alone_for_persons_and_households():
    found = read_rows(
        [{"姓名": "甲", "身份证号": identity(1), "参保类型": "城乡居民", "是否有小汽车": "是"}],
        "roster:health_insurance",
    )
    assert columns(found) == ["row_ref", "identity", "name", "insurance_kind", "insured_residents", "insured_employees"]
    assert columns(found, 1) == ["row_ref", "identity", "has_vehicle"]


def test_parents_of_residents_are_handed_over_in_normal_form():
    base = [
        {
            **PLACE,
            "户号": "7",
            "姓名": "甲",
            "证件号码": identity(1),
            "父亲证件号码": f" {identity(3)} ",
            "母亲证件号码": "123",
        }
    ]
    found = read_rows(base, "residents")
    assert column_of(found, Subject.PERSON, "father_identity") == [identity(3)]
    assert column_of(found, Subject.PERSON, "mother_identity") == [None]
    assert [b.field for b in found.bad_cells] == ["mother_identity"]


def test_village_sheet_is_about_villages():
    found = read_rows([{**PLACE, "总户数": 120, "是否出列": "是", "村级集体经济收入（万元）": 3.5}])
    assert [t.subject for t in found.tables] == [Subject.VILLAGE]
    row = facts_of(found, Subject.VILLAGE)[0]
    assert (row["region_code"], row["households_total"], row["exited_village"], row["collective_income"]) == (
        VILLAGE_CODE,
        120,
        True,
        3.5,
    )


def test_facility_sheet_is_about_facilities():
    found = read_rows([{"机构编号": "F1", "机构类型": "村卫生室", **PLACE}])
    row = facts_of(found, Subject.FACILITY)[0]
    assert (row["facility_id"], row["region_code"], row["facility_kind"]) == ("F1", VILLAGE_CODE, "村卫生室")


def test_one_day_of_a_whole_file_is_the_day_of_its_source():
    found = read_rows([person(1, 数据日期="2019-06-30"), person(2, 数据日期=None)])
    assert found.tables[0].source.data_on == date(2019, 6, 30)
    assert "data_on" not in columns(found)


def test_rows_of_several_days_carry_their_own():
    found = read_rows([person(1, 数据日期="2019-06-30", 危房户="否"), person(2, 数据日期="201811", 危房户="否")])
    assert found.tables[0].source.data_on is None
    for subject in (Subject.PERSON, Subject.HOUSEHOLD):
        assert column_of(found, subject, "data_on") == [date(2019, 6, 30), date(2018, 11, 1)]


def test_file_without_a_day_is_undated():
    found = read_rows([person(1)])
    assert (found.tables[0].source.data_on, "data_on" in columns(found)) == (None, False)


def test_bad_day_is_listed():
    found = read_rows([person(1, 数据日期="2019-06-31"), person(2, 数据日期="2019-06-30")])
    assert [(b.field, b.value) for b in found.bad_cells] == [("data_on", "2019-06-31")]


def test_day_on_one_sheet_only_stays_with_its_rows():
    sheets = [grid(table([person(1, 数据日期="2019-06-30")]), "一"), grid(table([person(2)]), "二")]
    found = read_grids({"a.xlsx": sheets})
    assert column_of(found, Subject.PERSON, "data_on") == [date(2019, 6, 30)]
    assert [t.source.data_on for t in found.tables] == [None, None]


def test_sheet_whose_rows_are_all_rejected_still_has_its_columns():
    found = read_rows([{**person(1, 危房户="否"), "人编号": None}])
    assert [len(t.table) for t in found.tables] == [0, 0]
    assert "dangerous_house" in columns(found, 1)
