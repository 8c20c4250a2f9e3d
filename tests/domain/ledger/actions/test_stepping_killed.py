"""A process that works on the ledger is killed at any moment: every step is whole, or was never taken."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from diguan.domain.audit.models import Entry
from diguan.domain.ledger.models import Item
from tests.factories.running import environment_of

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
MANY = 40
WORK = """
import django; django.setup()
import os, signal, sys
from datetime import UTC, datetime
from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger import actions
from diguan.domain.ledger.actions import stepping
from diguan.domain.ledger.models import Item
who, at = Viewer(1, (Right(Role.COUNTY, "152222000000"),)), datetime(2019, 7, 2, tzinfo=UTC)
above = Viewer(2, (Right(Role.PREFECTURE, "152200000000"),))
name, dies_at, calls = sys.argv[1], int(sys.argv[2]), []
keep = getattr(stepping, name)

def dying(*args, **kwargs):
    calls.append(1)
    done = keep(*args, **kwargs)
    if len(calls) == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

setattr(stepping, name, dying)
for number in Item.objects.order_by("pk").values_list("pk", flat=True):
    done = actions.determine(item_id=number, version=1, reason="r", actor=who, at=at)
    actions.withdraw(item_id=number, version=1, reason="r", actor=who, at=at)
    actions.withdraw(item_id=number, version=done.item.version, reason="r", actor=above, at=at)
    print(number, flush=True)
"""


@pytest.fixture
def suspicions(transactional_db):
    """Suspicions in a village, and what the environment of a process on the same database is."""
    text = {"zh": "测试", "en": "test"}
    same = {"source": "manual", "kind": "road", "county": "152222", "region_code": "152222100201", "level": "village"}
    moments = {"opened_at": AT, "found_on": date(2019, 6, 30), "found_at": AT, "updated_at": AT}
    said = {"title": text, "explanation": text, "criteria": "c", "state": "suspected", "deadline_days": 20}
    Item.objects.bulk_create(
        Item(key=str(n), number=str(n), running=n, **same, **moments, **said) for n in range(1, MANY)
    )


def whole():
    """How many items have come to their end; AssertionError where an item, its history and the record say different things."""
    kept, entries = Counter(), Counter(Entry.objects.values_list("subject_id", "action"))
    for item in Item.objects.prefetch_related("events"):
        events = sorted(item.events.all(), key=lambda event: event.pk)
        accepted = [event for event in events if event.accepted]
        assert item.state == (accepted[-1].to_state if accepted else "suspected"), item.pk
        assert item.version == 1 + len(accepted), item.pk
        assert (item.deadline_on is not None) == bool(accepted), item.pk
        told = sum(entries[str(item.pk), name] for name in ("determine_item", "withdraw_item"))
        assert told == len(accepted), item.pk
        assert entries[str(item.pk), "refuse_step"] == len(events) - len(accepted), item.pk
        kept[item.state] += 1
    return kept


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("lines", [1, 9])
@pytest.mark.usefixtures("suspicions")
def test_killed_process_leaves_every_step_whole(tmp_path, lines):
    said = 0
    command = [sys.executable, "-c", WORK, "append_audit", "0"]
    surroundings = environment_of(connection, DIGUAN_DATA=str(tmp_path))
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        for count, _ in enumerate(process.stdout, start=1):
            said = count
            if count == lines:
                process.kill()
    assert said <= whole()["withdrawn"] <= said + 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize(
    ("place", "dies_at", "kept"),
    [
        ("append_audit", 1, {"suspected": MANY - 1}),  # determined in memory, the event written, nothing committed
        ("append_audit", 8, {"withdrawn": 2, "open": 1, "suspected": MANY - 4}),  # a refused attempt, half kept
        ("append_audit", 9, {"withdrawn": 2, "open": 1, "suspected": MANY - 4}),
        ("tell_step", 4, {"withdrawn": 1, "open": 1, "suspected": MANY - 3}),  # all told, not yet committed
    ],
)
@pytest.mark.usefixtures("suspicions")
def test_process_killed_within_a_step_takes_none_of_it(tmp_path, place, dies_at, kept):
    surroundings = environment_of(connection, DIGUAN_DATA=str(tmp_path))
    killed = subprocess.run(
        [sys.executable, "-c", WORK, place, str(dies_at)], env=surroundings, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert whole() == kept
