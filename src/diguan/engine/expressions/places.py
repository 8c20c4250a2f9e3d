"""Where a piece of an expression stands, and the error that says what is wrong there."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from diguan.engine.catalogue.model import Label


class Where(Protocol):
    """File and line (1-based) where the text of an expression begins; the packs' own places fit."""

    @property
    def file(self) -> str:
        """Path as it should be shown."""

    @property
    def line(self) -> int:
        """Line of the first character of the text."""


@dataclass(frozen=True, slots=True)
class Position:
    """A character: file, line and column, both 1-based; lines are those of the file when the text's place is known."""

    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file or 'expression'}:{self.line}:{self.column}"


class UnableToReadExpression(ValueError):
    """An expression that cannot be read or checked: what is wrong, where, what stands there, what was expected, what to do."""

    def __init__(
        self, problem: Label, at: Position, *, found: str = "", expected: Label | None = None, hint: Label | None = None
    ) -> None:
        self.problem = problem
        self.at = at
        self.found = found
        self.expected = expected
        self.hint = hint
        super().__init__(f"{self.message('zh')}\n{self.message('en')}")

    @property
    def file(self) -> str:
        """File of the expression, empty when its place was not given."""
        return self.at.file

    @property
    def line(self) -> int:
        """Line, 1-based."""
        return self.at.line

    @property
    def column(self) -> int:
        """Column, 1-based."""
        return self.at.column

    def message(self, language: str) -> str:
        """The whole message in one language ("zh" or "en")."""
        words = _WORDS[language]
        parts = [f"{self.at}: {self.problem[language]}"]
        if self.found:
            parts.append(f"{words['found']}{self.found}")
        if self.expected:
            parts.append(f"{words['expected']}{self.expected[language]}")
        if self.hint:
            parts.append(self.hint[language])
        return words["between"].join(parts)


_WORDS = {
    "zh": {"found": "写的是：", "expected": "应为：", "between": "；"},
    "en": {"found": "found: ", "expected": "expected: ", "between": "; "},
}


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Known spellings nearest to `name`, best first; empty when none is near."""
    candidates = sorted(set(known))
    found = difflib.get_close_matches(name, candidates, n=limit, cutoff=0.5)
    containing = [c for c in candidates if len(name) > 1 and (name in c or c in name) and len(c) > 1 and c not in found]
    return tuple((found + containing)[:limit])


def did_you_mean(name: str, known: Iterable[str]) -> Label | None:
    """A hint with the nearest spellings, or None when nothing is near."""
    near = nearest(name, known)
    if not near:
        return None
    return Label(zh=f"是否想写 {'、'.join(near)}？", en=f"did you mean {', '.join(near)}?")
