"""`diguan work` waits for jobs and ends when it is told to."""

import os
import signal
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_worker_says_that_it_waits_and_ends_at_a_request(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"DIGUAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "diguan.config.settings"}
    with subprocess.Popen(
        [sys.executable, "-m", "diguan", "work"], env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    ) as worker:
        assert worker.stderr is not None
        said = worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()
    assert "waiting for jobs" in said
    assert worker.returncode == 130, rest
    assert "Traceback" not in rest
