from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.grids import column_of, facts_of, read_rows
from tests.factories.workbooks import PLACE, identity, person

HOUSE, PERSON = Subject.HOUSEHOLD, Subject.PERSON


def status(**cells):
    return column_of(read_rows([person(1, **cells)]), HOUSE, "status")[0]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"户类型": "脱贫户"}, "exited"),
        ({"户类型": "脱贫户", "监测对象类别": None}, "exited"),
        ({"户类型": "脱贫户", "监测对象类别": "无"}, "exited"),
        ({"户类型": "01 脱贫户"[3:], "监测对象类别": "脱贫不稳定户", "风险是否消除": "否"}, "monitored_unstable"),
        ({"户类型": "一般农户", "监测对象类别": "边缘易致贫户", "风险是否消除": "0"}, "monitored_edge"),
        (
            {"户类型": "一般农户", "易返贫致贫户(监测对象)类型": "突发严重困难户", "风险是否已消除": "否"},
            "monitored_sudden",
        ),
        ({"户类型": "监测户", "监测对象类别": "边缘易致贫户"}, "monitored_edge"),
        ({"户类型": "脱贫户", "监测对象类别": "脱贫不稳定户", "风险是否消除": "是"}, "cleared"),
        ({"户类型": "一般农户"}, "ordinary"),
        ({"脱贫属性": "未脱贫"}, "registered"),
        ({"脱贫属性": "预脱贫"}, "registered"),
        ({"脱贫属性": "新识别"}, "registered"),
        ({"脱贫属性": "已脱贫"}, "exited"),
        ({"脱贫属性": "已脱贫（享受政策）"}, "exited"),
        ({"脱贫属性": "返贫", "户类型": "脱贫户"}, "returned"),
        ({"脱贫属性": "注销"}, "struck"),
        ({"脱贫属性": None, "户类型": None}, None),
        # the column is there and empty: it says nothing
        ({"户类型": "脱贫户", "监测对象类别": "脱贫不稳定户", "风险是否消除": None}, None),
        ({"户类型": "脱贫户", "监测对象类别": "脱贫不稳定户", "风险是否消除": "坏"}, None),
        ({"户类型": "边缘易致贫户"}, "monitored_edge"),
        ({"户类型": "脱贫不稳定户", "风险是否消除": "否"}, "monitored_unstable"),
        ({"户类型": "突发严重困难户", "风险是否消除": "是"}, "cleared"),
        ({"户类型": "突发严重困难户", "风险是否消除": None}, None),
    ],
)
def test_status_is_what_the_columns_say_together(cells, found):
    assert status(**cells) == found


def test_unknown_word_leaves_the_status_open_and_is_listed():
    found = read_rows([person(1, 户类型="怪户"), person(2, 户类型="脱贫户")])
    assert column_of(found, HOUSE, "status") == [None, "exited"]
    assert [(b.field, b.value, b.place.cell) for b in found.bad_cells] == [("status", "怪户", "I3")]
    assert "脱贫户" in found.bad_cells[0].expected.zh


def test_word_that_leaves_nothing_open_is_not_listed():
    assert read_rows([person(1, 户类型="怪户", 脱贫属性="注销")]).bad_cells == []


def test_status_of_the_file_itself_comes_first():
    rows = [person(1, 户状态="返贫户", 户类型="脱贫户"), person(2, 户状态=None, 户类型="脱贫户")]
    assert column_of(read_rows(rows), HOUSE, "status") == ["returned", "exited"]


def test_only_exports_have_a_status():
    base = [{**PLACE, "户号": "7", "姓名": "甲", "证件号码": identity(1), "户类型": "脱贫户"}]
    assert "status" not in facts_of(read_rows(base, "residents"), HOUSE)[0]


def test_no_status_without_any_of_its_columns():
    assert "status" not in facts_of(read_rows([person(1, 危房户="否")]), HOUSE)[0]


@pytest.mark.parametrize(
    ("school", "education", "found"),
    [
        (None, "小学", "非在校生"),
        (None, None, None),
        ("七年级", None, "七年级"),
        ("七年级", "小学", "七年级"),
        (None, "坏", None),
        ("坏", "小学", None),
    ],
)
def test_empty_school_status_beside_a_finished_level_says_not_in_school(school, education, found):
    rows = [person(1, 在校生状况=school, 文化程度=education)]
    assert column_of(read_rows(rows), PERSON, "school_status") == [found]


def test_file_without_a_column_of_school_status_says_nothing_of_it():
    assert "school_status" not in facts_of(read_rows([person(1, 文化程度="小学")]), PERSON)[0]


def test_rosters_do_not_speak_like_exports():
    rows = [{"证件号码": identity(1), "在校生状况": None, "文化程度": "小学"}]
    assert column_of(read_rows(rows, "roster:education"), PERSON, "school_status") == [None]


def test_birth_date_and_sex_come_from_the_id_where_no_cell_says_them():
    number = identity(3, date(2010, 5, 6))
    found = read_rows([{**person(1), "证件号码": number}, {**person(2), "证件号码": None}])
    assert column_of(found, PERSON, "birth_date") == [date(2010, 5, 6), None]
    assert column_of(found, PERSON, "sex") == ["男", None]


def test_cell_comes_before_the_id_and_a_damaged_cell_stays_unknown():
    number = identity(4, date(2010, 5, 6))
    births = ["2010-05-07", None, "2010-05-32"]
    found = read_rows([{**person(n), "证件号码": number, "出生日期": birth} for n, birth in enumerate(births)])
    assert column_of(found, PERSON, "birth_date") == [date(2010, 5, 7), date(2010, 5, 6), None]
    assert column_of(found, PERSON, "sex") == ["女"] * 3


def test_roster_tells_nothing_out_of_the_id_by_which_it_is_joined():
    rows = [{"证件号码": identity(1), "参保类型": "城乡居民"}]
    assert set(facts_of(read_rows(rows, "roster:x"), PERSON)[0]) & {"birth_date", "sex"} == set()


@pytest.mark.parametrize(
    ("tick", "grade", "found", "kept"),
    [
        (None, "D级", True, "D级"),
        ("否", "A级", False, "A级"),
        ("否", None, False, None),
        (None, None, None, None),
        ("否", "D级", None, None),
        ("坏", "D级", None, "D级"),
        ("是", "坏", True, None),
    ],
)
def test_grade_of_a_house_and_the_tick_beside_it(tick, grade, found, kept):
    rows = facts_of(read_rows([person(1, 危房户=tick, 住房鉴定等级=grade)]), HOUSE)
    assert (rows[0]["dangerous_house"], rows[0]["house_grade"]) == (found, kept)


def test_contradicting_cells_are_listed_for_both_fields():
    found = read_rows([person(1, 危房户="否", 住房鉴定等级="D级")])
    detail = "'危房户' is 否 and '住房鉴定等级' is D级: they contradict each other"
    assert [(c.subject, c.field, c.row_ref, c.detail.en) for c in found.conflicts] == [
        (HOUSE, "dangerous_house", 3, detail),
        (HOUSE, "house_grade", 3, detail),
    ]


def test_kind_of_insurance_fills_both_ticks_that_nobody_wrote():
    kinds = ["城乡居民", "城镇职工", "未参保", None]
    rows = [{"证件号码": identity(n), "参保类型": kind} for n, kind in enumerate(kinds)]
    found = read_rows(rows, "roster:health_insurance")
    assert column_of(found, PERSON, "insured_residents") == [True, False, False, None]
    assert column_of(found, PERSON, "insured_employees") == [False, True, False, None]


def test_unpaid_contribution_means_not_insured_whatever_kind_stands_beside_it():
    said = [("城乡居民", "已缴费"), ("城乡居民", "未缴费"), ("城镇职工", "欠费"), (None, "未缴费"), (None, "正常参保")]
    rows = [{"证件号码": identity(n), "参保险种": kind, "缴费状态": paid} for n, (kind, paid) in enumerate(said)]
    found = read_rows(rows, "roster:health_insurance")
    assert column_of(found, PERSON, "insured_residents") == [True, False, False, False, None]
    assert column_of(found, PERSON, "insured_employees") == [False, False, False, False, None]


def test_contradicted_kind_of_insurance_fills_nothing_else():
    rows = [{"证件号码": identity(1), "参保类型": "城镇职工", "是否参加城乡居民基本医疗保险": "是"}]
    (row,) = facts_of(read_rows(rows, "roster:health_insurance"), PERSON)
    assert (row["insurance_kind"], row["insured_residents"], row["insured_employees"]) == (None, None, None)
