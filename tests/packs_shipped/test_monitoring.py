"""Monitoring against a return to poverty: three kinds, clearing, procedure; the line is never a silent default."""

from datetime import date

import pytest

from diguan.engine.standards.parameters import UnableToUseStandard, require_in_force, resolve_parameters
from diguan.engine.verdicts import Subject
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
    assert read == {"sudden_event"}
    sudden = set(standard.rules.findings["suspected_sudden"].alternatives[0].facts)
    assert sudden == {(Subject.HOUSEHOLD, "status")}


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
    costs = {"own_medical_cost": 40000.0, "medical_claims": 0.0, "household_size_current": 1}
    world.add("costs-above-income", [WORKER], income_per_head=30000.0, **costs)
    world.add("costs-below-income", [WORKER], income_per_head=50000.0, **costs)
    world.add("fallen", [WORKER], income_per_head=20000.0)
    world.add("fallen", [WORKER], data_on=date(2021, 6, 1), income_per_head=60000.0)
    world.add("cleared", [WORKER], **CLEARED)
    world.add("cleared-early", [WORKER], **{**CLEARED, "cleared_on": date(2021, 11, 1)})
    world.add(
        "cleared-by-nature", [WORKER], **{**CLEARED, "cleared_on": date(2021, 11, 1), "risk_clearing_kind": "自然消除"}
    )
    world.add("cleared-without-labour", [DISABLED], **CLEARED)
    world.add("cleared-in-danger", [WORKER, AT_HOME], **CLEARED)
    earlier = {"status": "monitored_edge", "monitored_on": date(2021, 6, 1), "dangerous_house": True}
    world.add("cleared-in-danger", [WORKER, AT_HOME], data_on=date(2021, 11, 1), **earlier)
    world.add("ready", [WORKER], **MONITORED)
    world.add("ready-too-soon", [WORKER], **{**MONITORED, "monitored_on": date(2022, 1, 1)})
    world.add("ready-at-the-line", [WORKER], **MONITORED, income_per_head=7000.0)
    world.add("notice", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **NOTICE)
    short = {**NOTICE, "notice_ended_on": date(2022, 5, 13)}
    world.add("short-notice", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **short)
    early = {**NOTICE, "decided_on": date(2022, 5, 13)}
    world.add("decided-early", [WORKER], **{**MONITORED, "monitored_on": date(2022, 6, 1)}, **early)
    return world.found()


@pytest.fixture(scope="module")
def found():
    return judged(LINE)


@pytest.fixture(scope="module")
def found_with_everything_confirmed():
    shares = {"fixed_expense_share": (1, "county notice"), "income_fall_share": (0.5, "county notice")}
    return judged({**LINE, **shares, "decision_days": (15, "work guide")})


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
    assert [found[name] for name in ("costs-above-income", "fallen", "notice")] == [set(), set(), set()]


def test_fixed_expenses_are_a_shock_above_the_confirmed_share(found_with_everything_confirmed):
    assert kinds(found_with_everything_confirmed["costs-above-income"]) == {"suspected_sudden"}
    assert found_with_everything_confirmed["costs-below-income"] == set()


def test_income_that_fell_is_a_shock_below_the_confirmed_share(found_with_everything_confirmed):
    assert kinds(found_with_everything_confirmed["fallen"]) == {"suspected_sudden"}


def test_decision_is_late_after_the_confirmed_days(found_with_everything_confirmed):
    assert kinds(found_with_everything_confirmed["notice"]) == {"procedure_not_kept"}


def test_clearing_by_the_rules_is_not_complained_about(found):
    assert found["cleared"] == set()
    assert found["cleared-by-nature"] == set()


def test_clearing_before_six_months(found):
    assert found["cleared-early"] == {("cleared_against_the_rules", None, "clearing_is_due")}


def test_household_without_any_labour_is_never_cleared(found):
    assert found["cleared-without-labour"] == {("cleared_against_the_rules", None, "has_labour")}


def test_clearing_is_judged_on_the_facts_of_its_day(found):
    assert found["cleared-in-danger"] == {("cleared_against_the_rules", None, "safe_housing")}


def test_who_meets_all_conditions_is_ready_for_review(found):
    assert kinds(found["ready"]) == {"may_be_cleared"}
    assert found["ready-too-soon"] == set()
    assert found["ready-at-the-line"] == set()


def test_notice_and_decision(found):
    assert found["short-notice"] == {("procedure_not_kept", None, "notice_long_enough")}
    assert found["decided-early"] == {("procedure_not_kept", None, "notice_before_decision")}
