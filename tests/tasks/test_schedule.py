"""A worker that looks at the clock queues the day's work and a count of figures."""

from datetime import UTC, datetime

import pytest

from diguan.domain.jobs.models import Job
from diguan.tasks.schedule import queue_what_is_due


@pytest.mark.django_db
def test_everything_that_is_due_is_queued_once():
    for _ in range(2):
        queue_what_is_due(datetime(2019, 7, 1, 2, tzinfo=UTC))
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["daily", "figures"]
