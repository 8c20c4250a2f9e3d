"""One object as a key: equal to itself alone, so that a tree need not be hashed leaf by leaf to find what was made from it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, eq=False)
class Same(Generic[Kept]):
    """Stands for an object that lives as long as the key does."""

    one: Kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)
