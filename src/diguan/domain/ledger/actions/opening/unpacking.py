"""The folder of a check, as a zip: what it may hold is looked at before anything of it is written."""

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.engine.screening.round import RECORD

MOST_FILES = 20_000
MOST_BYTES = 2 << 30
ENCRYPTED = 0x1
UNPACKED = "check"
WORKBOOK = "xl/workbook.xml"
PLAIN = re.compile(r"[\w][\w.@ -]*")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)
WHOLE = Label(
    "请把 diguan check 写出的整个文件夹压缩成一个 .zip 再交",
    "pack the whole folder that diguan check has written into one .zip and hand that in",
)


class UnableToUnpackCheck(UnableToAct):
    """The file is no zip of a check's folder, or holds what no such folder holds."""

    def __init__(self, name: str, found: Label, hint: Label = WHOLE) -> None:
        message = Label(f"“{name}”{found.zh}", f"'{name}' {found.en}")
        super().__init__(message, hint, "inputs")


def unpack_check(path: Path, into: Path) -> Path:
    """Unpack a zip below `into`, which is emptied first; the folder that holds round.json. UnableToUnpackCheck.

    Files beside that folder, and hidden ones that systems put there, stay out.
    """
    shutil.rmtree(into, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as packed:
            return _unpack(path.name, packed, into)
    except DAMAGED as error:
        raise UnableToUnpackCheck(path.name, Label("不是完整的 .zip 压缩包", "is no whole .zip")) from error


def _unpack(name: str, packed: zipfile.ZipFile, into: Path) -> Path:
    entries = packed.infolist()
    _check(name, entries)
    top = _top(name, entries)
    folder = into / UNPACKED
    folder.mkdir(parents=True, mode=0o700)
    for entry, place in _own(name, entries, top):
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with packed.open(entry) as source, target.open("xb") as kept:
            shutil.copyfileobj(source, kept)
    return folder


def _check(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.filename == WORKBOOK for entry in entries):
        found = Label(
            "是工作簿：里面的单元格可能改过，无法重新计算核实",
            "is a workbook: its cells may have been edited, and it cannot be recomputed",
        )
        raise UnableToUnpackCheck(name, found)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        found = Label("有密码保护", "is protected by a password")
        raise UnableToUnpackCheck(name, found, Label("请去掉密码再交", "pack it without a password"))
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES:
        found = Label(
            f"有 {len(entries)} 个文件，展开后 {size >> 20} MB",
            f"holds {len(entries)} files that unpack to {size >> 20} MB",
        )
        most = Label(
            f"不超过 {MOST_FILES} 个文件、{MOST_BYTES >> 20} MB；请按县分开校验",
            f"at most {MOST_FILES} files and {MOST_BYTES >> 20} MB; check county by county",
        )
        raise UnableToUnpackCheck(name, found, most)


def _top(name: str, entries: list[zipfile.ZipInfo]) -> PurePosixPath:
    """The folder of the only round in it."""
    records = [PurePosixPath(entry.filename) for entry in entries if PurePosixPath(entry.filename).name == RECORD]
    found = sorted({record.parent for record in records if not _hidden(record)})
    if not found:
        raise UnableToUnpackCheck(name, Label(f"里没有 {RECORD}", f"has no {RECORD} in it"))
    if len(found) > 1:
        several = Label(f"里有 {len(found)} 份校验结果", f"holds {len(found)} checks")
        raise UnableToUnpackCheck(name, several, Label("一次交一份", "hand in one at a time"))
    return found[0]


def _own(
    name: str, entries: list[zipfile.ZipInfo], top: PurePosixPath
) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """Files of the folder with their place in it; those with a name that leads elsewhere are refused."""
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if entry.is_dir() or not path.is_relative_to(top):
            continue
        place = path.relative_to(top)
        if _hidden(place):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16) or not all(PLAIN.fullmatch(part) for part in place.parts):
            found = Label("里有名字不合规的文件或链接", "holds a link, or a file whose name no check has")
            raise UnableToUnpackCheck(name, found)
        yield entry, place


def _hidden(path: PurePosixPath) -> bool:
    return any(part == "__MACOSX" or (part.startswith(".") and not part.startswith("..")) for part in path.parts)
