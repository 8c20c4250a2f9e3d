"""The worker beside the server: a child that lives as long as its parent, and is begun again when it dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diguan.cli import background

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
# Stands for the worker: says its number, then waits like one.
CHILD = """
import os, sys, time
from diguan.cli.background import end_with_parent
end_with_parent()
print(os.getpid(), file=open(sys.argv[1], "a"), flush=True)
time.sleep(600)
"""
PARENT = """
import sys, time
from diguan.cli import background
background.COMMAND = (sys.executable, "-c", sys.argv[1], sys.argv[2])
with background.worker_beside(lambda code: None):
    time.sleep(600)
"""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The file into which every child writes its number."""
    monkeypatch.setattr(background, "COMMAND", (sys.executable, "-c", CHILD, str(tmp_path / "pids")))
    monkeypatch.setattr(background, "PAUSE_SECONDS", 0.0)
    return tmp_path / "pids"


def awaited(condition):
    """What a condition gives once it gives something; the suite's own limit ends a wait that has no end."""
    while not (found := condition()):
        time.sleep(0.05)
    return found


def numbers(path, count=1):
    """Numbers of the children so far, once there are that many."""
    return awaited(lambda: path.exists() and len(found := path.read_text().split()) >= count and [*map(int, found)])


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat").read_text()  # nobody has asked how an orphan ended: it is dead all the same
    return state.rpartition(")")[2].split()[0] == "Z"


def test_worker_ends_with_the_block(told):
    with background.worker_beside(lambda code: None):
        (pid,) = numbers(told)
        assert not gone(pid)
    assert gone(pid)


def test_worker_that_dies_is_told_of_and_begun_again(told):
    deaths = []
    with background.worker_beside(deaths.append):
        (first,) = numbers(told)
        os.kill(first, signal.SIGKILL)
        _, second = numbers(told, 2)
        assert not gone(second)
    assert deaths == [-signal.SIGKILL]
    assert gone(second)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="looks into /proc")
def test_worker_of_a_killed_parent_ends_too(told):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, str(told)])
    (pid,) = numbers(told)
    parent.kill()
    parent.wait()
    assert awaited(lambda: gone(pid))
