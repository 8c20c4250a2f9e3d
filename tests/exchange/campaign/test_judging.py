from datetime import date

import pytest

from diguan.exchange.campaign.judging import contradicting, states_of, too_many, weigh_days
from diguan.exchange.campaign.model import Days, Home, Oddity, Outcome, Reason, Visit

TODAY = date(2019, 7, 31)
DAYS = Days(date(2019, 7, 1), date(2019, 7, 30), TODAY, most_visits=3)
HOMES = {f"H{n}": Home(f"H{n}", "", "旗", "镇", f"村{n % 2}", open=True, findings=0) for n in range(8)}


def visit(household="H0", outcome=Outcome.MET, on=date(2019, 7, 10), reason=Reason.NONE, visitor="张"):
    return Visit(household, outcome, reason, on, (visitor,), "", "a.xlsx", "走访户", 5)


@pytest.mark.parametrize(
    ("written", "oddity"),
    [
        (visit(on=date(2019, 7, 1)), None),
        (visit(on=date(2019, 7, 30)), None),
        (visit(on=date(2019, 7, 31)), Oddity.OUTSIDE_DAYS),
        (visit(on=date(2019, 6, 30)), Oddity.OUTSIDE_DAYS),
        (visit(on=date(2019, 8, 1)), Oddity.AFTER_TODAY),
        (visit(on=None), Oddity.NO_DAY),
        (visit(on=None, outcome=Outcome.NOT_VISITED), None),
        (visit("X9"), Oddity.UNKNOWN_HOUSEHOLD),
    ],
)
def test_a_visit_counts_on_a_day_of_the_campaign_only(written, oddity):
    kept, found = weigh_days([written], HOMES, DAYS)
    assert [o.oddity for o in found] == ([oddity] if oddity else [])
    assert [v.counts for v in kept] == [oddity is None]


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        (visit(), False),
        (visit(outcome=Outcome.NOT_MET), True),
        (visit(outcome=Outcome.NOT_MET, on=date(2019, 7, 9), reason=Reason.AWAY), False),
        (visit(outcome=Outcome.NOT_VISITED, on=None), True),
        (visit(outcome=Outcome.NOT_MET, on=date(2019, 7, 9), reason=Reason.WRONG), True),
        (visit("H1", outcome=Outcome.NOT_MET), False),
        (visit(outcome=Outcome.UNCLEAR), False),
    ],
)
def test_what_contradicts_a_household_that_was_met(other, contradicts):
    assert [o.household_id for o in contradicting([visit(), other])] == (["H0"] if contradicts else [])


def test_more_visits_in_two_villages_than_a_day_has_room_for_are_told():
    two_villages = [visit(f"H{n}") for n in range(4)]
    (found,) = too_many(two_villages, HOMES, DAYS)
    assert (found.oddity, found.visitors, found.on) == (Oddity.TOO_MANY, ("张",), date(2019, 7, 10))
    assert "村0、村1" in found.detail.zh
    assert list(too_many(two_villages[:3], HOMES, DAYS)) == []
    assert list(too_many([visit(f"H{n}") for n in (0, 2, 4, 6)], HOMES, DAYS)) == []
    assert list(too_many([visit(f"H{n}", on=date(2019, 7, n + 1)) for n in range(4)], HOMES, DAYS)) == []


def test_the_weightiest_visit_is_the_state_and_the_latest_of_equals():
    states = states_of(
        HOMES,
        [
            visit(outcome=Outcome.NOT_MET, on=date(2019, 7, 20)),
            visit(on=date(2019, 7, 5)),
            visit(on=date(2019, 7, 9)),
            visit("H1", outcome=Outcome.NOT_VISITED, on=None),
        ],
    )
    assert [(s.visit.outcome, s.visit.on, s.visits) for s in states[:1]] == [(Outcome.MET, date(2019, 7, 9), 3)]
    assert [s.visit and s.visit.outcome for s in states[1:3]] == [Outcome.NOT_VISITED, None]
    assert [s.seen for s in states] == [True, *([False] * 7)]
