"""A process that works on the ledger is killed at any moment: every step is whole, or was never taken."""

import os
import subprocess
import sys

import pytest

SETTINGS = "diguan.config.settings"
START = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import UTC, date, datetime
from diguan.domain.ledger.models import Item
AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
text = {"zh": "测试", "en": "test"}
Item.objects.bulk_create(
    Item(key=str(n), number=str(n), running=n, source="manual", kind="road", county="152222", region_code="152222100201",
         level="village", title=text, explanation=text, criteria="c", state="suspected", opened_at=AT, found_on=date(2019, 6, 30),
         found_at=AT, deadline_days=20, updated_at=AT)
    for n in range(1, 200)
)
"""
WORK = """
import django; django.setup()
from datetime import UTC, datetime
from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger import actions
who, at = Viewer(1, (Right(Role.COUNTY, "152222000000"),)), datetime(2019, 7, 2, tzinfo=UTC)
above = Viewer(2, (Right(Role.PREFECTURE, "152200000000"),))
for number in range(1, 200):
    done = actions.determine(item_id=number, version=1, reason="r", actor=who, at=at)
    actions.withdraw(item_id=number, version=1, reason="r", actor=who, at=at)
    actions.withdraw(item_id=number, version=done.item.version, reason="r", actor=above, at=at)
    print(number, flush=True)
"""
LOOK = """
import django; django.setup()
from collections import Counter
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.models import Event, Item
kept, entries = Counter(), Counter(Entry.objects.values_list("subject_id", "action"))
for item in Item.objects.prefetch_related("events"):
    events = sorted(item.events.all(), key=lambda e: e.id)
    accepted = [e for e in events if e.accepted]
    state = accepted[-1].to_state if accepted else "suspected"
    assert item.state == state, (item.pk, item.state, state)
    assert item.version == 1 + len(accepted), item.pk
    assert (item.deadline_on is not None) == bool(accepted), item.pk
    told = sum(entries[str(item.pk), a] for a in ("determine_item", "withdraw_item"))
    assert told == len(accepted), item.pk
    assert entries[str(item.pk), "refuse_step"] == len(events) - len(accepted), item.pk
    kept[item.state] += 1
print(kept["withdrawn"])
"""


@pytest.mark.parametrize("lines", [1, 9])
def test_killed_process_leaves_every_step_whole(tmp_path, lines):
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    surroundings = {**kept, "DIGUAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run([sys.executable, "-c", START], env=surroundings, check=True)
    said = 0
    with subprocess.Popen([sys.executable, "-c", WORK], env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            said = int(line)
            if said == lines:
                process.kill()
    done = subprocess.run([sys.executable, "-c", LOOK], env=surroundings, capture_output=True, text=True, check=True)
    assert said <= int(done.stdout) <= said + 1
