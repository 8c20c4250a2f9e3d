"""Digests of identity numbers, each computed once: in memory only, as long as one load lasts."""

from dataclasses import dataclass, field

from diguan.domain.sealing import Seals


@dataclass(frozen=True, slots=True)
class Blinds:
    """What identity numbers are found by, as far as it was asked for."""

    known: dict[str, bytes] = field(default_factory=dict)

    def of(self, keys: Seals, identity: str | None) -> bytes | None:
        """The digest of a number; None for none."""
        if identity is None:
            return None
        found = self.known.get(identity)
        if found is None:
            found = self.known[identity] = keys.blind(identity)
        return found
