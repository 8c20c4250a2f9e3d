"""Identifiers at rest: AES-256-GCM under a numbered key, and a keyed digest (HMAC) of an identity number to search by equality.

Keys lie in one file of the data folder, readable by its owner alone and made at first use. A new key is added, never put in another's
place: what was sealed under an old one stays readable until it is sealed anew. The key of the digest does not change: it would cut every
person from what was said of him.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from diguan.engine.documents import Label

KEY_BYTES, NONCE_BYTES, BLIND_BYTES = 32, 12, 16
FILE = "identifiers.keys"


class UnableToUnseal(Exception):
    """Sealed bytes cannot be opened: the key is not there, or the bytes were changed."""

    def __init__(self, key_id: int, problem: Label) -> None:
        self.key_id = key_id
        self.problem = problem
        super().__init__(f"{problem.zh}\n{problem.en}")


class UnableToReadKeys(Exception):
    """The file of keys is damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"密钥文件 {path.name} 不能读取；请从备份恢复，没有它证件号码无法打开\n"
            f"the file of keys {path.name} cannot be read; restore it from the backup, identifiers cannot be opened without it"
        )


@dataclass(frozen=True, slots=True)
class Seals:
    """The keys of one place. `current`: the one that seals."""

    current: int
    keys: dict[int, AESGCM]
    blind_key: bytes

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Nonce and ciphertext; `about` says what it belongs to and must be said again to open it."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.keys[self.current].encrypt(nonce, plain, about)

    def unseal(self, sealed: bytes, key_id: int, about: bytes) -> bytes:
        """What was sealed; UnableToUnseal when the key is missing or a byte was changed."""
        key = self.keys.get(key_id)
        if key is None:
            raise UnableToUnseal(key_id, Label(f"没有第 {key_id} 号密钥", f"key {key_id} is not in the file of keys"))
        try:
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except InvalidTag as error:
            problem = Label("密文已被改动或不属于此处", "the sealed bytes were changed, or belong elsewhere")
            raise UnableToUnseal(key_id, problem) from error

    def blind(self, identity: str) -> bytes:
        """The digest by which an identity number is found again."""
        return hmac.digest(self.blind_key, identity.encode(), "sha256")[:BLIND_BYTES]


def seals() -> Seals:
    """The keys in the data folder; made at first use."""
    path = Path(settings.DATA) / FILE
    return _read(path, path.stat().st_mtime_ns if path.exists() else _make(path))


def add_key() -> int:
    """Add a key that seals from now on; returns its number. The file is written beside and renamed."""
    seals()
    path = Path(settings.DATA) / FILE
    held = _load(path)
    number = max(map(int, held["keys"])) + 1
    held["keys"][str(number)] = secrets.token_hex(KEY_BYTES)
    _write(path.with_suffix(".partial"), {**held, "current": number}, os.O_TRUNC)
    path.with_suffix(".partial").replace(path)
    return number


def _make(path: Path) -> int:
    first = {"current": 1, "keys": {"1": secrets.token_hex(KEY_BYTES)}, "blind": secrets.token_hex(KEY_BYTES)}
    partial = path.with_suffix(f".{os.getpid()}")
    _write(partial, first, os.O_EXCL)
    try:
        os.link(partial, path)  # whole or not at all, and never over another's
    except FileExistsError:
        pass  # another process was first; its keys count
    finally:
        partial.unlink()
    return path.stat().st_mtime_ns


def _write(path: Path, content: dict[str, object], mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())


def _load(path: Path) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(path.read_text(encoding="ascii")))
    except ValueError as error:
        raise UnableToReadKeys(path) from error


@cache
def _read(path: Path, changed: int) -> Seals:
    del changed  # only makes a changed file another one
    held = _load(path)
    try:
        keys = {int(number): AESGCM(bytes.fromhex(key)) for number, key in held["keys"].items()}
        return Seals(int(str(held["current"])), keys, bytes.fromhex(str(held["blind"])))
    except (KeyError, ValueError, AttributeError) as error:
        raise UnableToReadKeys(path) from error


def about(number: int, kind: str = "o") -> bytes:
    """What sealed bytes belong to: a kind of row and its number."""
    return f"{kind}{number}".encode()
