import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from diguan.exchange.grids import processes
from diguan.exchange.grids.processes import FORKS, Processes

WAYS = [False, pytest.param(True, marks=pytest.mark.skipif(not FORKS, reason="no process is forked on this system"))]
forked = pytest.mark.skipif(not FORKS, reason="no process is forked on this system")
# a reader that does what its request says; as a module with `main` for nurseries, as a program for children of their own
READER = """
import os, pathlib, signal, sys, time
def main(request):
    order, _, argument = pathlib.Path(request).read_text().partition(" ")
    if order == "say":
        sys.stderr.write(argument + "\\n")
    elif order == "raise":
        raise ValueError(argument)
    elif order == "exit":
        sys.exit(int(argument))
    elif order == "die":
        os.kill(os.getpid(), getattr(signal, argument))
    elif order == "limit":
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    elif order == "limits":
        import resource
        print(resource.getrlimit(resource.RLIMIT_NOFILE)[1], file=sys.stderr)
    else:
        pathlib.Path(argument).write_text(str(os.getpid()))
        time.sleep(600)
if __name__ == "__main__":
    main(sys.argv[1])
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Have a request answered by READER; the code and what it said."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "other_reader.py").write_text(READER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(processes, "MODULE", "other_reader")
    request, said = tmp_path / "request", tmp_path / "said"

    def ask(running, order, seconds=300.0):
        request.write_text(order, encoding="utf-8")
        said.write_text("", encoding="utf-8")
        return running.read(request, said, seconds), said.read_text(encoding="utf-8")

    return ask


def wait_for(path):
    """The number that a reader has written; it may take as long as the machine likes."""
    while not path.exists() or not path.read_text():
        time.sleep(0.01)
    return int(path.read_text())


def wait_for_end(pid):
    """A process that was killed ends soon, and is then buried by whoever has inherited it."""
    stat = Path(f"/proc/{pid}/stat")
    with suppress(FileNotFoundError, ProcessLookupError):
        while stat.read_text().rpartition(")")[2].split()[0] not in "ZX":
            time.sleep(0.01)


@pytest.mark.parametrize("nurseries", WAYS)
def test_what_a_child_says_and_how_it_ends_come_back(asked, nurseries):
    with Processes(nurseries) as running:
        assert asked(running, "say 你好") == (0, "你好\n")
        code, said = asked(running, "raise nothing is well")
        assert (code, said.splitlines()[-1]) == (1, "ValueError: nothing is well")


@forked
def test_child_that_leaves_early_is_no_answer(asked):
    with Processes(nurseries=True) as running:
        assert asked(running, "exit 0")[0] == 1
        assert asked(running, "say again") == (0, "again\n")


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not end by signals there")
@pytest.mark.parametrize("nurseries", WAYS)
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGTERM"])
def test_child_that_dies_gives_its_signal_and_the_next_is_read(asked, nurseries, name):
    with Processes(nurseries) as running:
        assert asked(running, f"die {name}") == (-getattr(signal, name), "")
        assert asked(running, "say next") == (0, "next\n")


@forked
def test_limits_of_one_child_are_not_those_of_the_next(asked):
    with Processes(nurseries=True) as running:
        _, before = asked(running, "limits")
        assert asked(running, "limit")[0] == 0
        assert asked(running, "limits") == (0, before)
        assert len(running.idle) == 1  # one nursery forked them all


@pytest.mark.parametrize("nurseries", WAYS)
def test_child_that_takes_too_long_is_ended(asked, tmp_path, nurseries):
    with Processes(nurseries) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            asked(running, f"wait {tmp_path / 'begun'}", seconds=1)
        assert running.running == set()
        assert asked(running, "say next") == (0, "next\n")
    if FORKS and (tmp_path / "begun").exists():  # it may not even have begun
        wait_for_end(wait_for(tmp_path / "begun"))


@pytest.mark.parametrize("nurseries", WAYS)
def test_children_are_ended_at_once_and_none_begins_afterwards(asked, tmp_path, nurseries):
    begun = tmp_path / "begun"
    with Processes(nurseries) as running, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked, running, f"wait {begun}")
        wait_for(begun)
        running.end()
        assert answer.result()[0] != 0
        with pytest.raises(CancelledError):
            asked(running, "say more")
        assert running.running == set()
    if FORKS:
        wait_for_end(wait_for(begun))


@forked
def test_nursery_that_dies_ends_its_child_and_another_takes_its_place(asked, tmp_path):
    begun = tmp_path / "begun"
    with Processes(nurseries=True) as running, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked, running, f"wait {begun}")
        child = wait_for(begun)
        (nursery,) = running.running
        os.kill(nursery.pid, signal.SIGKILL)
        assert answer.result() == (-signal.SIGKILL, "")
        assert asked(running, "say next") == (0, "next\n")
        (other,) = running.idle
    wait_for_end(child)
    assert (nursery.returncode, other.returncode) == (-signal.SIGKILL, -signal.SIGKILL)  # both are waited for


@forked
def test_reader_that_cannot_be_loaded_is_a_code(asked, monkeypatch):
    monkeypatch.setattr(processes, "MODULE", "no_such_reader")
    with Processes(nurseries=True) as running:
        assert asked(running, "say anything") == (1, "")
