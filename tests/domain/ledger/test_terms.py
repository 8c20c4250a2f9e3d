"""How long people have: the standard's own days go before the project's, and a closing and more time are held to them."""

import shutil
from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.fieldwork.reminders import load_reminders, reminders_of
from diguan.domain.ledger.actions import ask_postponement
from diguan.domain.ledger.choices import Closing, Refusal
from diguan.domain.ledger.terms import FILE, UnableToLoadDeadlines, deadlines_of, load_deadlines
from diguan.domain.screening.actions import record_round
from diguan.engine.screening import screen
from diguan.engine.standards import load_standard
from diguan.engine.standards.confirmations import confirmations_of
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT, COUNTY, neighbours
from tests.factories.rounds import CONFIRMED, written

__all__ = ["lived", "neighbours_round"]
DAY = date(2019, 8, 1)
OWN = """verified: [{since: 2019-01-01, days: 30, status: working value, source: 旗里定的}]
postponed: [{since: 2019-01-01, days: 20, status: working value, source: 旗里定的}]
confirm: [{since: 2019-01-01, levels: {township: 2}, status: working value, source: 旗里定的}]
late: [{since: 2019-01-01, days: [2, 4], status: working value, source: 旗里定的}]
"""


@pytest.mark.django_db
def test_project_has_every_term_as_a_working_value():
    found = deadlines_of("", DAY)
    assert (found.verified, found.postponed, found.waiting) == (timedelta(180), timedelta(180), (1, 4, 8))
    assert found.of_step("determine", "county") == 10
    for terms in load_deadlines(FILE).by_name.values():
        assert {term.status for term in terms} == {"working value"}


def test_file_that_is_not_right_is_refused(tmp_path):
    path = tmp_path / "steps.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("days: [1, 4, 8]", "days: [4, 1]"), encoding="utf-8")
    with pytest.raises(UnableToLoadDeadlines, match=r"steps\.yaml"):
        load_deadlines(path)


@pytest.fixture
def own_terms(lived, tmp_path):
    """The standard of the items with days of its own, in its newest round."""
    folder = tmp_path / "pack"
    shutil.copytree(load_standard("cn-two-assurances").folder, folder)
    (folder / "deadlines.yaml").write_text(OWN, encoding="utf-8")
    found = screen(neighbours(), load_standard(folder), DAY, confirmations=confirmations_of(CONFIRMED))
    written(found, lived.folder / "round-2")
    record_round(folder=lived.folder / "round-2", region_code=COUNTY, actor=None, at=AT)
    return lived


def test_standard_with_its_own_days_is_asked_first(own_terms):
    found = deadlines_of("cn-two-assurances", DAY)
    assert (found.verified, found.postponed) == (timedelta(30), timedelta(20))
    assert (found.of_step("confirm", "township"), found.of_step("confirm", "county")) == (2, 5)
    stages = reminders_of(found).stages
    assert [stage.days for stage in stages] == [5, 1, -2, -4]
    assert reminders_of(deadlines_of("", DAY)) == load_reminders()


def test_closing_and_more_time_are_held_to_the_days_of_the_standard(own_terms):
    clerk = own_terms.who(Role.VILLAGE)
    file = own_terms.file(clerk)
    own_terms.determine()

    def verified(days):
        return own_terms.submit(
            clerk, Closing.VERIFIED, evidence=[file], verified_until=AT.date() + timedelta(days=days)
        )

    item = own_terms.item()
    item.deadline_on = AT.date()
    item.save()

    def more(days):
        return ask_postponement(
            item_id=item.pk,
            version=own_terms.item().version,
            until=AT.date() + timedelta(days=days),
            reason="冻土",
            actor=clerk,
            at=AT,
        )

    assert more(21).code is Refusal.TOO_LONG
    assert more(20).accepted
    assert verified(31).code is Refusal.EXPIRY
    assert verified(30).accepted
