"""The project's own files as the architecture tests see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "diguan"
DATA = SOURCE / "data"
TESTS = ROOT / "tests"


def relative(path: Path) -> str:
    """Path from the root of the repository, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git would carry: tracked, or new and not ignored. Without git: every file outside hidden folders."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, capture_output=True, check=False)
    if listing.returncode:
        return tuple(
            p for p in ROOT.rglob("*") if p.is_file() and not any(x.startswith(".") for x in p.relative_to(ROOT).parts)
        )
    return tuple(p for name in listing.stdout.decode().split("\0") if name and (p := ROOT / name).is_file())


def modules(folder: Path = SOURCE) -> tuple[Path, ...]:
    """Python files below a folder."""
    return tuple(sorted(p for p in tracked() if p.suffix == ".py" and p.is_relative_to(folder)))


@cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def line_count(path: Path) -> int:
    """Lines of a text file."""
    return path.read_text(encoding="utf-8").count("\n")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name (file:line name) and length in lines of every function of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{relative(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1
