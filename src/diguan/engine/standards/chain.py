"""The packs a pack is made of: what it extends, read deepest first, each once; cycles and unknown names are problems."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from diguan.engine.documents import Label, Problem, Where
from diguan.engine.standards.folder import read_folder
from diguan.engine.standards.header import read_header
from diguan.engine.standards.locate import UnableToFindStandard, locate_extended
from diguan.engine.standards.model import Parameter
from diguan.engine.standards.parts import PackPart, read_part

LONGEST_CHAIN = 12


@dataclass(slots=True)
class _Walk:
    search: Sequence[Path]
    parts: dict[str, PackPart] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_chain(folder: Path, search: Sequence[Path] = ()) -> tuple[list[PackPart], list[Problem]]:
    """The parts of a pack, its own last, and every problem found in any of their files."""
    walk = _Walk(search)
    _visit(walk, folder, (), "")
    problems = [*walk.problems, *(p for part in walk.parts.values() for p in part.folder.problems)]
    return list(walk.parts.values()), problems


def _visit(walk: _Walk, path: Path, above: tuple[Path, ...], shown: str) -> None:
    found = read_folder(path, shown)
    header = read_header(found)
    for reference, where in header.extends:
        _extend(walk, path, (*above, path), reference, where)
    key = f"{header.reference}:{found.sha256}"
    if key not in walk.parts:
        walk.parts[key] = read_part(found, _parameters(walk))


def _parameters(walk: _Walk) -> dict[str, Parameter]:
    return {name: p for part in walk.parts.values() for name, p in part.parameters.items()}


def _extend(walk: _Walk, path: Path, above: tuple[Path, ...], reference: str, where: Where) -> None:
    try:
        base = locate_extended(reference, path, walk.search)
    except UnableToFindStandard as error:
        walk.problems.append(Problem.at(where, error.message, _ONE_PACK, error.hint))
        return
    if base in above or len(above) > LONGEST_CHAIN:
        shown = " → ".join(p.name for p in (*above, base))
        message = Label(f"标准包互相引用：{shown}", f"packs that extend each other: {shown}")
        walk.problems.append(Problem.at(where, message, Label("不成环的引用", "no circle")))
        return
    _visit(walk, base, above, reference)


_ONE_PACK = Label("一个标准包的编号、编号@版本或相对文件夹", "the id, id@version or relative folder of one pack")
