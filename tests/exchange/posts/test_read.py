from dataclasses import replace
from datetime import date

import pytest

from diguan.engine.documents import Label
from diguan.engine.regions import load_regions
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.posts import Person, read_posts
from diguan.exchange.posts.read import Terms
from tests.factories.post_sheets import book, helper, post
from tests.factories.workbooks import identity, table, write_workbook

TERMS = Terms(load_regions(), "152222000000", {"water": Label("水利部门", "Water resources")}, date(2019, 7, 1))


def read(path, *sheets, terms=TERMS, **how):
    return read_posts([book(path / "posts.xlsx", *sheets, **how)], terms)


def refused(found):
    return [(row.where.row, row.reason.zh, row.expected.zh) for row in found.refused]


@pytest.mark.parametrize("header_row", [1, 2, 3])
def test_a_sheet_of_helpers_is_read_by_its_headers_wherever_they_stand(tmp_path, header_row):
    rows = [helper(1, 是否第一书记="是"), helper(2, 帮扶开始时间="201803", 帮扶结束时间="2019年6月30日")]
    found = read_posts(
        [write_workbook(tmp_path / "h.xlsx", {"帮扶": table(rows, header_row=header_row)})]
        if header_row > 1
        else [write_workbook(tmp_path / "h.xlsx", {"合成数据": table(rows, title=None)})],
        TERMS,
    )
    first, second = found.helpers
    assert first.person == Person(
        "合成干部1", "合成水利局", "行政机关", "县(旗)", "男", "科员", identity(1), "13900000001"
    )
    assert (first.since_on, first.until_on, first.posts) == (date(2018, 3, 1), None, ("first_secretary",))
    assert (first.head_name, first.head_identity) == ("合成户主1", identity(501))
    assert (second.since_on, second.until_on, second.posts) == (date(2018, 3, 1), date(2019, 6, 30), ())
    assert (first.where.file, first.where.row, found.refused) == ("h.xlsx", header_row + 1, [])


def test_brackets_width_and_other_names_of_columns_do_not_matter(tmp_path):
    row = {"帮扶责任人 ": "合成甲", "任职日期": "2019/1/5", "户 编 号": "10086", "＊证件号码": identity(9)}
    found = read(tmp_path, [row])
    assert [(r.person.name, r.household_number, r.person.identity) for r in found.helpers] == [
        ("合成甲", "10086", identity(9))
    ]


def test_every_cell_that_cannot_be_read_is_told_and_the_row_is_not_taken(tmp_path):
    rows = [
        helper(1, 证件号码=identity(1)[:-1] + "0" if identity(1)[-1] != "0" else identity(1)[:-1] + "1"),
        helper(2, 帮扶开始时间="很久以前", 户主证件号码="12"),
        helper(3, 帮扶开始时间=None),
        helper(4, 户主证件号码=None),
        helper(5, 姓名=None),
        helper(6, 帮扶结束时间="2018-03-01"),
        helper(7, 是否第一书记="也许"),
        helper(8, 户主证件号码=9.90000198e17),
        helper(9),
    ]
    found = read(tmp_path, [*rows])
    assert [row.person.name for row in found.helpers] == ["合成干部9"]
    said = refused(found)
    assert [row for row, *_ in said] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert said[0][1].startswith("证件号码：校验位不符")
    assert "帮扶开始时间" in said[1][1]
    assert "户主证件号码" in said[1][1]
    assert said[2][1].endswith("没有开始时间")
    assert said[3][1].endswith("没有户主证件号码，也没有户编号")
    assert said[4][1].endswith("没有姓名")
    assert said[5][1].endswith("结束时间不晚于开始时间")
    assert "“是”或“否”" in said[6][1]
    assert "Excel 只保留 15 位" in said[7][1]


def test_numbers_that_were_never_issued_are_believed_where_the_sheet_says_synthetic_alone(tmp_path):
    rows = {"帮扶": table([helper(1)], title="帮扶责任人表")}
    found = read_posts([write_workbook(tmp_path / "real.xlsx", rows)], TERMS)
    assert (found.helpers, found.synthetic, len(found.refused)) == ([], False, 1)


def test_posts_are_read_with_their_unit_by_code_and_by_name(tmp_path):
    rows = [
        post("第一书记", 1),
        post("书记", 2, 区划代码=None, 县="科尔沁右翼中旗"),
        post("行业部门", 3, 区划代码="152222", 部门="水利部门"),
        post("部门", 4, 区划代码="152222", 部门="water", 姓名=None, 任职开始时间=None),
    ]
    found = read(tmp_path, rows)
    assert [(row.region_code, row.kind, row.department) for row in found.posts] == [
        ("152222100001", "first_secretary", ""),
        ("152222000000", "secretary", ""),
        ("152222000000", "department", "water"),
        ("152222000000", "department", "water"),
    ]
    assert (found.posts[0].person.name, found.posts[3].person) == ("合成干部1", None)
    assert refused(found) == []


def test_posts_of_no_known_unit_kind_or_department_are_told(tmp_path):
    rows = [
        post("占星师"),
        post(区划代码="152223"),
        post(区划代码="99"),
        post("部门", 部门="占星局", 区划代码="152222"),
        post(任职开始时间=None),
        post(区划代码=None, 县="科尔沁右翼中旗", 乡="没有这个镇"),
    ]
    found = read(tmp_path, rows)
    reasons = [reason for _, reason, _ in refused(found)]
    assert found.posts == []
    assert reasons[0] == "岗位：“占星师”不是岗位"
    assert reasons[1] == "区划代码：152223 不在导入范围内"
    assert reasons[2] == "区划代码：区划表中没有代码 99"
    assert reasons[3] == "部门：没有部门“占星局”"
    assert reasons[4] == "任职开始时间：没有开始时间"
    assert reasons[5].startswith("乡：")


def test_a_workbook_with_neither_kind_of_sheet_is_refused_and_says_what_is_needed(tmp_path):
    path = write_workbook(tmp_path / "else.xlsx", {"表": [["苹果", "梨"], [1, 2]]})
    with pytest.raises(UnableToReadInput, match=r"else\.xlsx"):
        read_posts([path], TERMS)


def test_both_kinds_in_one_workbook_a_footer_and_headers_that_nobody_knows(tmp_path):
    rows = [helper(1, 爱好="钓鱼"), {"序号": "合计", "帮扶单位": "1 人"}]
    found = read(tmp_path, rows, [post()])
    assert (len(found.helpers), len(found.posts), found.refused) == (1, 1, [])
    assert found.unknown_headers == {"posts.xlsx 表1": ["爱好"]}


def test_a_csv_of_helpers_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "helpers.csv"
    lines = [["合成数据 SYNTHETIC"], list(helper(1)), [str(value or "") for value in helper(1).values()]]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="gb18030")
    (row,) = read_posts([path], TERMS).helpers
    workbook = read(tmp_path, [helper(1)]).helpers[0]
    assert replace(row, where=workbook.where) == workbook
