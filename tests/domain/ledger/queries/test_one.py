"""One item: its history with what was refused, its files, its chain, what may be done; and nothing of another region."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.choices import Refusal, State, Step
from diguan.domain.ledger.queries import item_page
from diguan.domain.ledger.refusals import UnableToFindItem
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.actions.test_stepping import somebody, standing
from tests.domain.ledger.worlds import AT

__all__ = ["lived", "neighbours_round"]


@pytest.mark.django_db
def test_item_outside_the_region_is_as_absent():
    made = standing(State.OPEN)
    for who in (somebody(Role.COUNTY, "152223000000"), somebody(Role.AUDITOR)):
        with pytest.raises(UnableToFindItem):
            item_page(who, made.pk, AT.date())
    with pytest.raises(UnableToFindItem):
        item_page(somebody(Role.COUNTY), made.pk + 1, AT.date())


def test_page_tells_history_answer_and_open_steps(lived):
    clerk = lived.who(Role.VILLAGE)
    assert lived.submit(clerk).code is Refusal.UNMET
    lived.record(clerk, dangerous_house=False)
    assert lived.submit(clerk, evidence=[lived.file(clerk)]).accepted
    page = item_page(lived.who(Role.TOWNSHIP), lived.item().pk, AT.date())
    assert [(e.act, e.accepted) for e in page.events] == [
        (Step.SUBMIT, True),
        (Step.SUBMIT, False),
        (Step.OPEN, True),
    ]
    assert (page.answer().refusal, len(page.files)) == (None, 1)
    assert page.steps == [Step.CONFIRM, Step.RETURN]
    assert item_page(clerk, lived.item().pk, AT.date()).steps == []
