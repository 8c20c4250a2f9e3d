"""How much the word of a source counts beside that of others, by the field's own order of precedence.

What was seen at a visit stands where the catalogue puts `visit`. What was only said there stands in the same place, but never before a
department's list: a list that the order puts behind visits still goes before a spoken word. Of equal places the later day goes first, and
a visit of the same day counts as the later: it was made knowing what the others say.
"""

from collections.abc import Sequence

from diguan.engine.catalogue import Field, rank_in
from diguan.engine.catalogue.model import ROSTER
from diguan.engine.snapshot.model import DECLARED_VISIT, VISIT

__all__ = ["DECLARED_VISIT", "VISIT", "follows_visits", "is_visit", "place_in", "standing_in"]

Standing = tuple[int, int]


def is_visit(kind: str) -> bool:
    """Whether a kind of source is a visit, seen or declared."""
    return kind in (VISIT, DECLARED_VISIT)


def follows_visits(kind: str) -> int:
    """1 for a kind of source that yields to a visit of the same place and day, 0 for a visit."""
    return int(not is_visit(kind))


def standing_in(field: Field, kind: str) -> Standing:
    """Place of a kind of source for a field: the smallest goes first; equal places are decided by the day."""
    return _standing(field.precedence, kind)


def place_in(precedence: Sequence[str], kind: str) -> int:
    """The same as one number."""
    rank, behind = _standing(precedence, kind)
    return 2 * rank + behind


def _standing(precedence: Sequence[str], kind: str) -> Standing:
    rank = rank_in(precedence, kind)
    if kind != DECLARED_VISIT:
        return (rank, 0)
    lists = [place for place, named in enumerate(precedence) if named.startswith(ROSTER)]
    behind = max(lists, default=-1)
    return (behind, 1) if behind > rank else (rank, 0)
