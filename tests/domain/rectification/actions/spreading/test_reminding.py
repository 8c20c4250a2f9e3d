"""Who is told of self-checks and stages that are due, once a stage of the deadline, and higher up the longer it lasts."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.messages.models import Message
from diguan.domain.rectification.actions.spreading import remind_rectification
from diguan.domain.rectification.models import Stage
from tests.domain.rectification.actions.spreading.test_checking import asked, own, reply
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.posts import officer, post, tenure
from tests.factories.rectification import problem, stage_done, under_way

pytestmark = pytest.mark.django_db


def told(on):
    remind_rectification(on=on, at=datetime(on.year, on.month, on.day, 1, tzinfo=UTC))
    rows = Message.objects.exclude(kind="check_asked").exclude(kind__startswith="item_").order_by("id")
    return [(row.kind, row.account.username, row.words["days"]) for row in rows]


@pytest.fixture
def heads():
    for role, place, name in ((Role.TOWNSHIP, TOWNSHIP, "合成干部乙"), (Role.COUNTY, COUNTY, "合成干部丙")):
        tenure(post(region=place), officer(name, account=holder(role)))


def test_self_check_is_told_before_and_after_its_day_and_goes_up(heads):
    spread = asked()
    spread.checks.exclude(region_code=TOWNSHIP).delete()
    assert told(date(2019, 4, 1)) == []
    before = told(date(2019, 4, 12))
    assert before == [("check_due", "township.tester", 1)]
    assert told(date(2019, 4, 12)) == before
    late = told(date(2019, 4, 16))
    assert late[1:] == [("check_overdue", "township.tester", 1)]
    up = told(date(2019, 4, 30))
    assert up[2:] == [("check_overdue", "county.tester", 12)]  # the Sunday of the 28th was worked that year


def test_reply_ends_the_reminding(heads):
    spread = asked()
    spread.checks.exclude(region_code=TOWNSHIP).delete()
    assert reply(own(spread)).accepted
    assert told(date(2019, 4, 30)) == []


def test_stage_that_is_due_is_told_to_whoever_is_responsible_until_it_is_reported(heads):
    row = under_way(problem())
    stage = Stage.objects.get()
    assert told(date(2019, 4, 11)) == [("stage_overdue", "township.tester", 1)]
    stage_done(stage)
    assert len(told(date(2019, 5, 20))) == 1
    assert row.state == "under_way"
