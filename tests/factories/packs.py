"""Small packs to copy and break: `small` (fields of its own), `small-region` (an overlay), `worked-example`."""

import shutil
from pathlib import Path

from diguan.engine.documents import Problem
from diguan.engine.rehearsal import admit_standard
from diguan.engine.standards import UnableToLoadStandard

PACKS = Path(__file__).resolve().parents[1] / "packs"


def pack_copy(tmp_path: Path, name: str = "small") -> Path:
    """A copy of one pack, its neighbours beside it."""
    folder = tmp_path / "packs"
    if not folder.exists():
        shutil.copytree(PACKS, folder)
    return folder / name


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that must be there once."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def put(folder: Path, file: str, text: str) -> None:
    """Write a file, with its folder."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def refusals(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a pack; empty when it may judge."""
    try:
        admit_standard(folder)
    except UnableToLoadStandard as error:
        return error.problems
    return ()


def told(folder: Path) -> list[tuple[str, int, str]]:
    """File, line and English message of every problem."""
    return [(p.file, p.line, p.message.en) for p in refusals(folder)]
