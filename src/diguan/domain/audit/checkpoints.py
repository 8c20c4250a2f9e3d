"""A checkpoint: the newest seal, written down to be kept somewhere else. What a record says up to it can never be cut off unseen."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from diguan.domain.audit.chain import code_of, same
from diguan.domain.audit.keys import audit_keys
from diguan.domain.audit.models import Seal
from diguan.domain.audit.stored import stored_instant
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

KIND = "diguan audit checkpoint 1"


class UnableToMakeCheckpoint(UnableToAct):
    """The record has no seal yet."""


class UnableToReadCheckpoint(UnableToAct):
    """A file is no checkpoint of this record."""

    def __init__(self, path: Path, message: Label) -> None:
        self.file = str(path)
        super().__init__(
            message,
            Label("请用 diguan audit checkpoint 写出的文件", "give a file that diguan audit checkpoint has written"),
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Number and code of a seal, when it was written down, and a keyed code over all of this."""

    number: int
    mac: str
    made_at: str
    key_id: str
    code: str


def checkpoint_of(seal: Seal | None, at: datetime) -> Checkpoint:
    """A checkpoint of the newest seal."""
    if seal is None:
        raise UnableToMakeCheckpoint(Label("审计记录还没有封条", "the audit record has no seal yet"))
    key_id, key = list(audit_keys().items())[-1]
    said = (seal.number, seal.mac, stored_instant(at), key_id)
    return Checkpoint(*said, code=code_of((KIND, *said), key))


def write_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Writes a checkpoint; beside first, then in place."""
    beside = path.with_name(f".{path.name}.partial")
    text = json.dumps({"kind": KIND, **asdict(checkpoint)}, indent=2) + "\n"
    beside.write_text(text, encoding="ascii")
    beside.replace(path)


def read_checkpoint(path: Path) -> Checkpoint:
    """A checkpoint from its file; one that was changed is refused."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        kind = said.pop("kind")
        checkpoint = Checkpoint(**said)
        key = audit_keys()[checkpoint.key_id]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_checkpoint(path) from error
    if kind != KIND:
        raise _no_checkpoint(path)
    parts = (checkpoint.number, checkpoint.mac, checkpoint.made_at, checkpoint.key_id)
    if not same(code_of((KIND, *parts), key), str(checkpoint.code)):
        raise UnableToReadCheckpoint(path, Label("检查点文件被改动", "the checkpoint was changed"))
    return checkpoint


def _no_checkpoint(path: Path) -> UnableToReadCheckpoint:
    return UnableToReadCheckpoint(
        path, Label("不是本系统审计记录的检查点", "no checkpoint of this system's audit record")
    )
