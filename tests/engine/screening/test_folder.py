import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from diguan.engine.screening.folder import UnableToWriteRound, clear_abandoned, file_hashes, round_directory


def test_folder_appears_when_it_is_whole(tmp_path):
    out = tmp_path / "deep" / "round"
    with round_directory(out) as partial:
        assert partial.name == f"round.partial-{os.getpid()}"
        assert not out.exists()
        (partial / "a.txt").write_text("a")
    assert [p.name for p in out.iterdir()] == ["a.txt"]
    assert [p.name for p in out.parent.iterdir()] == ["round"]


def test_nothing_is_left_after_an_error(tmp_path):
    def fail():
        with round_directory(tmp_path / "round") as partial:
            (partial / "a.txt").write_text("a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_when_the_command_is_interrupted_as_soon_as_the_folder_is_there(tmp_path, monkeypatch):
    made = Path.mkdir

    def interrupted(path, *args, **kwargs):
        made(path, *args, **kwargs)
        if ".partial-" in path.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt), round_directory(tmp_path / "round"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_empty_folder_is_taken(tmp_path):
    (tmp_path / "round").mkdir()
    with round_directory(tmp_path / "round") as partial:
        (partial / "a.txt").write_text("a")
    assert (tmp_path / "round" / "a.txt").read_text() == "a"


@pytest.mark.parametrize("what", ["folder", "file"])
def test_place_that_is_taken_is_refused_and_untouched(tmp_path, what):
    out = tmp_path / "round"
    if what == "folder":
        out.mkdir()
        (out / "old").write_text("old")
    else:
        out.write_text("old")
    with pytest.raises(UnableToWriteRound) as refused, round_directory(out):
        pass
    assert refused.value.problem.en == "exists and is not an empty folder"
    assert [p.name for p in tmp_path.iterdir()] == ["round"]


def test_hashes_are_of_every_file_but_one(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_bytes(b"abc")
    (tmp_path / "round.json").write_bytes(b"{}")
    assert file_hashes(tmp_path, "round.json") == {
        "b/c.txt": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }


WRITER = """
import sys, time
from pathlib import Path
from diguan.engine.screening.folder import round_directory
with round_directory(Path(sys.argv[1])) as partial:
    (partial / "half").write_text("half")
    print(partial.name, flush=True)
    time.sleep(60)
"""


def writer(out):
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, text=True)
    return child, child.stdout.readline().strip()


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of folders, so nothing is cleared")
def test_what_a_killed_process_left_is_cleared_and_what_another_writes_is_not(tmp_path):
    out = tmp_path / "round"
    killed, left = writer(out)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    working, held = writer(out)
    try:
        assert clear_abandoned(out) == []  # the second writer has done so
        with round_directory(tmp_path / "other"):
            pass
        assert left != held
        assert sorted(p.name for p in tmp_path.iterdir()) == ["other", held]
    finally:
        working.kill()
        working.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of folders, so nothing is cleared")
def test_only_partial_folders_of_the_same_place_are_cleared(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    kept = ["round", "round.partial-", "round.partial-x", f"round2.partial-{gone.pid}", f"xround.partial-{gone.pid}"]
    for name in [*kept, f"round.partial-{gone.pid}", f"round.partial-{os.getpid()}"]:
        (tmp_path / name).mkdir()
    (tmp_path / f"round.partial-{os.getppid()}").mkdir()  # may be at work
    clear_abandoned(tmp_path / "round")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*kept, f"round.partial-{os.getppid()}"])
