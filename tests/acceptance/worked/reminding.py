"""The clock goes day by day over the holidays; one run is killed half-way. What is told is what the script's own calendar says, once."""

from collections import Counter

import pytest

from diguan.domain.fieldwork.actions import reminding
from diguan.domain.fieldwork.models import Reminder
from diguan.domain.messages.models import Message
from tests.acceptance.worked.days import ONE, at, rank_on

SINGLY = 20


def plan(book, first, last):
    """What has to be told on which day: item, deadline, stage."""
    told, expected = {}, []
    for day in (first + n * ONE for n in range((last - first).days + 1)):
        for line in sorted(book.lines.values(), key=lambda line: line.pk):
            if line.state == "open" and line.deadline is not None:
                rank = rank_on(day, line.deadline)
                if rank > told.get(line.pk, 0):
                    told[line.pk] = rank
                    expected.append((line.pk, line.deadline, rank, day))
    return expected


def watch(book, first, last, monkeypatch):
    """Remind on every day of a time, the run of the fullest day being killed; how many stages were told, by day."""
    expected = plan(book, first, last)
    days = Counter(day for *_, day in expected if day > first)
    fullest = max(sorted(days), key=lambda day: days[day])
    monkeypatch.setattr(reminding, "BATCH", max(3, days[fullest] // 3))  # so that the kill falls between batches
    for day in (first + n * ONE for n in range((last - first).days + 1)):
        if day == fullest:
            kill(day, monkeypatch)
        reminding.remind(on=day, at=at(day))
        assert reminding.remind(on=day, at=at(day, 20)) == reminding.Told()
    rows = Reminder.objects.values_list("item_id", "deadline_on", "rank", "on")
    assert sorted(rows) == sorted(expected)
    singly = Reminder.objects.filter(singly=True)
    told = Message.objects.filter(
        kind__in=("item_due", "item_overdue", "item_escalated")
    )  # steps tell of themselves as well
    assert told.count() == singly.count() > 0
    assert max(Counter(singly.values_list("account", "on")).values()) <= SINGLY
    assert Message.objects.values("account", "key").distinct().count() == Message.objects.count()
    return days


def kill(day, monkeypatch):
    """The run of a day dies in its second batch, after messages were written and before they were recorded."""
    keep, calls = Reminder.objects.bulk_create, []

    def die(rows):
        calls.append(rows)
        if len([each for each in calls if each]) > 1:
            raise KeyboardInterrupt
        return keep(rows)

    before = (Reminder.objects.count(), Message.objects.count())
    with monkeypatch.context() as dying:
        dying.setattr(reminding.Reminder.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            reminding.remind(on=day, at=at(day))
    assert len(calls) > 1
    rows, said = Reminder.objects.count() - before[0], Message.objects.count() - before[1]
    assert (rows, said) == (sum(map(len, calls[:-1])), sum(row.singly for call in calls[:-1] for row in call))
