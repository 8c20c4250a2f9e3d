"""The folder of a round: built beside its place and renamed when it is whole, so that half a result never looks like a whole one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from diguan.engine.documents import Label

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

    UnableToWriteRound when `out` exists and is not an empty folder.
    """
    _refuse_taken(out)
    partial = out.parent / f"{out.name}.partial-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
    except OSError as error:
        raise UnableToWriteRound(
            out,
            Label(f"不能在这里写（{error.strerror}）", f"cannot be written here ({error.strerror})"),
            Label("请换一个文件夹", "choose another folder"),
        ) from error
    try:
        yield partial
        _refuse_taken(out)
        if out.is_dir():
            out.rmdir()  # empty, and some systems do not rename onto a folder
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


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
