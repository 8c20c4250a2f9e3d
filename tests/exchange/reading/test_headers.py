import pytest

from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Column, Grid
from diguan.exchange.reading.headers import Role, by_field, find_header, says_synthetic
from tests.factories.grids import grid, header_words

PLAIN = ["县", "乡", "村", "户编号", "人编号", "姓名", "证件号码"]


def found(rows, merged=()):
    return find_header(grid(rows, merged=merged), header_words())


def names(header):
    return [[(t.role.value, t.name) for t in column.targets] for column in header.columns]


def meaning(text):
    targets, scale = header_words().meaning(text)
    return [t.name for t in targets], scale


@pytest.mark.parametrize("above", range(10))
def test_header_is_found_on_each_of_the_first_ten_rows(above):
    header = found([*[["某县建档立卡名单"], *[[] for _ in range(9)]][:above], PLAIN, ["a"] * 7])
    assert (header.first, header.last, header.recognised) == (above, above, 7)


def test_header_below_the_tenth_row_is_not_looked_for():
    assert found([[] for _ in range(10)] + [PLAIN, ["a"] * 7]) is None


def test_one_known_word_is_no_header():
    assert found([["说明", "姓名"], ["x", "y"]]) is None


def test_columns_are_known_in_any_order_and_unknown_ones_are_kept():
    header = found([["备注", "姓名", "怪列", "户编号"], ["", "a", "b", "c"]])
    assert names(header) == [[("ignored", "ignored")], [("key", "name")], [], [("key", "household_id")]]


@pytest.mark.parametrize(
    ("text", "field", "scale"),
    [
        ("人均纯收入", "income_per_head", 1),
        ("人均纯收入（元）", "income_per_head", 1),
        ("人均纯收入(万元)", "income_per_head", 10_000),
        ("3、人均纯收入", "income_per_head", 1),
        ("*耕地面积（亩）", "cultivated_area", 1),
        ("耕地面积（公顷）", "cultivated_area", 15),
        ("村级集体经济收入（元）", "collective_income", 0.0001),
        ("村级集体经济收入（万元）", "collective_income", 1),
        ("公益性岗位(月数)", "public_post_months", 1),
        ("公益性岗位", "public_post", 1),
        ("首次识别时间(YYYYMM)", "identified_on", 1),
        ("易返贫致贫户（监测对象）类型", "monitored_kind", 1),
        ("birth_date", "birth_date", 1),
        ("Date of birth", "birth_date", 1),
    ],
)
def test_header_means_a_field_with_its_unit(text, field, scale):
    assert meaning(text) == ([field], scale)


@pytest.mark.parametrize(
    "text", ["人均纯收入（亩）", "耕地面积（平方米）", "公益性岗位（月）", "人均纯收入（2018年）", "纯收", ""]
)
def test_header_in_another_measure_is_unknown(text):
    assert meaning(text) == ([], 1.0)


@pytest.mark.parametrize("text", ["县(市、区、旗)", "县（市、区、旗）", "县 (市、区、旗)"])
def test_places_are_known(text):
    assert [(t.role, t.name) for t in header_words().meaning(text)[0]] == [(Role.REGION, "county")]


def test_two_header_rows_with_group_titles_are_read_together():
    rows = [
        ["户编号", "姓名", "收入", None, "风险消除后", None],
        [None, None, "工资性收入", "人均纯收入", "工资性收入", "人均纯收入"],
        ["H1", "张三", 1, 2, 3, 4],
    ]
    header = found(rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)])
    assert (header.first, header.last) == (0, 1)
    assert [t for c in names(header) for _, t in c] == [
        "household_id",
        "name",
        "wage_income",
        "income_per_head",
        "after_wage_income",
        "after_income_per_head",
    ]


def test_column_below_a_title_that_changes_its_meaning_is_not_guessed():
    rows = [["户编号", "姓名", "帮扶责任人", None], ["户编号", "姓名", "姓名", "家庭人口"], ["H1", "张三", "李四", 3]]
    header = found(rows, [(0, 2, 0, 3)])
    assert names(header) == [[("key", "household_id")], [("key", "name")], [], []]


def test_merged_title_above_a_header_is_a_notice_and_no_group():
    header = found([["合成数据 名单", None, None], ["户编号", "姓名", "村"], ["H1", "张三", "x"]], [(0, 0, 0, 2)])
    assert (header.first, header.last, header.notice) == (1, 1, "合成数据 名单")


def test_first_row_of_data_is_never_taken_for_a_second_header():
    rows = [
        ["户编号", "人编号", "产业帮扶", "收入", None],
        ["H1", "1", "搬迁", "工资性收入", "姓名"],
        ["H2", "2", "x", "y", "z"],
    ]
    assert found(rows, [(0, 3, 0, 4)]).last == 0


def test_names_of_parquet_columns_are_the_header():
    typed = Grid("t", "", [Column([], None), Column([], None)], 3, names=["household_id", "income_per_head"])
    header = find_header(typed, header_words())
    assert (header.first, header.last) == (-1, -1)
    assert names(header) == [[("key", "household_id")], [("field", "income_per_head")]]


def test_headers_that_stand_there_twice_are_told_apart():
    assert [name for name, _ in found([["户编号", "姓名", "姓名"], ["a", "b", "c"]]).named()] == [
        "户编号",
        "姓名",
        "姓名 #2",
    ]


def test_columns_of_a_subject_by_field():
    header = found([["户编号", "姓名", "性别", "危房户", "是否危房户"], ["a"] * 5])
    assert {n: len(c) for n, c in by_field(header.columns, Subject.HOUSEHOLD).items()} == {"dangerous_house": 2}
    assert list(by_field(header.columns, Subject.PERSON)) == ["sex"]


@pytest.mark.parametrize(
    ("rows", "sheet", "says"),
    [
        ([["合成数据 SYNTHETIC"], ["户编号", "姓名"], ["a", "b"]], "s", True),
        ([["户编号", "姓名"], ["a", "b"]], "人员 合 成 数据", True),
        ([["户编号", "姓名"], ["a", "合成数据"]], "s", False),
        ([["合成数据说明"]], "s", True),
    ],
)
def test_synthetic_sheets_say_so_above_the_header_or_in_their_name(rows, sheet, says):
    one = grid(rows, sheet)
    assert says_synthetic(one, find_header(one, header_words()), "合成数据") is says
