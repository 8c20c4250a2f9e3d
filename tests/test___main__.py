"""A process of the command line ends at once, and leaves nothing undone."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

LAST = """
class Last:
    def __del__(self):
        print("taken apart", flush=True)
last = Last()
"""


def ended(before, *words):
    code = f"import atexit, threading, time\nfrom diguan.__main__ import main\n{before}\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=300
    )


def test_a_command_ends_without_being_taken_apart():
    done = ended(LAST, "--version")
    assert (done.returncode, done.stdout.startswith("diguan "), "taken apart" in done.stdout) == (0, True, False)


def test_what_is_to_be_done_at_the_end_is_done_once():
    done = ended("atexit.register(print, 'told')", "--version")
    assert done.stdout.splitlines()[1:] == ["told"]


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["screen"], 2), (["--none"], 2)])
def test_the_exit_code_is_that_of_the_command(words, code):
    assert ended("", *words).returncode == code


def test_threads_that_work_are_waited_for():
    late = "threading.Thread(target=lambda: (time.sleep(3), print('done', flush=True))).start()"
    assert ended(late, "--version").stdout.splitlines()[1:] == ["done"]


def test_what_was_written_to_the_registry_is_in_its_file_when_the_command_has_ended(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGUAN_DATA", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert ended("", "upgrade").returncode == 0
    assert [path.name for path in tmp_path.glob("registry.sqlite3*")] == ["registry.sqlite3"]
    (tmp_path / "registry.sqlite3").rename(tmp_path / "copy")  # as somebody does who keeps a copy of the file alone
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (1,)


def test_output_that_cannot_be_written_is_no_success():
    code = "import sys\nfrom diguan.__main__ import end_at_once\nprint('x')\nend_at_once(SystemExit(0))\nsys.exit(5)"
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123  a device
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, check=False, timeout=300
        )
    assert done.returncode != 0
