"""One input file in its role, before it is read."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.catalogue import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.grids.errors import refuse

MOST_SOURCES = 254
TABLE_SUBJECTS = {
    "households": Subject.HOUSEHOLD,
    "persons": Subject.PERSON,
    "villages": Subject.VILLAGE,
    "facilities": Subject.FACILITY,
}
TABLE_SUFFIXES = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: where it is, its role, how it is named in messages; `table` is set for files of a folder of plain tables."""

    path: Path
    kind: str
    label: str
    sha256: str
    table: Subject | None = None


def list_files(inputs: Sequence[Path], residents: Path | None, rosters: Mapping[str, Path]) -> list[InputFile]:
    """The files of all inputs, folders opened; UnableToReadInput when a folder holds no table or there are too many.

    By the names of inputs and rosters, not in the order they are given: a shell sorts `exports/*.xlsx` by the language of the machine,
    and a round must not differ by it. Of inputs of one name that of the folder counts, and so on.
    """
    ordered = sorted(inputs, key=lambda path: path.absolute().parts[::-1])
    files = [file for path in ordered for file in (_tables_of(path) if path.is_dir() else [(path, "export", None)])]
    files += [(residents, "residents", None)] if residents else []
    files += [(path, f"roster:{name}", None) for name, path in sorted(rosters.items())]
    if len(files) > MOST_SOURCES:
        raise refuse(
            files[MOST_SOURCES][0].name,
            Label(f"共 {len(files)} 个文件", f"{len(files)} files"),
            Label(f"最多 {MOST_SOURCES} 个文件", f"at most {MOST_SOURCES} files"),
            Label("请合并一些文件", "merge some of them"),
        )
    labels = _labels([path for path, _, _ in files])
    return [
        InputFile(path, kind, label, _sha256(path), table)
        for (path, kind, table), label in zip(files, labels, strict=True)
    ]


def _tables_of(folder: Path) -> list[tuple[Path, str, Subject | None]]:
    found: list[tuple[Path, str, Subject | None]] = []
    for name, subject in TABLE_SUBJECTS.items():
        paths = [folder / f"{name}{suffix}" for suffix in TABLE_SUFFIXES if (folder / f"{name}{suffix}").is_file()]
        if len(paths) > 1:
            raise refuse(
                folder.name,
                Label(
                    f"同时有 {paths[0].name} 和 {paths[1].name}", f"both {paths[0].name} and {paths[1].name} are there"
                ),
                Label("每张表一个文件", "one file for each table"),
                Label("请删去其中一个", "remove one of them"),
            )
        found += [(path, "tables", subject) for path in paths]
    if not any(subject is Subject.HOUSEHOLD for _, _, subject in found):
        held = "、".join(sorted(p.name for p in folder.iterdir())[:10]) or "（空）"
        raise refuse(
            folder.name,
            Label(
                f"文件夹里没有 households 表；有：{held}", f"the folder has no table of households; it holds: {held}"
            ),
            Label("households.parquet 或 households.csv", "households.parquet or households.csv"),
            Label("多个工作簿请逐个列出，不要给文件夹", "give workbooks one by one, not as a folder"),
        )
    return found


def _labels(paths: Sequence[Path]) -> list[str]:
    """File names without folders; equal names are numbered."""
    seen: dict[str, int] = {}
    labels = []
    for path in paths:
        seen[path.name] = seen.get(path.name, 0) + 1
        labels.append(path.name if seen[path.name] == 1 else f"{path.name} #{seen[path.name]}")
    return labels


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""  # opening it will say that it is not there
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
