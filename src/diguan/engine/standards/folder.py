"""The files of one pack folder: which there may be, their trees after the shapes were checked, their bytes for the hash."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from diguan.engine.documents import Label, Node, Problem, UnableToReadDocument, nearest, read_document
from diguan.engine.documents.shapes import NAME, Shape, sound_part
from diguan.engine.standards.shapes import CASES, FILE_SHAPES, INDICATOR, PARAMETER

EXTENDED = "extended"  # in a saved pack: the packs it extends, as they were
PROJECT_FIELDS = "project-catalogue"  # in a saved pack: the project's catalogue, as it was
FILES = (*FILE_SHAPES, "catalogue.yaml")
FOLDERS = ("parameters", "indicators")
INDICATOR_FILES: dict[str, Shape] = {"indicator.yaml": INDICATOR, "cases.yaml": CASES}
PACK_FILE = Label("标准包文件夹：内有 pack.yaml", "the folder of a pack, with a pack.yaml in it")
RULE_FILE = Label("indicator.yaml：规则与出处", "indicator.yaml with the rule and its citation")
YAML = (".yaml", ".yml")


@dataclass(slots=True)
class PackFolder:
    """What one folder holds. `trees` by path in the folder; of the files in `broken` they hold what is sound."""

    path: Path
    shown: str
    trees: dict[str, Node] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash over the names and bytes of the files."""
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.digests.items()))
        return sha256(listing.encode()).hexdigest()

    def names(self, folder: str) -> list[str]:
        """Parameters or indicators by their file or folder, broken ones too."""
        found = {
            p.split("/")[1].removesuffix(".yaml") for p in (*self.trees, *self.broken) if p.startswith(f"{folder}/")
        }
        return sorted(found)

    def show(self, name: str) -> str:
        """Path of a file as messages show it: files of packs that are extended carry the pack's name before it."""
        return f"{self.shown}/{name}" if self.shown else name

    def problem(self, name: str, message: Label, expected: Label | None = None, hint: Label | None = None) -> None:
        """A problem of a whole file."""
        self.problems.append(Problem(self.show(name), 1, message, expected, hint))


def read_folder(path: Path, shown: str = "") -> PackFolder:
    """Every file of a pack folder read and checked against its shape; nothing is raised, problems are collected."""
    found = PackFolder(path, shown)
    if not (path / "pack.yaml").is_file():
        found.problem("pack.yaml", Label(f"{path.name} 里没有 pack.yaml", f"no pack.yaml in {path.name}"), PACK_FILE)
    for entry in _entries(path):
        if entry.is_dir() and entry.name in FOLDERS:
            _read_subfolder(found, entry)
        elif entry.is_dir():
            _stranger(found, entry, FOLDERS)
        elif entry.name == "catalogue.yaml":
            _remember(found, entry.name)
        elif entry.name in FILE_SHAPES:
            _read(found, entry.name, FILE_SHAPES[entry.name])
        elif entry.suffix in YAML:
            _stranger(found, entry, FILES)
    return found


def read_pack_file(path: Path) -> PackFolder:
    """A pack folder of which only pack.yaml was read: enough for its header."""
    found = PackFolder(path, "")
    _read(found, "pack.yaml", FILE_SHAPES["pack.yaml"])
    return found


def _entries(path: Path) -> Iterator[Path]:
    """Entries in order, without hidden ones and without what a saved pack carries along."""
    entries = sorted(path.iterdir()) if path.is_dir() else []
    return (e for e in entries if not e.name.startswith(".") and e.name not in (EXTENDED, PROJECT_FIELDS))


def _read_subfolder(found: PackFolder, folder: Path) -> None:
    for entry in _entries(folder):
        name = f"{folder.name}/{entry.name}"
        if folder.name == "parameters" and entry.suffix == ".yaml" and not entry.is_dir():
            _read_parameter(found, name, entry.stem)
        elif folder.name == "indicators" and entry.is_dir():
            _read_indicator(found, entry)
        elif entry.is_dir() or entry.suffix in YAML:
            wanted = "parameters/NAME.yaml" if folder.name == "parameters" else "indicators/NAME/indicator.yaml"
            found.problem(name, Label("不属于这里的文件", "a file that does not belong here"), Label(wanted, wanted))


def _read_parameter(found: PackFolder, name: str, stem: str) -> None:
    if not re.fullmatch(NAME, stem):
        expected = Label("小写字母、数字、下划线", "lower-case letters, digits, underscores")
        found.problem(name, Label(f"参数名“{stem}”", f"the parameter name '{stem}'"), expected)
    _read(found, name, PARAMETER)


def _read_indicator(found: PackFolder, folder: Path) -> None:
    base = f"indicators/{folder.name}"
    for entry in _entries(folder):
        if entry.name in INDICATOR_FILES:
            _read(found, f"{base}/{entry.name}", INDICATOR_FILES[entry.name])
        elif entry.is_dir() or entry.suffix in YAML:
            _stranger(found, entry, tuple(INDICATOR_FILES), base)
    if not (folder / "indicator.yaml").is_file():
        found.broken.add(f"{base}/indicator.yaml")
        found.problem(
            f"{base}/indicator.yaml", Label("缺少文件 indicator.yaml", "the file indicator.yaml is missing"), RULE_FILE
        )
    if not (folder / "cases.yaml").is_file():
        found.broken.add(f"{base}/cases.yaml")
        found.problem(
            f"{base}/cases.yaml",
            Label(f"规则“{folder.name}”没有案例", f"the rule '{folder.name}' has no cases"),
            Label("cases.yaml，至少一个案例", "cases.yaml with at least one case"),
            Label("先写边界上的案例", "begin with the cases on the boundary"),
        )


def _stranger(found: PackFolder, entry: Path, known: tuple[str, ...], base: str = "") -> None:
    name = f"{base}/{entry.name}" if base else entry.name
    shown = ", ".join(known)
    message = Label(f"不认识的文件或文件夹“{entry.name}”", f"unknown file or folder '{entry.name}'")
    found.problem(name, message, Label(f"其中之一：{shown}", f"one of: {shown}"), nearest(entry.name, known))


def _read(found: PackFolder, name: str, shape: Shape) -> None:
    _remember(found, name)
    try:
        tree = read_document(found.path / name, found.show(name))
    except UnableToReadDocument as error:
        found.problems.extend(error.problems)
        found.broken.add(name)
        return
    problems: list[Problem] = []
    shape.check(tree, problems)
    found.problems.extend(problems)
    if problems:
        found.broken.add(name)
    if part := sound_part(tree, shape):
        found.trees[name] = part


def _remember(found: PackFolder, name: str) -> None:
    try:
        found.digests[name] = sha256((found.path / name).read_bytes()).hexdigest()
    except OSError:
        found.digests[name] = ""  # reading it is a problem of its own, told by the reader
