"""Keys of the seals: a file in the data folder, one line a key (`id secret`), the last one seals, all verify."""

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from diguan.domain.audit.models import Seal
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

SECRET_BYTES, ID_LENGTH = 32, 12


class UnableToFindAuditKey(UnableToAct):
    """The record has seals, and the file with their key is gone or damaged."""

    def __init__(self, path: Path, problem: Label) -> None:
        super().__init__(
            Label(f"审计密钥文件 {path} {problem.zh}", f"the key file of the audit record, {path}, {problem.en}"),
            Label(
                "请从备份恢复这个文件；没有它，已封存的记录无法核验",
                "restore it from a backup; without it sealed entries cannot be verified",
            ),
        )


Keys = dict[str, bytes]


def audit_keys() -> Keys:
    """Keys by their ids, the one that seals last. A record without seals gets its first key."""
    path: Path = settings.AUDIT_KEYS
    if not path.exists():
        if Seal.objects.exists():
            raise UnableToFindAuditKey(path, Label("不存在", "does not exist"))
        _make(path)
    return dict(_read(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Keys:
    del changed  # another state of the file is read again
    keys: Keys = {}
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        name, _, secret = line.partition(" ")
        if name != _id(secret):
            raise UnableToFindAuditKey(path, Label("已损坏", "is damaged"))
        keys[name] = secret.encode("ascii")
    if not keys:
        raise UnableToFindAuditKey(path, Label("是空的", "is empty"))
    return keys


def _make(path: Path) -> None:
    """Writes the first key beside and links it into place: of two that start together, one wins, and both read the same."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{_id(secret)} {secret}\n")
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink()


def _id(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:ID_LENGTH]
