from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Column, Grid, UnableToReadInput
from diguan.exchange.reading.cells.numbers import NumberConverter
from diguan.exchange.reading.facts import numbers_as_they_are
from diguan.exchange.reading.layout import load_layout
from tests.factories.grids import column_of, facts_of, grid, read_grids, read_rows
from tests.factories.workbooks import person, table

HOUSE = Subject.HOUSEHOLD
FIELDS, WORDS = load_catalogue().fields(HOUSE), load_layout().words


def test_bad_cell_is_unknown_and_listed_and_its_row_stays():
    found = read_rows([person(1, 健康状况="健康", 人均纯收入=3000), person(2, 健康状况="坏", 人均纯收入="约三千")])
    assert column_of(found, Subject.PERSON, "health_status") == ["健康", None]
    assert column_of(found, HOUSE, "income_per_head") == [3000.0, None]
    listed = [(b.subject, b.field, b.value, b.place.sheet, b.place.cell, b.row_ref) for b in found.bad_cells]
    assert listed == [
        (Subject.PERSON, "health_status", "坏", "Sheet1", "I4", 4),
        (HOUSE, "income_per_head", "约三千", "Sheet1", "J4", 4),
    ]


def test_column_types_are_those_of_the_catalogue():
    found = read_rows(
        [
            person(
                1,
                出生日期="2010-01-02",
                务工时间="3",
                户内序号="1",
                是否参加大病保险="是",
                文化程度="小学",
                民族="汉族",
            )
        ]
    )
    kinds = {f.name: str(f.type) for f in found.tables[0].table.schema}
    wanted = {
        "birth_date": "date32[day]",
        "months_worked": "double",
        "member_order": "int64",
        "critical_illness_insured": "bool",
    }
    assert {name: kinds[name] for name in wanted} == wanted
    assert (kinds["education_level"], kinds["ethnic_group"], kinds["row_ref"]) == ("string", "string", "int64")


def test_column_that_is_empty_throughout_is_carried_all_the_same():
    assert column_of(read_rows([person(1, 水质=None)]), HOUSE, "water_quality") == [None]


def test_household_columns_come_once_for_every_person_row():
    found = read_rows([person(1, 危房户="否"), person(2, 危房户="是")])
    assert column_of(found, HOUSE, "dangerous_house") == [False, True]
    assert column_of(found, HOUSE, "household_id") == ["H1", "H1"]
    assert column_of(found, HOUSE, "row_ref") == column_of(found, Subject.PERSON, "row_ref")


def test_unknown_headers_are_listed_and_known_ones_not():
    found = read_rows([person(1, 怪列=1, 备注="x", 危房户="否", 总户数=3)])
    assert found.unknown_headers == {"a.xlsx": ["怪列", "总户数"]}


def test_same_header_over_the_same_cells_is_one_column():
    rows = [["户编号", "人编号", "民族", "民族"], ["H1", "1", "汉族", "汉族"], ["H2", "2", None, None]]
    assert column_of(read_grids({"a.xlsx": [grid(rows)]}), Subject.PERSON, "ethnic_group") == ["汉族", None]


def test_same_header_over_different_cells_is_refused_with_both_places():
    rows = [["户编号", "人编号", "民族", "民族"], ["H1", "1", "汉族", "蒙古族"]]
    with pytest.raises(UnableToReadInput) as refused:
        read_grids({"a.xlsx": [grid(rows)]})
    error = refused.value
    assert (error.file, error.sheet, error.cell) == ("a.xlsx", "Sheet1", "D1")
    assert "C1" in error.found.en


def test_two_headers_of_one_field_fill_each_other_and_contradict():
    rows = [
        person(n, 危房户=a, 是否危房=b)
        for n, (a, b) in enumerate([("是", None), (None, "否"), ("是", "是"), ("是", "否"), ("坏", "否")])
    ]
    found = read_rows(rows)
    assert column_of(found, HOUSE, "dangerous_house") == [True, False, True, None, False]
    assert [(c.field, c.row_ref, c.detail.en) for c in found.conflicts] == [
        ("dangerous_house", 6, "'危房户' is 是 and '是否危房' is 否: they contradict each other")
    ]
    assert [b.value for b in found.bad_cells] == ["坏"]


def test_header_in_another_unit_is_converted():
    assert column_of(read_rows([person(1, **{"人均纯收入（万元）": 0.5})]), HOUSE, "income_per_head") == [5000.0]


def test_year_column_takes_a_bare_year():
    assert column_of(read_rows([person(1, 残疾证办证年度=2015)]), Subject.PERSON, "disability_certificate_year") == [
        2015
    ]


def typed(**columns):
    return Grid(
        "households.parquet",
        "",
        [Column([], pa.array([], pa.int32()), values) for values in columns.values()],
        3,
        names=list(columns),
    )


def read_typed(**columns):
    one = typed(household_id=pa.array(["a", "b", "c"]), **columns)
    return read_grids({"households.parquet": [one]}, {"households.parquet": "tables"}, {"households.parquet": HOUSE})


def test_typed_numbers_are_taken_over_and_nan_is_unknown():
    found = read_typed(income_per_head=pa.array([1.5, float("nan"), None]))
    assert (column_of(found, HOUSE, "income_per_head"), found.bad_cells) == ([1.5, None, None], [])


def test_typed_numbers_out_of_range_or_infinite_are_bad():
    found = read_typed(
        income_per_head=pa.array([1e9, float("inf"), 3.0]), household_size_current=pa.array([2.0, 2.5, 0.0])
    )
    assert column_of(found, HOUSE, "income_per_head") == [None, None, 3.0]
    assert column_of(found, HOUSE, "household_size_current") == [2, None, None]
    assert [(b.field, b.value, b.place.cell, b.row_ref) for b in found.bad_cells] == [
        ("income_per_head", "1000000000", "", 1),
        ("income_per_head", "inf", "", 2),
        ("household_size_current", "2.5", "", 2),
        ("household_size_current", "0", "", 3),
    ]


@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64(), pa.float64()])
def test_whole_numbers_too_large_to_be_exact_are_bad(kind):
    anything = NumberConverter(replace(FIELDS["household_size_current"], range=None), WORDS)
    values = pa.array([2**53 - 1, 2**53, 2**60, None], pa.int64()).cast(kind, safe=False)
    found = numbers_as_they_are(values, anything, pa.int64())
    assert found.array.to_pylist() == [2**53 - 1, None, None, None]
    assert {row: bad.reason.en for row, bad in found.bad.items()} == dict.fromkeys(
        (1, 2), "a whole number too large to be held exactly"
    )


def test_large_whole_numbers_in_a_field_of_numbers_are_rounded_like_those_of_texts():
    anything, large = (
        NumberConverter(replace(FIELDS["income_per_head"], range=None), WORDS),
        [2**53 + 1, -(2**63), 2**63 - 1],
    )
    found = numbers_as_they_are(pa.array(large, pa.int64()), anything, pa.float64())
    assert (found.array.to_pylist(), found.bad) == ([anything(str(n)) for n in large], {})


def test_typed_columns_are_coerced_to_the_type_of_the_field():
    found = read_typed(
        dangerous_house=pa.array([1, 0, None]),
        drinking_water_safe=pa.array([1.0, 0.0, 7.0]),
        exited_on=pa.array([date(2018, 12, 1), None, None]),
        hamlet=pa.array([5, None, 7]),
        house_grade=pa.array(["A", "D级", "E"]),
        income_per_head=pa.array(["3,218", "x", None]),
    )
    rows = facts_of(found, HOUSE)
    assert [r["dangerous_house"] for r in rows] == [
        None,
        None,
        None,
    ]  # 1 and 0 beside grade A and D contradict, see below
    assert [r["drinking_water_safe"] for r in rows] == [True, False, None]
    assert [r["exited_on"] for r in rows] == [date(2018, 12, 1), None, None]
    assert [r["hamlet"] for r in rows] == ["5", None, "7"]
    assert [r["income_per_head"] for r in rows] == [3218.0, None, None]
    assert {c.field for c in found.conflicts} == {"dangerous_house", "house_grade"}
    assert [b.field for b in found.bad_cells] == ["drinking_water_safe", "house_grade", "income_per_head"]


def test_whole_integers_of_parquet_keep_every_digit():
    found = read_typed(village_code=pa.array([152221100210, None, 152221100211]), x=pa.array([1, 2, 3]))
    assert column_of(found, HOUSE, "region_code") == ["152221100210", None, "152221100211"]
    assert found.unknown_headers == {"households.parquet": ["x"]}


def test_table_of_persons_may_repeat_facts_of_the_household():
    rows = table(
        [{"household_id": "a", "person_id": n, "性别": "男", "income_per_head": 5} for n in (1, 2)], title=None
    )
    found = read_grids({"persons.csv": [grid(rows)]}, {"persons.csv": "tables"}, {"persons.csv": Subject.PERSON})
    assert column_of(found, Subject.PERSON, "person_id") == ["1", "2"]
    assert column_of(found, HOUSE, "income_per_head") == [5.0, 5.0]
