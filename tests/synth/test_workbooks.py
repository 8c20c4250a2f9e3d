import csv
from datetime import date

from python_calamine import CalamineWorkbook

from diguan.synth.people import Household, Person, Village
from diguan.synth.spelling import Style
from diguan.synth.workbooks import Row, Sheet, Slips, load_columns, write_csv, write_workbook

AS_OF = date(2019, 6, 30)
VILLAGE = Village("152221100200", "科尔沁右翼前旗", "科尔沁镇", "远征村委会", pastoral=False)


def row(**facts):
    household = Household("8000000001", "100000001", VILLAGE, "exited")
    person = Person(
        "900000000001", "990001198001010014", "王国强", date(1980, 1, 1), male=True, relation="户主", ethnic="汉族"
    )
    household.members.append(person)
    return Row(household, person, facts, {"school_status": None, "education_level": "初中"})


def cells(path):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def test_title_says_synthetic_and_header_stands_on_its_row(tmp_path):
    sheet = Sheet("exited", "某旗脱贫人口名单", Style(header_row=3), AS_OF)
    assert (
        write_workbook(tmp_path / "a.xlsx", sheet, [row(dangerous_house=False, income_per_head=8650.5)], Slips()) == 1
    )
    title, _, header, first = cells(tmp_path / "a.xlsx")
    assert "合成数据 SYNTHETIC" in title[0]
    said = dict(zip(header, first, strict=True))
    assert (said["户编号"], said["人编号"], said["证件号码"]) == ("8000000001", "900000000001", "990001198001010014")
    assert (said["危房户"], said["人均纯收入"], said["数据日期"], said["文化程度"]) == (
        "否",
        8650.5,
        "2019-06-30",
        "初中",
    )
    assert (said["在校生状况"], said["乡(镇)"]) == ("", "科尔沁镇")


def test_slip_wins_over_the_fact_in_its_own_file_only(tmp_path):
    slips = Slips({("exited", "990001198001010014"): {"危房户": "不好说"}})
    for layout, expected in (("exited", "不好说"), ("monitored", "否")):
        path = tmp_path / f"{layout}.xlsx"
        write_workbook(path, Sheet(layout, "", Style(), AS_OF), [row(dangerous_house=False)], slips)
        assert expected in cells(path)[2]
    assert slips.places == {("exited", "990001198001010014", "危房户"): ("exited.xlsx", "U3")}


def test_csv_says_synthetic_in_its_encoding(tmp_path):
    sheet = Sheet("residents", "户籍底册", Style(), AS_OF)
    write_csv(tmp_path / "a.csv", sheet, [row(house_grade="A级")], Slips(), "gb18030")
    with (tmp_path / "a.csv").open(encoding="gb18030", newline="") as file:
        title, header, first = list(csv.reader(file))
    assert title == ["户籍底册 合成数据 SYNTHETIC"]
    assert dict(zip(header, first, strict=True))["住房鉴定等级"] == "A级"


def test_same_rows_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, Sheet("full", "某旗", Style(), AS_OF), [row()], Slips())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_layout_has_its_keys():
    headers = {layout: {c.header for c in load_columns(Sheet(layout, "", Style(), AS_OF))} for layout in KEYS}
    assert {layout: keys - headers[layout] for layout, keys in KEYS.items() if keys - headers[layout]} == {}


KEYS = {
    "full": {"户编号", "人口编号", "证件号码", "村"},
    "older": {"数据日期", "户编号", "人口编号", "证件号码", "村"},
    "exited": {"数据日期", "户编号", "人编号", "证件号码", "行政村"},
    "monitored": {"户编号", "人编号", "证件号码", "村"},
    "residents": {"户号", "证件号码", "行政村", "父亲证件号码"},
    "health_insurance": {"证件号码", "参保类型"},
    "education": {"证件号码", "在校生状况"},
}
