from datetime import date

import pytest

from diguan.engine.screening.findings import working_day
from diguan.engine.snapshot.database import run
from tests.factories.rounds import found_in
from tests.factories.village import TRUTH


def test_findings_of_the_village_are_those_of_a_careful_person(village_round):
    found = set(found_in(village_round, "kind", "household_id", "person_id", "indicator", "route"))
    assert (found - TRUTH, TRUTH - found) == (set(), set())


def test_findings_are_in_the_order_of_the_ledger(village_round):
    order = found_in(village_round, "focus_group", "priority", "region_code", "household_id", "person_id", "indicator")
    focus = [group for group, *_ in order]
    assert (focus[0], set(focus[1:])) == ("edge", {None})
    rest = [(p, r, h, i or "", x or "") for g, p, r, h, i, x in order if g is None]
    assert rest == sorted(rest)


def test_priority_is_the_place_of_the_kind_in_the_standard(village_round):
    found = dict(found_in(village_round, "kind", "priority"))
    assert {k: found[k] for k in ("suspected_wrong_exit", "shortfall", "over_standard", "needs_evidence")} == {
        "suspected_wrong_exit": 1,
        "shortfall": 8,
        "over_standard": 9,
        "needs_evidence": 11,
    }


def test_department_and_deadline_are_those_of_the_indicator_unless_the_finding_has_its_own(village_round):
    rows = found_in(village_round, "household_id", "kind", "department", "deadline_on")
    found = {(h, k): (d, on) for h, k, d, on in rows}
    assert found["E1", "suspected_wrong_exit"] == ("housing", date(2019, 11, 1))  # 90 working days
    assert found["N2", "needs_evidence"] == ("medical_insurance", date(2019, 7, 26))  # 20
    assert found["base:O1", "suspected_missed_household"] == ("rural", date(2019, 8, 9))  # 30, of the finding


def test_grade_is_that_of_the_verdict_and_none_of_the_unknown(village_round):
    rows = found_in(village_round, "household_id", "kind", "grade")
    found = {(h, k): g for h, k, g in rows}
    assert found["E1", "suspected_wrong_exit"] == 1
    assert found["base:O1", "suspected_missed_household"] == 1  # rests on presumptions, too
    assert found["N1", "needs_evidence"] == 0
    assert found["C1", "conflict"] == 0


def test_rule_and_kind_of_a_finding(village_round):
    rows = found_in(village_round, "household_id", "kind", "rule")
    assert ("R5", "shortfall", "shortfall_after_clearing") in rows
    assert ("S2", "over_standard", "over_standard_microloan") in rows


def test_numbers_run_from_one(village_round):
    assert [n for (n,) in found_in(village_round, "finding_id")] == list(range(1, len(TRUTH) + 1))


def test_every_finding_has_an_explanation_that_names_nobody(village_round):
    rows = run(
        village_round.connection,
        "SELECT zh, en, zh_masked, en_masked FROM findings LEFT JOIN explanations USING (explanation_id)",
    )
    assert len(rows) == len(TRUTH)
    assert all(all(row) for row in rows)
    names = {name for (name,) in run(village_round.connection, "SELECT name FROM people WHERE name IS NOT NULL")}
    assert [n for n in names for row in rows if n in "".join(row)] == []


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2019, 6, 28), 0, date(2019, 6, 28)),
        (date(2019, 6, 28), 1, date(2019, 7, 1)),  # Friday to Monday
        (date(2019, 6, 30), 1, date(2019, 7, 1)),  # Sunday
        (date(2019, 7, 1), 5, date(2019, 7, 8)),
        (date(2019, 7, 1), 20, date(2019, 7, 29)),
        (date(2019, 12, 31), 1, date(2020, 1, 1)),  # public holidays are not known
    ],
)
def test_deadline_counts_monday_to_friday(start, days, expected):
    assert working_day(start, days) == expected
