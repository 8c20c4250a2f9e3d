"""Monitoring against a return to poverty: three kinds, clearing, procedure; the line is never a silent default."""

from datetime import date

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.screening import screen
from diguan.engine.standards.confirmations import confirmations_of
from diguan.engine.standards.parameters import (
    UnableToUseStandard,
    require_in_force,
    resolve_parameters,
    resolve_periods,
)
from diguan.engine.verdicts import Subject
from tests.factories.grids import read_rows
from tests.factories.workbooks import PLACE, identity
from tests.packs_shipped.rounds import Situations, kinds, pack

ID = "cn-monitoring"
AS_OF = date(2022, 6, 30)
DATA_ON = date(2022, 6, 1)
LINE = {"monitoring_line": (7000, "regional notice")}
GUARANTEES = ("compulsory_education", "basic_medical_insurance", "safe_housing", "safe_drinking_water")


@pytest.mark.parametrize("name", GUARANTEES)
def test_guarantee_is_judged_by_the_words_of_the_standard_before(name):
    before, now = pack("cn-two-assurances").indicators[name], pack(ID).indicators[name]
    assert (now.when, now.met, now.guarantee) == (before.when, before.met, before.guarantee)


def test_standard_begins_in_2021():
    with pytest.raises(UnableToUseStandard):
        require_in_force(pack(ID), date(2020, 12, 31))
    require_in_force(pack(ID), date(2021, 1, 1))


def test_monitoring_line_must_be_supplied():
    refused = resolve_parameters(pack(ID), AS_OF).refused
    assert [r.name for r in refused] == ["monitoring_line"]
    assert "--confirm monitoring_line=" in refused[0].text("zh")


def test_shock_rests_on_no_income():
    standard = pack(ID)
    shock = [i for i in standard.indicators.values() if i.guarantee == "shock"]
    read = {name for i in shock for _, name in standard.rules.indicators[i.id].met.facts}
    assert read == {"sudden_event", "fixed_expense_per_head"}
    event, large, _ = standard.rules.findings["suspected_sudden"].alternatives
    assert set(event.facts) == {(Subject.HOUSEHOLD, "status")}
    assert set(large.facts) == {(Subject.HOUSEHOLD, "status"), (Subject.HOUSEHOLD, "after_clearing_recorded")}


def test_earlier_lines_can_be_supplied_with_their_day():
    given = {"monitoring_line": (7000, "notice of 2022"), "monitoring_line[2021-01-01]": (6000, "notice of 2021")}
    periods = resolve_periods(pack(ID), date(2021, 6, 1), AS_OF, confirmations_of(given), AS_OF)
    assert [(p.since, p.resolved.values["monitoring_line"]) for p in periods][-1] == (AS_OF, 7000)
    assert periods[0].resolved.values["monitoring_line"] == 6000


def test_line_of_a_day_in_the_future_is_none_for_today():
    refused = resolve_parameters(
        pack(ID), AS_OF, confirmations_of({"monitoring_line[2023-01-01]": (7500, "x")})
    ).refused
    assert [r.name for r in refused] == ["monitoring_line"]


def test_same_day_twice_is_refused():
    given = {"monitoring_line": (7000, "x"), f"monitoring_line[{AS_OF}]": (6000, "y")}
    refused = resolve_parameters(pack(ID), AS_OF, confirmations_of(given)).refused
    assert [r.message.en for r in refused] == ["the parameter monitoring_line is confirmed twice"]


def test_school_cutoff_runs_until_2026():
    assert [v.value for v in pack(ID).parameters["school_cutoff"].values][-1] == date(2026, 8, 31)


HOME = {
    "status": "exited",
    "income_per_head": 9000.0,
    "dangerous_house": False,
    "drinking_water_safe": True,
    "sudden_event": None,
}
WORKER = {
    "birth_date": date(1980, 1, 1),
    "labour_skill": "普通劳动力",
    "insured_residents": True,
    "health_status": "健康",
    "months_worked": 8.0,
}
AT_HOME = {**WORKER, "months_worked": 0.0}
ILL = {**AT_HOME, "labour_skill": "丧失劳动力", "health_status": "患有大病"}
DISABLED = {**ILL, "health_status": "残疾"}
MONITORED = {"status": "monitored_edge", "monitored_on": date(2021, 12, 1), "help_industry": True}
CLEARED = {
    "status": "cleared",
    "monitored_on": date(2021, 6, 1),
    "cleared_on": date(2021, 12, 1),
    "risk_clearing_kind": "帮扶消除",
    "help_industry": True,
}
HELP = tuple(n for n in load_catalogue().fields(Subject.HOUSEHOLD) if n.startswith("help_"))
# identified in June 2022
WINDOWS = (
    ("window-right", date(2021, 6, 1), date(2022, 5, 31)),
    ("window-of-last-year", date(2021, 1, 1), date(2021, 12, 31)),
    ("window-short", date(2021, 9, 1), date(2022, 5, 31)),
    ("window-counted-again", date(2021, 7, 1), date(2022, 6, 30)),
)
NO_LABOUR = {"labour_skill": "无劳动力"}
# two persons: income per head, own cost and claims of the household
COSTS = (
    ("costs-large", 60000.0, 100000.0, 0.0),
    ("costs-claimed", 60000.0, 100000.0, 95000.0),
    ("costs-moderate", 60000.0, 12000.0, 0.0),
    ("costs-below-line", 12000.0, 12000.0, 0.0),
    ("costs-down-to-the-line", 12000.0, 10000.0, 0.0),
    ("costs-unknown", 60000.0, None, None),
)
# the export of monitored households gives the state after the clearing in columns of its own, dated by the clearing
PLAIN_LOW = {"income_per_head": 5000.0, "dangerous_house": True, "own_medical_cost": 60000.0, "medical_claims": 0.0}
AFTER = {
    "after_income_per_head": 9000.0,
    "after_own_medical_cost": 500.0,
    "after_medical_claims": 0.0,
    "after_dangerous_house": False,
    "after_drinking_water_safe": True,
    "after_dropout_ticked": False,
    "after_uninsured_ticked": False,
}
NOTICE = {
    "clue_on": date(2022, 5, 1),
    "notice_started_on": date(2022, 5, 10),
    "notice_ended_on": date(2022, 5, 14),
    "decided_on": date(2022, 5, 20),
}


def judged(confirm):
    """What one round finds in all situations of this module, by household."""
    world = Situations(ID, AS_OF, HOME, DATA_ON, confirm)
    world.add("steady", [WORKER])
    for status in ("exited", "ordinary", "cleared"):
        world.add(f"low-{status}", [WORKER, ILL], status=status, income_per_head=6999.0)
    world.add("low-without-risk", [WORKER], income_per_head=6999.0)
    world.add("risk-at-the-line", [WORKER, ILL], income_per_head=7000.0)
    world.add("house", [WORKER, AT_HOME], income_per_head=50000.0, dangerous_house=True)
    world.add("accident", [WORKER], income_per_head=90000.0, sudden_event="意外事故")
    world.add("disaster", [WORKER], status="ordinary", income_per_head=90000.0, sudden_event="自然灾害")
    world.add("known-accident", [WORKER], status="monitored_sudden", sudden_event="意外事故")
    for name, income, cost, claims in COSTS:
        world.add(name, [WORKER, ILL], income_per_head=income, own_medical_cost=cost, medical_claims=claims)
    world.add("costs-above-low-income", [WORKER], income_per_head=5000.0, own_medical_cost=6000.0, medical_claims=0.0)
    known = {"status": "monitored_sudden", "monitored_on": date(2022, 6, 1)}
    world.add(
        "costs-monitored", [WORKER, ILL], income_per_head=60000.0, own_medical_cost=90000.0, medical_claims=0.0, **known
    )
    world.add("struck", [WORKER, ILL], status="struck", income_per_head=6999.0)
    world.add("low-risk-unknown", [{**WORKER, "labour_skill": None}, AT_HOME | NO_LABOUR], income_per_head=6999.0)
    world.add("fallen", [WORKER], income_per_head=20000.0)
    world.add("fallen", [WORKER], data_on=date(2021, 6, 1), income_per_head=60000.0)
    add_cleared(world)
    add_ready(world)
    add_procedures(world)
    return world.found()


def add_cleared(world):
    """Households whose risk was cleared, by the rules or not."""
    world.add("cleared", [WORKER], **CLEARED)
    world.add("cleared-early", [WORKER], **{**CLEARED, "cleared_on": date(2021, 11, 1)})
    world.add(
        "cleared-by-nature", [WORKER], **{**CLEARED, "cleared_on": date(2021, 11, 1), "risk_clearing_kind": "自然消除"}
    )
    world.add("cleared-without-labour", [DISABLED], **CLEARED)
    world.add("cleared-in-danger", [WORKER, AT_HOME], **CLEARED)
    earlier = {"status": "monitored_edge", "monitored_on": date(2021, 6, 1), "dangerous_house": True}
    world.add("cleared-in-danger", [WORKER, AT_HOME], data_on=date(2021, 11, 1), **earlier)
    cleared = {**CLEARED, **PLAIN_LOW, **AFTER}
    world.add("after-fine", [WORKER, ILL], **cleared)
    world.add("after-house", [WORKER], **{**cleared, "after_dangerous_house": True})
    world.add("after-water", [WORKER], **{**cleared, "after_drinking_water_safe": False})
    world.add("after-school", [WORKER], **{**cleared, "after_dropout_ticked": True})
    world.add("after-insurance", [WORKER], **{**cleared, "after_uninsured_ticked": True})
    world.add("after-silent", [WORKER, ILL], **{**CLEARED, "income_per_head": 5000.0})


def add_ready(world):
    """Monitored households that may be cleared, or not yet."""
    solved = {"own_medical_cost": 0.0, "medical_claims": 0.0}
    world.add("ready", [WORKER], **MONITORED, **solved)
    world.add("ready-nobody-ill", [WORKER], **MONITORED)
    world.add("ready-ill-costs-unknown", [WORKER, ILL], **MONITORED)
    world.add("ready-ill-costs-solved", [WORKER, ILL], **MONITORED, **solved)
    world.add("ready-costs-not-solved", [WORKER, ILL], **MONITORED, own_medical_cost=4000.0, medical_claims=0.0)
    world.add("ready-without-help", [WORKER], **{**MONITORED, **dict.fromkeys(HELP, False)})
    world.add("ready-without-labour", [DISABLED], **MONITORED, **solved)
    world.add("ready-too-soon", [WORKER], **{**MONITORED, "monitored_on": date(2022, 1, 1)})
    world.add("ready-at-the-line", [WORKER], **MONITORED, income_per_head=7000.0)


def add_procedures(world):
    """The steps of the identification."""
    for name, first, last in WINDOWS:
        world.add(
            name, [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, income_from=first, income_until=last
        )
    world.add("notice", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **NOTICE)
    short = {**NOTICE, "notice_ended_on": date(2022, 5, 13)}
    world.add("short-notice", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **short)
    early = {**NOTICE, "decided_on": date(2022, 5, 13)}
    world.add("decided-early", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **early)


@pytest.fixture(scope="module")
def found():
    return judged(LINE)


@pytest.fixture(scope="module")
def found_with_everything_confirmed():
    shares = {"fixed_expense_share": (1, "county notice"), "income_fall_share": (0.5, "county notice")}
    return judged({**LINE, **shares})


def test_steady_household_is_not_suspected(found):
    assert found["steady"] == set()


def test_low_income_with_a_risk_by_what_the_household_was(found):
    assert kinds(found["low-exited"]) == {"suspected_unstable"}
    assert kinds(found["low-ordinary"]) == {"suspected_edge"}
    assert kinds(found["low-cleared"]) == {"risk_after_clearing"}


def test_low_income_without_a_risk_is_not_suspected(found):
    assert found["low-without-risk"] == set()


def test_risk_at_the_line_is_not_suspected(found):
    assert found["risk-at-the-line"] == set()


def test_guarantee_that_fails_is_suspected_whatever_the_income(found):
    assert kinds(found["house"]) == {"suspected_unstable"}


def test_shock_is_found_above_any_line(found):
    assert kinds(found["accident"]) == {"suspected_sudden"}
    assert kinds(found["disaster"]) == {"suspected_sudden"}
    assert found["known-accident"] == set()


def test_thresholds_without_a_source_find_nothing_until_they_are_confirmed(found):
    assert [found[name] for name in ("costs-above-low-income", "fallen")] == [set(), set()]


@pytest.mark.parametrize("name", ["costs-large", "costs-below-line"])
def test_large_expenses_are_a_shock_whatever_the_income(found, name):
    assert kinds(found[name]) == {"suspected_sudden"}


@pytest.mark.parametrize(
    "name", ["costs-claimed", "costs-moderate", "costs-down-to-the-line", "costs-unknown", "costs-monitored"]
)
def test_expenses_that_are_no_shock(found, name):
    assert found[name] == set()


def test_fixed_expenses_are_a_shock_above_the_confirmed_share(found_with_everything_confirmed):
    assert kinds(found_with_everything_confirmed["costs-above-low-income"]) == {"suspected_sudden"}
    assert found_with_everything_confirmed["costs-moderate"] == set()


def test_struck_household_is_judged_as_an_ordinary_one(found):
    assert kinds(found["struck"]) == {"suspected_edge"}


def test_low_income_beside_an_unknown_risk_asks_for_evidence(found):
    assert found["low-risk-unknown"] == {("needs_evidence", None, "somebody_can_work")}


def test_income_that_fell_is_a_shock_below_the_confirmed_share(found_with_everything_confirmed):
    assert kinds(found_with_everything_confirmed["fallen"]) == {"suspected_sudden"}


def test_decision_is_late_after_fifteen_days(found):
    assert found["notice"] == {("procedure_not_kept", None, None)}


def test_clearing_by_the_rules_is_not_complained_about(found):
    assert found["cleared"] == set()
    assert found["cleared-by-nature"] == set()


def test_clearing_before_six_months(found):
    assert found["cleared-early"] == {("cleared_against_the_rules", None, "clearing_is_due")}


def test_household_without_any_labour_is_never_cleared(found):
    assert found["cleared-without-labour"] == {("cleared_against_the_rules", None, "has_labour")}


def test_clearing_is_judged_on_the_facts_of_its_day(found):
    assert found["cleared-in-danger"] == {("cleared_against_the_rules", None, "safe_housing")}


def test_plain_columns_speak_of_the_identification_where_the_state_after_is_recorded(found):
    assert found["after-fine"] == set()


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("after-house", "house_after_clearing"),
        ("after-water", "water_after_clearing"),
        ("after-school", "schooling_after_clearing"),
        ("after-insurance", "insurance_after_clearing"),
    ],
)
def test_guarantee_that_fails_after_the_clearing(found, name, check):
    assert found[name] == {("cleared_against_the_rules", None, check)}


def test_plain_columns_speak_of_today_where_nothing_else_does(found):
    assert kinds(found["after-silent"]) == {"risk_after_clearing"}


def test_who_meets_all_conditions_is_ready_for_review(found):
    assert kinds(found["ready"]) == kinds(found["ready-nobody-ill"]) == {"may_be_cleared"}
    assert kinds(found["ready-ill-costs-solved"]) == {"may_be_cleared"}
    assert found["ready-ill-costs-unknown"] == found["ready-costs-not-solved"] == set()
    assert found["ready-without-help"] == found["ready-without-labour"] == set()
    assert found["ready-too-soon"] == set()
    assert found["ready-at-the-line"] == set()


def test_notice_and_decision(found):
    late = ("procedure_not_kept", None, None)
    assert found["short-notice"] == {("procedure_not_kept", None, "notice_long_enough"), late}
    assert found["decided-early"] == {("procedure_not_kept", None, "notice_before_decision")}


def test_window_of_the_income_ends_the_month_before_the_identification(found):
    assert found["window-right"] == found["window-counted-again"] == set()
    assert found["window-of-last-year"] == {("procedure_not_kept", None, "income_window_ends")}
    assert found["window-short"] == {("procedure_not_kept", None, "income_window_length")}


# the export of monitored households as it is written: header on row 3, income before and after the clearing on one row
LIST = {
    **PLACE,
    "户类型": "脱贫户",
    "监测对象类别": "脱贫不稳定户",
    "与户主关系": "户主",
    "劳动技能": "普通劳动力",
    "是否参加城乡居民基本医疗保险": "是",
    "风险是否已消除": "是",
    "风险消除方式": "帮扶消除",
    "识别监测时间(YYYYMM)": "202103",
    "消除监测时间": "202110",
    "产业帮扶": "是",
    "人均纯收入（元）": 4800,
    "是否危房户": "否",
    "是否解决安全饮用水": "是",
    "合规自付支出": 30000,
    "理赔收入": 0,
    "风险消除后纯收入": 19500,
    "风险消除后人均纯收入": 6500,
    "风险消除后合规自付支出": 900,
    "风险消除后理赔收入": 0,
}


def screened(*changes):
    """Kinds and checks found in a list of monitored households, by household; the line was 6,000 in 2021 and 7,000 from 2022 on."""
    rows = [
        {**LIST, "户编号": f"H{n}", "人编号": f"H{n}-1", "证件号码": identity(n), **own}
        for n, own in enumerate(changes)
    ]
    lines = {"monitoring_line[2021-01-01]": (6000, "notice"), "monitoring_line[2022-01-01]": (7000, "notice")}
    with screen(read_rows(rows), pack(ID), AS_OF, confirmations=confirmations_of(lines)) as round_:
        found = round_.connection.execute("SELECT household_id, kind, indicator FROM findings").fetchall()
    return {n: {(kind, check) for home, kind, check in found if home == f"H{n}"} for n in range(len(changes))}


def test_clearing_is_judged_with_the_line_and_the_income_of_its_own_day():
    by_the_rules, below_the_line, costs_not_solved = screened(
        {},
        {"风险消除后人均纯收入": 5900, "风险消除后纯收入": 17700},
        {"风险消除后合规自付支出": 6000},  # three persons: 2,000 a head
    ).values()
    assert by_the_rules == set()
    assert ("cleared_against_the_rules", "income_after_clearing") in below_the_line
    assert costs_not_solved == {("cleared_against_the_rules", "expenses_after_clearing")}
