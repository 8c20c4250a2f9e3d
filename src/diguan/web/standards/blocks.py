"""The text of a standard as blocks of a page: headings, entries, rules as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["h1", "h2", "h3", "text", "entry", "detail", "code"]
STARTS: tuple[tuple[str, Kind], ...] = (
    ("### ", "h3"),
    ("## ", "h2"),
    ("# ", "h1"),
    ("  - ", "detail"),
    ("- ", "entry"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text. `anchor`: of an indicator, parameter or finding its id, to link to."""

    kind: Kind
    text: str
    anchor: str = ""


def blocks(text: str) -> Iterator[Block]:
    """The lines of a text in order, without the empty ones."""
    for line in text.splitlines():
        if line.strip():
            yield _block(line)


def _block(line: str) -> Block:
    if line.startswith("  `") and line.endswith("`"):
        return Block("code", line.strip()[1:-1])
    kind, said = next(((kind, line[len(start) :]) for start, kind in STARTS if line.startswith(start)), ("text", line))
    anchor = said.rpartition("(")[2].partition(")")[0] if kind == "h3" else ""
    return Block(kind, said, anchor)
