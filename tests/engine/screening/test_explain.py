"""Golden sentences: generated from the tree, compared to the letter."""

from datetime import date

import pytest

from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, export, inputs, source
from tests.factories.rounds import found_in, screened
from tests.factories.village import HOUSEHOLD_COLUMNS, household, person, the_village

HOUSE = "依据：国家脱贫攻坚普查公报（第二号），注释：现住房鉴定安全、有其他安全住房、危房改造、易地扶贫搬迁。"
INSURED = "依据：国家脱贫攻坚普查公报（第二号），注释：参加基本医疗保险、新生儿办理中、军人等特殊保障、暂不需要。"
ABSENT_HOUSE = "未见记录：是否另有安全住房、是否集中供养、搬迁、住房是否有人居住、人员状态、务工时间（月）。"
EXPORT = "export-1.xlsx，2019年6月30日，自报"
GOLDEN = {
    ("R3", "shortfall"): (
        f"短板待补齐：本户“饮水安全有保障”未达标。是否解决安全饮用水为“否”（{EXPORT}）。户状态为“建档立卡未脱贫”（{EXPORT}）。"
        "依据：T/CHES 18-2018 农村饮水安全评价准则，评价结论。"
    ),
    ("E1", "suspected_wrong_exit"): (
        "疑似错退：本户“住房安全有保障”未达标。是否危房户为“是”（export-2.xlsx，2018年11月30日，自报）。"
        f"{ABSENT_HOUSE}户状态为“脱贫户”（{EXPORT}）。以脱贫时间（2018年12月1日）及以前的数据判定。{HOUSE}"
    ),
    ("E2", "suspected_return"): (
        f"疑似返贫：本户“住房安全有保障”未达标。是否危房户为“是”（{EXPORT}）。{ABSENT_HOUSE}户状态为“脱贫户”（{EXPORT}）。"
        f"脱贫时间（2018年12月1日）时达标或不适用。{HOUSE}"
    ),
    ("E3", "suspected_wrong_exit_or_return"): (
        f"疑似错退或返贫（无退出时点数据）：本户“住房安全有保障”未达标。是否危房户为“是”（{EXPORT}）。{ABSENT_HOUSE}"
        f"户状态为“脱贫户”（{EXPORT}）。没有脱贫时间（2016年12月1日）时的数据，或当时待核实。{HOUSE}"
    ),
    ("R4", "not_delivered"): (
        "政策未落实：成员2（之子）“义务教育有保障”未达标。出生日期为2009年3月1日，2018年8月31日为9岁（已满6岁），"
        "2019年6月30日为10岁（不满16岁），2019年6月30日为10岁（不满14岁）；在校生状况为“非在校生”，不属规定的情形"
        f"（{EXPORT}）。未见记录：人员状态、就学安置方式、不具备学习能力、不具备学习能力证明。"
        f"户状态为“建档立卡未脱贫”；教育帮扶为“否”；义务教育保障为“否”（{EXPORT}）。"
        "标准值：入学年龄截止日2018年8月31日，自2018年9月1日起，已核实：义务教育法第十一条（年满六周岁；学年自9月1日起）。"
        "依据：义务教育法，第十一条；国家脱贫攻坚普查公报（第二号），注释：适龄少年儿童、送教上门、不具备学习条件。"
    ),
    ("S2", "over_standard"): (
        f"疑似拔高标准：本户。扶贫小额信贷金额为80000元/户，高于扶贫小额信贷额度上限50000元/户（{EXPORT}）。"
        "标准值：扶贫小额信贷额度上限50000元/户，自2014年12月1日起，已确认：county notice。"
    ),
    (
        "E4",
        "suspected_missed_member",
    ): "疑似户内漏人：未列入的成员1（之女）。在常住人口底册的同一户中，不在名单内。未见记录：人员状态。",
    ("base:O2", "suspected_missed_household"): (
        "疑似漏评：成员1“基本医疗有保障（参保）”未达标。是否参加城乡居民基本医疗保险为“否”；出生日期为1970年1月1日，"
        "2019年6月30日为49岁（已满1岁）（residents-3.xlsx，未注明日期，名单）。"
        "未见记录：人员状态、是否参加城镇职工基本医疗保险、特殊保障情形。户状态为“一般农户”（residents-3.xlsx，未注明日期，名单）。"
        f"{INSURED}"
    ),
    ("C1", "conflict"): (
        f"数据矛盾：本户“住房安全有保障”待核实。是否危房户矛盾：“否”（{EXPORT}）与“是”（{EXPORT}）。{HOUSE}"
    ),
    ("N1", "needs_evidence"): f"需补证据：本户“住房安全有保障”待核实。是否危房户：未填写。{HOUSE}",
    ("N3", "needs_evidence"): (
        f"需补证据：成员2（之子）“基本医疗有保障（参保）”待核实。新生儿参保正在办理：无记录，需核实。{INSURED}"
    ),
}
ENGLISH = {
    ("S2", "over_standard"): (
        "Suspected aid beyond the standard: the household. Micro-loan is 80000 yuan/household, above Ceiling of a "
        "poverty-alleviation micro-loan 50000 yuan/household (export-1.xlsx, 2019-06-30, declared). Threshold: Ceiling of a "
        "poverty-alleviation micro-loan 50000 yuan/household since 2014-12-01, confirmed: county notice."
    ),
    ("E4", "suspected_missed_member"): (
        "Suspected missed member: unlisted member 1 (daughter). In the same household of the resident base, not on the list. "
        "Not recorded: State of the person."
    ),
    ("C1", "conflict"): (
        "Sources contradict: the household: 'Safe housing' is unknown. Lives in a dangerous house contradicts itself: 'no' "
        "(export-1.xlsx, 2019-06-30, declared) against 'yes' (export-1.xlsx, 2019-06-30, declared). "
        "Rule: 国家脱贫攻坚普查公报（第二号），注释：现住房鉴定安全、有其他安全住房、危房改造、易地扶贫搬迁."
    ),
}


def told(found, language="zh"):
    query = f"SELECT household_id, kind, {language} FROM findings JOIN explanations USING (explanation_id)"
    return {(h, k): text for h, k, text in run(found.connection, query)}


@pytest.mark.parametrize(("household_id", "kind"), GOLDEN)
def test_explanation_in_chinese(village_round, household_id, kind):
    assert told(village_round)[household_id, kind] == GOLDEN[household_id, kind]


@pytest.mark.parametrize(("household_id", "kind"), ENGLISH)
def test_explanation_in_english(village_round, household_id, kind):
    assert told(village_round, "en")[household_id, kind] == ENGLISH[household_id, kind]


def test_equal_texts_are_stored_once():
    twice = [
        *household("A", status="cleared", drinking_water_safe=False),
        *household("B", status="cleared", drinking_water_safe=False),
    ]
    with screened(inputs(export(source(1, data_on=AS_OF), twice, HOUSEHOLD_COLUMNS))) as found:
        assert found_in(found, "household_id", "explanation_id") == [("A", 1), ("B", 1)]


def test_masked_texts_hide_the_values_of_hidden_facts_and_nothing_else():
    hide = frozenset({(Subject.PERSON, "insured_residents")})
    with screened(the_village(), hide=hide) as found:
        plain, masked = told(found), told(found, "zh_masked")
    changed = {key for key in plain if plain[key] != masked[key]}
    assert changed == {("C2", "conflict"), ("base:O2", "suspected_missed_household")}
    assert (
        "是否参加城乡居民基本医疗保险（已隐去）；出生日期为1970年1月1日"
        in masked["base:O2", "suspected_missed_household"]
    )
    assert "来源矛盾（已隐去）" in masked["C2", "conflict"]


def test_damaged_cell_is_named_by_its_place_and_not_by_its_value():
    origin = source(1, data_on=AS_OF)
    read = inputs(export(origin, household("N", status="registered", dangerous_house=None), HOUSEHOLD_COLUMNS))
    read.bad_cells.append(bad_cell(origin, 0, Subject.HOUSEHOLD, "dangerous_house", value="990000199001010017"))
    with screened(read) as found:
        assert told(found)["N", "needs_evidence"] == (
            f"需补证据：本户“住房安全有保障”待核实。是否危房户：单元格无法读取（export-1.xlsx!Sheet1!C2）。{HOUSE}"
        )


def test_same_clause_of_several_members_is_said_once():
    people = (person(1, person_state="在家", months_worked=0.0), person(2, person_state="在家", months_worked=0.0))
    read = inputs(
        export(
            source(1, data_on=AS_OF), household("M", *people, status="cleared", dangerous_house=True), HOUSEHOLD_COLUMNS
        )
    )
    with screened(read) as found:
        text = told(found)["M", "shortfall"]
    assert (
        "户主、成员2（之子）：人员状态为“在家”，不是“外出”；户主、成员2（之子）：务工时间（月）为0个月，低于6个月"
        in text
    )


def test_computed_income_says_so():
    parts = {
        "wage_income": 4000.0,
        "business_income": 0.0,
        "property_income": 0.0,
        "transfer_income": 0.0,
        "business_expenses": 0.0,
    }
    rows = household("K", status="exited", exited_on=None, **parts)
    for row in rows:
        del row["income_per_head"]
    columns = [name for name in (*HOUSEHOLD_COLUMNS, *parts) if name != "income_per_head"]
    read = inputs(export(source(1, data_on=AS_OF), rows, columns))
    with screened(read, confirm={"poverty_line": (5000, "county notice")}) as found:
        text = told(found)["K", "suspected_wrong_exit_or_return"]
    assert "人均纯收入（元）为4000元/人/年（由收支构成计算），不高于国家农村贫困标准（当年价）5000元/人/年" in text
    assert "本级另定：county notice" in text


def test_months_between_two_dates_are_told_as_such():
    born = person(1, birth_date=date(2015, 4, 9), person_identified_on=date(2015, 1, 1))
    read = inputs(export(source(1), household("M", born, status="exited"), HOUSEHOLD_COLUMNS))
    with screened(read, "cn-consistency", confirm={}) as found:
        sql = "SELECT zh, en FROM findings JOIN explanations USING (explanation_id) WHERE indicator = 'member_listed_after_birth'"
        ((zh, en),) = run(found.connection, sql)
    assert "出生日期到人员识别时间的月数为-3个月" in zh
    assert "Months from 'Date of birth' to 'Person listed in' is -3 months" in en
