"""Spellings of a name: the same unit is written 巴彦花嘎查村民委员会, 巴彦花嘎查 or 巴彦花. The rules are data of the region folder."""

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

SHORTEST_STEM = 2  # one character left of a name would match too much: 一村 is not called 一


class Closeness(IntEnum):
    """How a written name and a unit's name agree; smaller is closer."""

    EXACT = 0  # letter by letter, or an alias
    REWRITTEN = 1  # after 村民委员会 is read as 村, or without the parent's name in front
    STEM = 2  # where one side leaves the ending off, or the endings are interchangeable


class Spelling(NamedTuple):
    """A name as compared: folded, rewritten, without its ending; and that ending ("" where it has none)."""

    exact: str
    rewritten: str
    stem: str
    ending: str


@dataclass(frozen=True, slots=True)
class SpellingRules:
    """How names of one level are written. `rewrites` and `endings` are ordered longest first."""

    rewrites: tuple[tuple[str, str], ...] = ()
    endings: tuple[str, ...] = ()
    interchangeable: tuple[frozenset[str], ...] = ()
    _last_letters: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Notes what an ending can end in: a path is read by trying every beginning of it, and few of those end in such a letter."""
        ends = (*self.endings, *(end for end, _ in self.rewrites))
        object.__setattr__(self, "_last_letters", frozenset(end[-1] for end in ends))

    def spell(self, folded: str) -> Spelling:
        """Spelling of a folded name."""
        if folded[-1:] not in self._last_letters:
            return Spelling(folded, folded, folded, "")
        rewritten = self._rewritten(folded)
        ending = next((end for end in self.endings if _ends(rewritten, end, SHORTEST_STEM)), "")
        return Spelling(folded, rewritten, rewritten[: len(rewritten) - len(ending)], ending)

    def agree(self, ending: str, other: str) -> bool:
        """Whether two names of one stem with these endings may mean one unit."""
        return not ending or not other or any({ending, other} <= group for group in self.interchangeable)

    def is_ending(self, name: str) -> bool:
        """Whether a name is nothing but an ending, such as 居委会."""
        return name in self.endings or any(name == end for end, _ in self.rewrites)

    def _rewritten(self, name: str) -> str:
        # Every rewrite shortens the name (the loader sees to it), so that this comes to an end.
        while True:
            for end, meaning in self.rewrites:
                if _ends(name, end, 1):
                    name = name[: -len(end)] + meaning
                    break
            else:
                return name


def fold(text: str) -> str:
    """A name without width, case, blanks and punctuation, which differ from file to file and never tell units apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isalnum():
        return plain
    return "".join(letter for letter in plain if letter.isalnum() or unicodedata.category(letter).startswith("M"))


def _ends(name: str, end: str, least: int) -> bool:
    return name.endswith(end) and len(name) - len(end) >= least
