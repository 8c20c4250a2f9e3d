"""Units as products of words: "yuan/person/year" times "persons" is "yuan/year". A literal (None) fits any unit, "1" is dimensionless."""

import re
from collections import Counter


def product(left: str | None, right: str | None) -> str | None:
    """Unit of a product."""
    if left is None or right is None:
        return left if right is None else right
    powers = _powers(left)
    for word, power in _powers(right).items():
        powers[word] += power
    return _text(powers)


def same(left: str | None, right: str | None) -> bool:
    """True when two values may be compared or added."""
    if left is None or right is None:
        return True
    return _text(_powers(left)) == _text(_powers(right))


def _powers(unit: str) -> "Counter[str]":
    powers: Counter[str] = Counter()
    sign = 1
    for piece in re.split(r"([*/])", unit.strip()):
        if piece in ("*", "/"):
            sign = -1 if piece == "/" else 1
        elif piece.strip() != "1":
            powers[_singular(piece.strip())] += sign
    return powers


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004 - "gas" is no plural


def _text(powers: "Counter[str]") -> str:
    above = [word for word, power in sorted(powers.items()) for _ in range(power)]
    below = [f"/{word}" for word, power in sorted(powers.items()) for _ in range(-power)]
    return "*".join(above or ["1"]) + "".join(below)
