"""Once a day, from six in the morning of the place, whoever looks at the clock first queues the day's work."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.messages.models import Message
from diguan.tasks.daily import queue_daily
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.fieldwork.actions.test_reminding import posts
from tests.factories.items import item

__all__ = ["posts"]
BEFORE_SIX = datetime(2019, 6, 30, 21, 59, tzinfo=UTC)
SIX = datetime(2019, 6, 30, 22, 0, tzinfo=UTC)  # 1 July in China


@pytest.mark.django_db
def test_day_is_queued_once_and_not_before_its_hour():
    assert queue_daily(BEFORE_SIX) is False
    assert queue_daily(SIX) is True
    assert queue_daily(SIX) is False
    assert [job.arguments for job in Job.objects.all()] == [{"on": "2019-07-01"}]


@pytest.mark.django_db(transaction=True)
def test_worker_does_the_work_of_the_day(posts):
    item(1, deadline=date(2019, 7, 2), owner=posts["village"])

    def morning(at):
        queue_daily(at)
        worker.stop.set()  # after the job that this has queued

    worker = Worker(handlers(), now=lambda: SIX, schedule=morning)
    worker.run()
    job = Job.objects.get()
    told = {"items": 1, "singly": 1, "nobody": 0, "waiting": 0, "digests": 1, "settled": 0, "lookback": 0}
    told |= {"reopened": 0, "rectification": 0}
    assert (job.state, job.outcome) == (State.DONE, told)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["digest", "item_due"]
