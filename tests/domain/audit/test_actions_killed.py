"""A process that appends is killed at any moment: what it was told is committed is there, and the chain holds."""

import subprocess
import sys

import pytest
from django.db import connection

from tests.factories.running import environment_of

APPEND = """
import django; django.setup()
from datetime import UTC, datetime
from diguan.domain.audit.actions import append_audit
number = 0
while True:
    number += 1
    append_audit(actor=1, action="see", subject="x", subject_id=str(number), region_code="", detail={},
                 at=datetime(2019, 3, 2, tzinfo=UTC))
    print(number, flush=True)
"""
VERIFY = """
import django; django.setup()
from datetime import UTC, datetime
from diguan.domain.audit.actions import seal_pending
from diguan.domain.audit.verification import verify_audit
first = verify_audit()
seal_pending(at=datetime(2019, 3, 3, tzinfo=UTC))
then = verify_audit()
print(first.ok, then.ok, then.pending, then.entries)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("lines", [1, 7, 23])
@pytest.mark.django_db(transaction=True)
def test_killed_process_leaves_a_whole_record_and_nothing_it_said_is_lost(tmp_path, lines):
    surroundings = environment_of(connection, DIGUAN_DATA=str(tmp_path))
    said = 0
    with subprocess.Popen(
        [sys.executable, "-c", APPEND], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            said = int(line)
            if said == lines:
                process.kill()
    done = subprocess.run([sys.executable, "-c", VERIFY], env=surroundings, capture_output=True, text=True, check=True)
    first_ok, then_ok, pending, entries = done.stdout.split()
    assert (first_ok, then_ok, pending) == ("True", "True", "0")
    assert said <= int(entries) <= said + 1
