"""What a projection changed, counted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """How many rows of one kind are new, different, or led to by nothing any more."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def and_then(self, other: "Changed") -> "Changed":
        """Both, one after the other. What both change is counted twice."""
        return Changed(self.added + other.added, self.changed + other.changed, self.gone + other.gone)
