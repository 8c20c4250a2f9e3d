"""How long people have, as a standard says: dated values of `deadlines.yaml`, which what reads them lays over its own.

`verified`: days that "verified, no problem" holds; `postponed`: days of more time at most; `determine`, `confirm`, `decide`: working days
that a suspicion, a closing, a wish for more time may wait, by the level that owes the step; `before`, `late`: working days to a deadline,
and after it, at which somebody is told; `waiting`: the same after a step was due; `singly`: messages of one item each on a day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from diguan.engine.documents import Label, Node, Problem
from diguan.engine.documents.access import day_of, entries_of, items_of, mappings_of, number_of, text_of
from diguan.engine.documents.shapes import Choice, Day, Items, Number, Record, Shape, Table, Text

STATUS = ("verified", "working value")
COUNTED = ("verified", "postponed", "singly")
LISTED = ("before", "late", "waiting")
BY_LEVEL = ("determine", "confirm", "decide")
_SAID: dict[str, Shape] = {"since": Day(), "status": Choice(STATUS), "source": Text()}
_NEEDED = ("since", "status", "source")
_ONE = Items(Record({**_SAID, "days": Number()}, (*_NEEDED, "days")), 1)
_MANY = Items(Record({**_SAID, "days": Items(Number(), 1)}, (*_NEEDED, "days")), 1)
_LEVELS = Items(Record({**_SAID, "levels": Table(Number(), least=1)}, (*_NEEDED, "levels")), 1)
DEADLINES = Record(
    {**dict.fromkeys(COUNTED, _ONE), **dict.fromkeys(LISTED, _MANY), **dict.fromkeys(BY_LEVEL, _LEVELS)},
)


@dataclass(frozen=True, slots=True)
class Term:
    """A value from a day on. `days`: one number, or several in their order; `levels`: one for each level that is named."""

    since: date
    days: tuple[int, ...]
    levels: Mapping[str, int]
    status: Literal["verified", "working value"]
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by name, each in the order of its days."""

    by_name: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)

    def on(self, name: str, day: date) -> Term | None:
        """What holds on a day; None where nothing was set yet."""
        return next((term for term in reversed(self.by_name.get(name, ())) if term.since <= day), None)

    def over(self, below: "Terms") -> "Terms":
        """These, and what is below where these say nothing of a name."""
        return Terms({**below.by_name, **self.by_name})


def read_terms(root: Node | None) -> Terms:
    """The terms of a tree whose shape was checked."""
    named = {key.raw: tuple(map(_term, mappings_of(value))) for key, value in entries_of(root)}
    return Terms({name: tuple(sorted(terms, key=lambda term: term.since)) for name, terms in named.items()})


def term_problems(root: Node | None, shown: str) -> list[Problem]:
    """Numbers of days that cannot be: not whole, not above zero, stages out of order."""
    found = []
    for key, value in entries_of(root):
        for entry in mappings_of(value):
            term = _term(entry)
            numbers = (*term.days, *term.levels.values())
            raw = [*_numbers(entry.get("days")), *(number_of(each) for _, each in entries_of(entry.get("levels")))]
            turned = term.days[::-1] if key.raw == "before" else term.days
            if any(n < 1 for n in numbers) or list(numbers) != raw or any(b <= a for a, b in pairwise(turned)):
                found.append(Problem(shown, entry.where.line, _WRONG, _RIGHT))
    return found


_WRONG = Label("天数不是正整数，或不是由近到远", "days that are not whole numbers above zero, or stages out of order")
_RIGHT = Label(
    "例如 days: 180；before: [5, 1]；late: [1, 6, 11]", "such as days: 180; before: [5, 1]; late: [1, 6, 11]"
)


def laid_over(parts: Iterable[Terms]) -> Terms:
    """The terms of packs in the order in which they are laid over each other."""
    found = Terms()
    for part in parts:
        found = part.over(found)
    return found


def _term(node: Node) -> Term:
    said = dict(entry for entry in ((key.raw, value) for key, value in entries_of(node)))
    since = day_of(said["since"])
    assert since is not None  # noqa: S101  the shape was checked
    levels = {key.raw: int(number_of(value) or 0) for key, value in entries_of(said.get("levels"))}
    days = tuple(int(number) for number in _numbers(said.get("days")))
    status: Literal["verified", "working value"] = (
        "verified" if text_of(said["status"]) == "verified" else "working value"
    )
    return Term(since, days, levels, status, text_of(said["source"]))


def _numbers(node: Node | None) -> list[float]:
    """The numbers of a list, or the one that stands alone."""
    found = [number_of(item) for item in (items_of(node) or ((node,) if node is not None else ()))]
    return [number for number in found if number is not None]
