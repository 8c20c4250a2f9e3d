import os
import signal
import subprocess
import sys

import pytest

from diguan.cli.interruption import REQUESTS, ending_cleanly

BEGIN = "import sys, time, duckdb\nfrom diguan.cli.interruption import ending_cleanly\nfrom diguan.cli.main import exit_code\n"
END = "with ending_cleanly() as asked:\n    sys.exit(exit_code(run, as_json=False, interruption=asked))\n"
SLEEP = "def run():\n    print('ready', flush=True)\n    time.sleep(60)\n"
# years of work for DuckDB, which makes an error of its own of an interruption
QUERY = "def run():\n    print('ready', flush=True)\n    duckdb.execute('SELECT sum(hash(i)) FROM range(1000000000000000) t(i)')\n"
# what a process that is told to end meets on its way out
SWALLOWED = "def run():\n    print('ready', flush=True)\n    try:\n        time.sleep(60)\n    finally:\n        raise ValueError\n"


@pytest.mark.parametrize("number", REQUESTS, ids=lambda number: number.name)
@pytest.mark.parametrize("run", [SLEEP, QUERY, SWALLOWED], ids=["sleeping", "in_duckdb", "error_on_the_way_out"])
def test_a_request_to_end_interrupts_whatever_is_under_way(run, number):
    command = [sys.executable, "-c", BEGIN + run + END]
    with _child(command) as child:
        assert child.stdout.readline() == "ready\n"
        os.kill(child.pid, number)
        said = child.communicate(timeout=300)[1]
    assert (child.returncode, "已中断" in said, "Traceback" in said) == (130, True, False)


@pytest.mark.parametrize("number", REQUESTS, ids=lambda number: number.name)
@pytest.mark.parametrize("module", ["typer", "rich.console"])
def test_a_request_while_the_program_is_still_loading_ends_it_without_a_traceback(module, number):
    command = [sys.executable, "-X", "importtime", "-m", "diguan", "screen", "nowhere.xlsx"]
    with _child(command) as child:
        lines = iter(child.stderr.readline, "")
        assert any(line.split("|")[-1].strip() == module for line in lines)
        os.kill(child.pid, number)
        said = child.communicate(timeout=300)[1]
    # the signal may also come after the refusal of the unfinished command line
    assert child.returncode in {130, 2}
    assert "Traceback" not in said


def test_what_was_ignored_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ending_cleanly() as interruption:
            os.kill(os.getpid(), signal.SIGINT)
        assert (interruption.asked, signal.getsignal(signal.SIGINT)) == (False, signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_request_is_remembered_and_the_handlers_before_are_put_back():
    before = [signal.getsignal(number) for number in REQUESTS]
    with pytest.raises(KeyboardInterrupt), ending_cleanly() as interruption:
        os.kill(os.getpid(), signal.SIGTERM)
    assert interruption.asked
    assert [signal.getsignal(number) for number in REQUESTS] == before


def _child(command):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, preexec_fn=_heed_requests)  # noqa: PLW1509


def _heed_requests():
    """A shell starts background jobs with some of them ignored, and children inherit that."""
    for number in REQUESTS:
        signal.signal(number, signal.SIG_DFL)
