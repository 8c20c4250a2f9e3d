"""Workbooks of two counties, planted slips and lawful exceptions beside them. What is wrong is written by hand: nothing asks the engine.

Every household is a situation of its own; `NUMBER` is its household number. `WRONG` names the checks that a careful clerk would
raise, with the member's number where it is about a person. Every household that is not in it is in order.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from diguan.engine.regions import load_regions
from tests.factories.workbooks import PLACE, identity, table, write_csv, write_workbook

AS_OF = date(2022, 6, 30)
DAY = date(2022, 6, 1)
TREE = load_regions()
FAR = {"县": "宁城县", "乡": TREE.units("township", "150429")[0].name}
FAR["村"] = TREE.units("village", TREE.units("township", "150429")[0].code)[0].name
NEXT_TOWNSHIP = TREE.units("township", "152221")[1]
NEXT = {"县": PLACE["县"], "乡": NEXT_TOWNSHIP.name, "村": TREE.units("village", NEXT_TOWNSHIP.code)[0].name}

HOME = {
    "户类型": "脱贫户",
    "首次识别时间": date(2014, 4, 1),
    "脱贫时间": date(2018, 12, 1),
    "生产经营性收入": 30000,
    "生产经营性支出": 2000,
    "工资性收入": 0,
    "财产性收入": 0,
    "转移性收入": 800,
    "养老金或离退休金": 0,
    "最低生活保障金": 0,
    "是否危房户": "否",
    "是否解决安全饮用水": "是",
    "住房面积": 80,
    "耕地面积(亩)": 20,
    "牧草地面积": 0,
}
EARNED = ("生产经营性收入", "工资性收入", "财产性收入", "转移性收入")
BODY = {
    "健康状况": "健康",
    "劳动技能": "普通劳动力",
    "文化程度": "初中",
    "在校生状况": None,
    "是否参加城乡居民基本医疗保险": "是",
    "是否参加城镇职工基本医疗保险": "否",
    "务工时间（月）": 0,
    "务工所在地": None,
    "是否享受农村居民最低生活保障": "否",
    "人员状态": "在家",
}
PUPIL = {"劳动技能": "无劳动力", "文化程度": None, "在校生状况": "小学"}
RISKS = {
    "致贫/返贫风险1": "因病",
    "致贫/返贫风险2": None,
    "健康帮扶": "是",
    "社会帮扶": "否",
    "教育帮扶": "否",
    "住房安全保障": "否",
}
MONITORED = {"监测对象类别": "边缘易致贫户", "风险是否消除": "否", "识别监测时间": date(2022, 5, 1), **RISKS}

WRONG: dict[str, set[str]] = {}
NUMBER: dict[str, str] = {}
_people = count(20)


def man(born: date = date(1980, 1, 5), **more: Any) -> dict[str, Any]:
    return _person("男", born, **more)


def woman(born: date = date(1982, 3, 4), **more: Any) -> dict[str, Any]:
    return _person("女", born, **more)


def _person(sex: str, born: date, **more: Any) -> dict[str, Any]:
    number = next(_people)
    return {
        **BODY,
        "姓名": f"名{number}",
        "证件号码": identity(2 * number + (sex == "男"), born),
        "性别": sex,
        "出生日期": born,
        **more,
    }


def couple() -> list[dict[str, Any]]:
    return [man(与户主关系="户主"), woman(与户主关系="配偶")]


def household(
    name: str, people: Sequence[Mapping[str, Any]], *wrong: str, place: Mapping[str, str] = PLACE, **home: Any
) -> list[dict[str, Any]]:
    """Rows of one household; `wrong`: checks, with @ and the member's place where one is about a person."""
    if wrong:
        WRONG[name] = set(wrong)
    number = NUMBER[name] = f"H{len(NUMBER) + 1:03d}"
    parts = {**HOME, "当前家庭人口数": len(people), **home}
    net = sum(parts[name] for name in EARNED) - parts["生产经营性支出"]
    home = {"人均纯收入（元）": round(net / parts["当前家庭人口数"], 2), **home}
    own = {
        **place,
        "户编号": number,
        **HOME,
        "当前家庭人口数": len(people),
        "户联系电话": _phone(name),
        "数据日期": DAY,
    }
    return [
        {**own, "人编号": f"{number}-{n}", **person, **home, **{k: v for k, v in person.items() if k in home}}
        for n, person in enumerate(people, start=1)
    ]


def _phone(name: str) -> str:
    return f"139{sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 10**8:08d}"


HEAD, WIFE = {"与户主关系": "户主"}, {"与户主关系": "配偶"}
TWICE = identity(311, date(1980, 1, 5))
AGAIN = identity(410, date(1982, 3, 4))
MOVED = identity(412, date(1982, 3, 4))
SPELT = {"姓名": "巴图·孟和", "出生日期": date(1979, 9, 9)}
HELPERS_PHONE = "13600000001"

HOUSEHOLDS = [
    household("orderly", couple()),
    household("orderly-child", [*couple(), man(date(2012, 5, 1), 与户主关系="之子", **PUPIL)]),
    # identity: one number in two counties, one in two households of a village, twice in one household
    household("county-a", [man(证件号码=TWICE, 与户主关系="户主")], "identity_unique@1"),
    household("county-b", [man(证件号码=TWICE, 与户主关系="户主", 姓名="佟某甲")], "identity_unique@1", place=FAR),
    household(
        "home-a",
        [*couple(), man(date(2000, 7, 7), 证件号码=identity(513, date(2000, 7, 7)), 姓名="同某丙", 与户主关系="之子")],
        "identity_unique@3",
    ),
    household(
        "home-b",
        [man(date(2000, 7, 7), 证件号码=identity(513, date(2000, 7, 7)), 姓名="同某丙", 与户主关系="户主")],
        "identity_unique@1",
        place=NEXT,
    ),
    # decoy: she married out of one household into another, and her old row says so
    household(
        "married-out", [man(**HEAD), woman(证件号码=MOVED, 与户主关系="之女", 人员状态="婚出")], "still_a_member@2"
    ),
    household("married-in", [man(**HEAD), woman(证件号码=MOVED, **WIFE)]),
    # likely one person: same name and birth in one village, one of them without a number; decoy: the same in another village
    household("twin-a", [man(**SPELT, 证件号码=identity(613, date(1979, 9, 9)), **HEAD)], "listed_once@1"),
    household(
        "twin-b", [man(**{**SPELT, "姓名": "巴图孟和"}, 证件号码=None, **HEAD)], "listed_once@1", "identity_filled_in@1"
    ),
    household("twin-c", [man(**SPELT, 证件号码=identity(615, date(1979, 9, 9)), **HEAD)], place=NEXT),
    household(
        "row-twice",
        [
            man(**HEAD),
            woman(**WIFE, 证件号码=AGAIN, 姓名="白某乙"),
            woman(证件号码=AGAIN, 姓名="白某乙", 与户主关系="之女"),
        ],
        "identity_unique@2",
        "identity_unique@3",
        "child_is_younger@3",
    ),
    household("length", [man(证件号码="99000019800105", **HEAD)], "identity_length@1"),
    household("digit", [man(证件号码="990000198001050011", **HEAD)], "identity_check_digit@1"),
    household("no-date", [man(证件号码="990000198013450011", **HEAD)], "identity_date@1"),
    household("birth", [man(证件号码=identity(713, date(1981, 1, 5)), **HEAD)], "birth_date_agrees@1"),
    household("sex", [man(证件号码=identity(714, date(1980, 1, 5)), **HEAD)], "sex_agrees@1"),
    # decoy: only the month of birth is kept, on its first day
    household("month", [man(date(1980, 1, 1), 证件号码=identity(715, date(1980, 1, 5)), **HEAD)]),
    # who is who
    household("two-men", [man(**HEAD), man(date(1981, 2, 2), **WIFE)], "head_and_spouse_differ_in_sex"),
    household("two-heads", [man(**HEAD), woman(**HEAD)], "single_head"),
    household("no-head", [man(与户主关系="之子"), woman(date(1985, 6, 6), 与户主关系="之女")], "has_head"),
    household("son-is-woman", [*couple(), woman(date(2003, 3, 3), 与户主关系="之子")], "relation_of_a_man@3"),
    household("old-daughter", [man(**HEAD), woman(date(1979, 4, 4), 与户主关系="之女")], "child_is_younger@2"),
    household("persons", couple(), "persons_agree_with_rows", 当前家庭人口数=4),
    # phones: three households share one; two may; the helper's is not the household's; ten digits are none
    *(household(f"phone-{n}", couple(), "phone_not_shared", 户联系电话="13900000077") for n in "abc"),
    *(household(f"pair-{n}", couple(), 户联系电话="13900000078") for n in "ab"),
    household("helper", couple(), "phone_is_the_households_own", 户联系电话=HELPERS_PHONE),
    household("ten-digits", couple(), "phone_format", 户联系电话="1390000007"),
    household("no-phone", couple(), "phone_filled_in", 户联系电话=None),
    # missing and implausible
    household("no-income", couple(), "income_given", **{"人均纯收入（元）": None}),
    household("metres", couple(), "cultivated_area_given", **{"耕地面积(亩)": 13340}),
    household("house-unknown", couple(), "dangerous_house_is_monitored", 是否危房户=None),
    household("bad-cell", couple(), "house_area_given", 住房面积="约80"),
    # guarantees: not monitored; decoy: still registered as poor, so nothing more is asked
    household("dangerous", couple(), "dangerous_house_is_monitored", 是否危房户="是"),
    household("unsafe-water", couple(), "unsafe_water_is_monitored", 是否解决安全饮用水="否"),
    household("poor", couple(), 户类型="未脱贫户", 脱贫时间=None, 是否危房户="是", 是否解决安全饮用水="否"),
    household(
        "dropout",
        [*couple(), man(date(2012, 5, 1), 与户主关系="之子", **{**PUPIL, "在校生状况": "非在校生"})],
        "dropout_is_monitored@3",
        "schooling_filled_in@3",
    ),
    household("uninsured", [man(**HEAD), woman(**WIFE, 是否参加城乡居民基本医疗保险="否")], "uninsured_is_monitored@2"),
    household(
        "soldier",
        [*couple(), man(date(2001, 8, 8), 与户主关系="之子", 是否参加城乡居民基本医疗保险="否", 人员状态="服役")],
    ),
    household(
        "both-insurances", [man(**HEAD, 是否参加城镇职工基本医疗保险="是"), woman(**WIFE)], "one_health_insurance@1"
    ),
    # labour
    household(
        "child-labour",
        [*couple(), man(date(2010, 5, 1), 与户主关系="之子", **{**PUPIL, "劳动技能": "普通劳动力"})],
        "no_labour_under_age@3",
    ),
    household(
        "half-labour", [man(**HEAD, 劳动技能="弱劳动力或半劳动力"), woman(**WIFE)], "healthy_means_full_labour@1"
    ),
    household(
        "away-no-labour",
        [
            man(**HEAD),
            woman(**WIFE, 劳动技能="无劳动力", 健康状况="长期慢性病", **{"务工时间（月）": 6, "务工所在地": "北京市"}),
        ],
        "workers_have_labour@2",
        "workers_bring_wage",
    ),
    # schooling: both columns; decoy: finished and not in school
    household(
        "both-schools",
        [
            *couple(),
            man(date(2005, 5, 1), 与户主关系="之子", **{**PUPIL, "文化程度": "初中", "在校生状况": "普通高中二年级"}),
        ],
        "level_or_school@3",
    ),
    household(
        "finished", [*couple(), man(date(2003, 5, 1), 与户主关系="之子", 文化程度="高中", 在校生状况="非在校生")]
    ),
    household(
        "preschool",
        [*couple(), man(date(2015, 5, 1), 与户主关系="之子", **{**PUPIL, "在校生状况": "学前教育"})],
        "preschool_ends@3",
        "dropout_is_monitored@3",
    ),
    # money
    household("pension", couple(), "pension_has_an_elder", 养老金或离退休金=2400, 转移性收入=3000),
    household(
        "pensioner",
        [
            man(date(1955, 1, 5), **HEAD, 劳动技能="弱劳动力或半劳动力"),
            woman(date(1957, 1, 5), **WIFE, 劳动技能="弱劳动力或半劳动力"),
        ],
        养老金或离退休金=2400,
        转移性收入=3000,
    ),
    household("dibao", [man(**HEAD, 是否享受农村居民最低生活保障="是"), woman(**WIFE)], "dibao_brings_dibao_money"),
    household(
        "expenses",
        couple(),
        "expenses_within_business_income",
        生产经营性收入=10000,
        生产经营性支出=12000,
        财产性收入=20000,
    ),
    household("per-head", couple(), "income_per_head_adds_up", **{"人均纯收入（元）": 12000}),
]
WATCHED = [
    household("watched", [man(**HEAD, 健康状况="患有大病"), woman(**WIFE)], **MONITORED),
    household(
        "watched-house",
        [man(**HEAD, 健康状况="患有大病"), woman(**WIFE)],
        "housing_risk_named",
        **{**MONITORED, "是否危房户": "是"},
    ),
    household(
        "watched-unhelped",
        [man(**HEAD, 健康状况="患有大病"), woman(**WIFE)],
        "illness_measure",
        **{**MONITORED, "健康帮扶": "否"},
    ),
]


def write(folder: Path) -> dict[str, Path]:
    """An export of each county, one of monitored households, the roster of helpers; by name."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [row for rows in HOUSEHOLDS for row in rows]
    far = [row for row in rows if row["县"] == FAR["县"]]
    near = [row for row in rows if row["县"] != FAR["县"]]
    watched = [row for rows in WATCHED for row in rows]
    return {
        "near": write_workbook(folder / "前旗.xlsx", {"脱贫户": table(near, header_row=3)}),
        "far": write_workbook(folder / "宁城.xlsx", {"Sheet1": table(far)}),
        "watched": write_workbook(folder / "监测.xlsx", {"Sheet1": table(watched)}),
        "helpers": write_csv(
            folder / "helpers.csv",
            [{"姓名": "干部", "证件号码": identity(901, date(1975, 1, 1)), "联系电话": HELPERS_PHONE}],
        ),
    }
