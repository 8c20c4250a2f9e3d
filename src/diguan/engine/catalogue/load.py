"""Reads the catalogue's files: one file a subject, or a pack's catalogue.yaml with the subjects as its keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from diguan.engine.catalogue.entries import field_of
from diguan.engine.catalogue.model import Catalogue, Field
from diguan.engine.catalogue.relations import relation_problems
from diguan.engine.catalogue.schema import PACK_FILE, SUBJECT_FILE
from diguan.engine.documents import Label, MappingNode, Node, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.reader import MAX_BYTES
from diguan.engine.verdicts import Subject

SUBJECT_FILES = {f"{subject.value}.yaml": subject for subject in Subject}
PROJECT_CATALOGUE = Path(__file__).resolve().parents[2] / "data" / "catalogue"


class UnableToLoadCatalogue(UnableToReadDocument):
    """The catalogue's files are not right; `problems` names file, line, what was found and what was expected."""


def load_catalogue(paths: Sequence[Path] | None = None) -> Catalogue:
    """The catalogue in files or folders (None: the project's own); files of the same bytes give the same catalogue, read once.

    UnableToLoadCatalogue with every problem found.
    """
    wanted = tuple([PROJECT_CATALOGUE] if paths is None else paths)
    contents = _contents(wanted)
    return _load(wanted) if contents is None else _load_once(_Files(contents, wanted))


@dataclass(frozen=True, slots=True)
class _Files:
    """Files told apart by names and digests, wherever they lie."""

    contents: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...] = field(compare=False)


def _contents(paths: Sequence[Path]) -> tuple[tuple[str, str], ...] | None:
    """Name and SHA-256 of every file; None where one cannot be read or is too large, which reading it tells better."""
    files = list(_files(paths, []))
    try:
        if any(path.stat().st_size > MAX_BYTES for path in files):
            return None
        return tuple((path.name, sha256(path.read_bytes()).hexdigest()) for path in files)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _load_once(files: _Files) -> Catalogue:
    return _load(files.paths)


def _load(paths: Sequence[Path]) -> Catalogue:
    read = read_catalogue(paths)
    problems = [*read.problems, *relation_problems(read.catalogue, read.catalogue)]
    if problems:
        raise UnableToLoadCatalogue(problems)
    return read.catalogue


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    """The fields that could be read, the problems of each file by itself, and the names of fields lost to them."""

    catalogue: Catalogue
    problems: list[Problem]
    lost: set[str]


def read_catalogue(paths: Iterable[Path], shown_as: str | None = None) -> CatalogueReading:
    """Reads files and collects what is wrong with them; `shown_as` names a single file in messages."""
    fields: dict[Subject, dict[str, Field]] = {subject: {} for subject in Subject}
    problems: list[Problem] = []
    lost: set[str] = set()
    for path in _files(paths, problems):
        for subject, name, node in _entries(path, shown_as or path.name, problems):
            if name in fields[subject]:
                message = Label(f"字段“{name}”在另一文件里已有", f"the field '{name}' is in another file already")
                problems.append(Problem.at(node.where, message, Label("每个字段只写一处", "one place for a field")))
            elif node.entries and (field := field_of(subject, name, node, problems)):
                fields[subject][name] = field
            else:
                lost.add(name)
    return CatalogueReading(Catalogue(fields), problems, lost)


def _files(paths: Iterable[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml"))
        if not found:
            message = Label("文件夹里没有字段目录文件", "no catalogue file in the folder")
            problems.append(Problem(path.name, 1, message, _file_names()))
        yield from found


def _file_names() -> Label:
    names = ", ".join([*SUBJECT_FILES, "catalogue.yaml"])
    return Label(f"文件名之一：{names}", f"one of the files: {names}")


def _entries(path: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[Subject, str, MappingNode]]:
    """Fields one by one, so that a broken one hides no other's problems; one of a wrong shape comes without entries."""
    try:
        root = read_document(path, shown)
    except UnableToReadDocument as error:
        problems.extend(error.problems)
        return
    for subject, fields in _subjects(path, root, problems).items():
        for key, value in fields:
            found: list[Problem] = []
            SUBJECT_FILE.check(MappingNode(fields.where, ((key, value),)), found)
            problems.extend(found)
            sound = not found and isinstance(value, MappingNode)
            yield (
                subject,
                key.raw,
                MappingNode(key.where, value.entries if sound and isinstance(value, MappingNode) else ()),
            )


def _subjects(path: Path, root: Node, problems: list[Problem]) -> Mapping[Subject, MappingNode]:
    if not isinstance(root, MappingNode):
        message = Label(f"写的是{root.found.zh}", f"found {root.found.en}")
        problems.append(Problem.at(root.where, message, SUBJECT_FILE.expected))
        return {}
    if path.name in SUBJECT_FILES:
        return {SUBJECT_FILES[path.name]: root}
    if path.name != "catalogue.yaml":
        message = Label(f"不认识的文件“{path.name}”", f"unknown file '{path.name}'")
        problems.append(Problem.at(root.where, message, _file_names()))
        return {}
    return dict(_by_subject(root, problems))


def _by_subject(root: MappingNode, problems: list[Problem]) -> Iterator[tuple[Subject, MappingNode]]:
    known = {subject.value: subject for subject in Subject}
    for key, value in root:
        if key.raw in known and isinstance(value, MappingNode):
            yield known[key.raw], value
        else:
            PACK_FILE.check(MappingNode(root.where, ((key, value),)), problems)
