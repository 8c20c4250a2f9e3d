"""Two people take down one complaint in the same moment, and one form is sent twice: one item; on both databases."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions import open_item
from diguan.domain.ledger.actions.opening import Received, Reported
from diguan.domain.ledger.choices import ReceivedBy, Refusal, Source
from diguan.domain.ledger.models import Item, Report
from tests.domain.ledger.actions.test_stepping import VILLAGE, somebody
from tests.domain.ledger.actions.test_stepping_together import at_once
from tests.factories.ledger import AT

pytestmark = pytest.mark.django_db(transaction=True)


def opening(account, token, register="信2019-017"):
    received = Received("信访局", AT.date(), ReceivedBy.VISIT, register)
    reported = Reported(
        Source.COMPLAINT,
        "complaint",
        "通组路塌方",
        "雨后塌方",
        region_code=VILLAGE,
        criteria="恢复通行",
        days=20,
        token=token,
        received=received,
    )
    return lambda: open_item(reported=reported, actor=somebody(Role.TOWNSHIP, account=account), at=AT)


@pytest.mark.parametrize("times", range(3))
def test_of_two_who_take_down_one_complaint_one_opens_it_and_the_other_is_led_to_it(times):
    given = at_once(*(opening(account, f"token-{account}") for account in range(10, 14)))
    assert sorted(str(each.code or "") for each in given) == ["", *[str(Refusal.KNOWN)] * 3]
    assert {each.item.pk for each in given} == {Item.objects.get().pk}
    assert Report.objects.count() == 1


def test_form_that_arrives_twice_at_once_opens_one_item():
    given = at_once(*[opening(10, "token", register="")] * 4)
    assert [each.accepted for each in given] == [True] * 4
    assert (Item.objects.count(), Report.objects.count()) == (1, 1)
