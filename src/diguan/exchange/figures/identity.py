"""Which round a paper belongs to, and which row of it: a mark of the round, and keys that carry it wherever a row is copied."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

MARK_LENGTH = 8
_KEY = re.compile(rf"([0-9a-f]{{20}})-([0-9a-f]{{{MARK_LENGTH}}})")


class RowKey(NamedTuple):
    """The key of a row: what it is about, the same in every round, and the mark of the round that wrote it."""

    about: str
    round: str


def round_mark(record: Mapping[str, Any]) -> str:
    """Eight hexadecimal digits of a round by what it judged: standard, snapshot, day, confirmed values, content of its tables.

    `record` is round.json as plain values. Language, masking and recipient of the papers do not count: they are one round.
    """
    judged = [
        record["pack"]["sha256"],
        record["snapshot"]["sha256"],
        record["as_of"],
        record["confirmed"],
        record["tables"],
    ]
    text = json.dumps(judged, ensure_ascii=True, sort_keys=True, default=str)
    return sha256(text.encode("ascii")).hexdigest()[:MARK_LENGTH]


def marked(about: str, mark: str) -> str:
    """The key of a row as it stands in a workbook."""
    return f"{about}-{mark}" if mark else about


def parse_key(text: str) -> RowKey | None:
    """A key as `marked` writes it; None when it is damaged."""
    match = _KEY.fullmatch(text.strip().lower())
    return RowKey(match[1], match[2]) if match else None
