"""Files by their content, in the data folder: written beside, flushed to the disk, renamed."""

import os
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ADDRESS = re.compile(r"[0-9a-f]{64}")
INCOMING = "incoming"


def address_of(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return sha256(content).hexdigest()


def path_of(address: str) -> Path:
    """Where a content lies; ValueError for what is no address."""
    if not ADDRESS.fullmatch(address):
        raise ValueError(address)
    return Path(settings.EVIDENCE) / address[:2] / address


def place(content: bytes) -> str:
    """Put a content where it belongs, whole or not at all; its address. What is there already is left, and counts as new."""
    address = address_of(content)
    path = path_of(address)
    try:
        os.utime(path)  # whoever clears away what nobody needs takes no file of this hour
    except FileNotFoundError:
        _write(path, content)
    return address


def put_aside(path: Path) -> Path:
    """Move a file to where no address leads; where it is then."""
    return path.replace(_beside())


def _beside() -> Path:
    beside = Path(settings.EVIDENCE) / INCOMING / secrets.token_hex(16)
    beside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return beside


def _write(path: Path, content: bytes) -> None:
    beside = _beside()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """The name of a file is on the disk too. Windows cannot be asked, and keeps its own order."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content_of(address: str) -> bytes | None:
    """A content; None where there is none, or where it is no longer what its address says."""
    try:
        content = path_of(address).read_bytes()
    except FileNotFoundError:
        return None
    return content if address_of(content) == address else None


def kept_before(instant: float) -> Iterator[Path]:
    """Files placed before an instant (seconds since 1970), those that were never finished among them."""
    for path in sorted(Path(settings.EVIDENCE).glob("*/*")):
        if path.is_file() and path.stat().st_mtime < instant:
            yield path
