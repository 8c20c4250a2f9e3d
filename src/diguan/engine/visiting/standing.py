"""How much the word of a visit counts beside that of other sources, by the field's own order of precedence.

What was seen stands where the catalogue puts `visit`. What was only said there stands in the same place, but never before a
department's list: a list that the order puts behind visits still goes before a spoken word.
"""

from diguan.engine.catalogue import Field
from diguan.engine.catalogue.model import ROSTER
from diguan.engine.snapshot.model import DECLARED_VISIT, VISIT

__all__ = ["DECLARED_VISIT", "VISIT", "is_visit", "standing_in"]

Standing = tuple[int, int]


def is_visit(kind: str) -> bool:
    """Whether a kind of source is a visit, seen or declared."""
    return kind in (VISIT, DECLARED_VISIT)


def standing_in(field: Field, kind: str) -> Standing:
    """Place of a kind of source for a field: the smallest goes first; equal places are decided by the day."""
    rank = field.rank(kind)
    if kind != DECLARED_VISIT:
        return (rank, 0)
    lists = [place for place, named in enumerate(field.precedence) if named.startswith(ROSTER)]
    behind = max(lists, default=-1)
    return (behind, 1) if behind > rank else (rank, 0)
