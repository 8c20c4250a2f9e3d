from datetime import date

import pytest

from diguan.exchange.campaign.model import Outcome, Reason
from diguan.exchange.campaign.records import met_of, reason_of, visit_of, visitors_of
from diguan.exchange.visits import HouseholdSeen
from diguan.locale import texts

DAY = date(2019, 7, 10)


YES, NO = True, False


def row(visited=None, on=None, visitor="", met="", not_met=""):
    return HouseholdSeen("H1", "L1", visited, on, visitor, met, not_met, "", "a.xlsx", "走访户", 7)


@pytest.mark.parametrize(
    ("written", "outcome", "reason"),
    [
        (row(YES, DAY, met="户主"), Outcome.MET, Reason.NONE),
        (row(YES, DAY), Outcome.MET, Reason.NONE),
        (row(None, DAY, met="户主"), Outcome.MET, Reason.NONE),
        (row(YES, DAY, not_met="暂时不在家"), Outcome.NOT_MET, Reason.AWAY),
        (row(None, DAY, not_met="refused"), Outcome.NOT_MET, Reason.REFUSED),
        (row(NO, not_met="常年在外"), Outcome.NOT_VISITED, Reason.MOVED),
        (row(None, not_met="雪太大"), Outcome.NOT_VISITED, Reason.OTHER),
        (row(None, DAY, "张"), Outcome.UNCLEAR, Reason.NONE),
    ],
)
def test_a_row_is_a_visit_by_what_is_written_in_it(written, outcome, reason):
    visit = visit_of(written, "zh")
    assert (visit.outcome, visit.reason) == (outcome, reason)


def test_an_empty_row_is_no_visit():
    assert visit_of(row(), "zh") is None


def test_every_reason_of_the_dropdown_is_known_in_both_languages():
    offered = texts("visits").below("not_met")
    assert set(offered) == {reason.value for reason in Reason} - {"none"}
    for name, label in offered.items():
        assert [reason_of(label[x]) for x in ("zh", "en")] == [Reason(name)] * 2


def test_who_was_met_is_a_choice_or_a_masked_name():
    for label in texts("visits").below("met").values():
        assert met_of(label.en, "zh") == label.zh
    assert met_of("王小明", "zh") == "王**"
    assert met_of("", "zh") == ""


@pytest.mark.parametrize("written", ["张三、李四", "李四，张三", "张三 李四", "张三;李四/张三"])
def test_several_visitors_are_told_apart(written):
    assert visitors_of(written) == ("张三", "李四")
