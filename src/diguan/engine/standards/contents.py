"""What the folder of a pack holds, down to the last byte: folders of the same contents are the same pack, wherever they lie."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from diguan.engine.documents.reader import MAX_BYTES
from diguan.engine.standards.folder import EXTENDED, FOLDERS, PROJECT_FIELDS, YAML, read_pack_file
from diguan.engine.standards.header import read_header


def contents_of(folder: Path) -> str | None:
    """SHA-256 over names and bytes of everything in a folder that loading looks at. None where this does not say what the pack is.

    So it is where a pack extends one that is not saved inside, where a link leads out, and where a file cannot be read or is too
    large, which loading tells better.
    """
    found = []
    try:
        for path in _looked_at(folder):
            if path.is_symlink() or (path.is_file() and path.stat().st_size > MAX_BYTES):
                return None
            held = sha256(path.read_bytes()).hexdigest() if path.is_file() and path.suffix in YAML else path.is_file()
            found.append(f"{held}  {path.relative_to(folder).as_posix()}\n")
    except OSError:
        return None
    return sha256("".join(found).encode()).hexdigest() if _stands_alone(folder) else None


def _looked_at(folder: Path) -> Iterator[Path]:
    """What lies in the folder, and all that lies in those of its folders that belong to a pack; of others only that they are there."""
    for entry in sorted(folder.iterdir()):
        yield entry
        if entry.name in (*FOLDERS, EXTENDED, PROJECT_FIELDS) and not entry.is_symlink():
            yield from sorted(entry.rglob("*"))


def _stands_alone(folder: Path) -> bool:
    """Whether all that a pack extends is saved in its folder."""
    saved = [folder / EXTENDED / quote(name, safe="") for name, _ in read_header(read_pack_file(folder)).extends]
    return all(base.is_dir() and _stands_alone(base) for base in saved)
