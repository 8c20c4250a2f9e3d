"""The folder of a round: built beside its place and renamed when it is whole, so that half a result never looks like a whole one.

While it is built it is locked; the system lets go of the lock with the process, however that ends. So the next run to the same place can
tell what a killed one has left behind from what another one is still writing, and clears only the former away.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from diguan.engine.documents import Label

if sys.platform != "win32":
    import fcntl

BLOCK = 1 << 20


class UnableToWriteRound(Exception):
    """The place of the round is taken or cannot be written."""

    def __init__(self, place: Path, problem: Label, hint: Label) -> None:
        self.place = place
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(f"{place}: {problem[x]} {hint[x]}" for x in ("zh", "en")))


@contextmanager
def round_directory(out: Path) -> Iterator[Path]:
    """A partial folder `<out>.partial-<pid>` that becomes `out` at the end; on any error nothing of it is left.

    What killed processes have left of the same `out` is removed first. UnableToWriteRound when `out` exists and is not an empty folder.
    """
    _refuse_taken(out)
    partial = out.parent / f"{out.name}.partial-{os.getpid()}"
    with _writable(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        clear_abandoned(out)
        ours = not partial.exists()  # a thread of this process may hold it
    try:
        with _writable(out):
            partial.mkdir()
        with _locked(partial):
            yield partial
            _refuse_taken(out)
            if out.is_dir():
                out.rmdir()  # empty, and some systems do not rename onto a folder
            partial.rename(out)
    finally:  # also when the command is interrupted as soon as the folder is there
        if ours:
            shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """What the system refuses becomes UnableToWriteRound."""
    try:
        yield
    except OSError as error:
        raise UnableToWriteRound(
            out,
            Label(f"不能在这里写（{error.strerror}）", f"cannot be written here ({error.strerror})"),
            Label("请换一个文件夹", "choose another folder"),
        ) from error


def clear_abandoned(out: Path) -> list[Path]:
    """Remove the partial folders of `out` whose process is gone and that nobody holds; returns them.

    Where the system has no such locks (Windows) nothing is removed: a number of a process alone may mean another one by now.
    """
    named = re.compile(re.escape(out.name) + r"\.partial-(\d+)")
    found = ((each, named.fullmatch(each.name)) for each in sorted(out.parent.iterdir()))
    left = [each for each, name in found if name and each.is_dir() and not _at_work(each, int(name[1]))]
    for each in left:
        shutil.rmtree(each, ignore_errors=True)
    return left


def _at_work(partial: Path, process: int) -> bool:
    """Whether somebody may still be writing a partial folder: its process lives here, or holds it from another machine."""
    if sys.platform == "win32":
        return True
    if process != os.getpid() and _lives(process):
        return True
    with suppress(OSError), _locked(partial):
        return False
    return True


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder, where the system can. BlockingIOError when somebody else does."""
    if sys.platform == "win32":
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(held)


def _refuse_taken(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UnableToWriteRound(
            out,
            Label("已存在且不是空文件夹", "exists and is not an empty folder"),
            Label("请换一个名称，或先移走原来的结果", "choose another name, or move the earlier result away first"),
        )


def file_hashes(folder: Path, without: str) -> dict[str, str]:
    """SHA-256 of every file below a folder by its path with forward slashes, in order; `without`: one file left out."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    names = {p.relative_to(folder).as_posix(): p for p in paths}
    return {name: file_hash(path) for name, path in sorted(names.items()) if name != without}


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
