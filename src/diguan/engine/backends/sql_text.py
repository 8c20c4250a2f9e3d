"""Conditions as SQL text, folded where they are constants."""

from collections.abc import Iterable

# A condition as SQL text, or what it is whatever the data: True, False, or None for unknown.
Tri = str | bool | None
UNKNOWN = "CAST(NULL AS BOOLEAN)"


def shown(truth: Tri) -> str:
    """A truth as text, constants included."""
    if isinstance(truth, str):
        return truth
    return UNKNOWN if truth is None else "TRUE" if truth else "FALSE"


def negation(truth: Tri) -> Tri:
    """NOT."""
    if isinstance(truth, str):
        return f"(NOT {truth})"
    return None if truth is None else not truth


def unknown(truth: Tri) -> Tri:
    """Whether a truth is unknown: itself never unknown."""
    return f"{truth} IS NULL" if isinstance(truth, str) else truth is None


def conjunction(truths: Iterable[Tri]) -> Tri:
    """AND, with constants folded."""
    return _junction(truths, deciding=False, word=" AND ")


def disjunction(truths: Iterable[Tri]) -> Tri:
    """OR, with constants folded."""
    return _junction(truths, deciding=True, word=" OR ")


def _junction(truths: Iterable[Tri], *, deciding: bool, word: str) -> Tri:
    known = list(truths)
    if any(truth is deciding for truth in known):
        return deciding
    parts = list(dict.fromkeys(truth for truth in known if isinstance(truth, str)))
    if None in known:
        return "(" + word.join([*parts, UNKNOWN]) + ")" if parts else None
    if not parts:
        return not deciding
    return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"


def cases(branches: Iterable[tuple[Tri, str]], otherwise: str) -> str:
    """CASE with constant branches folded: the first that is always true ends it, those never true are left out."""
    kept = []
    for truth, result in branches:
        if truth is True:
            otherwise = result
            break
        if isinstance(truth, str):
            kept.append(f"WHEN {truth} THEN {result}")
    return f"CASE {' '.join(kept)} ELSE {otherwise} END" if kept else otherwise
