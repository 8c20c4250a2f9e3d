"""What a load did, and why it was refused."""

from dataclasses import asdict, dataclass, field

from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.projecting.changes import Changed


class UnableToLoad(UnableToAct):
    """The inputs as a whole cannot be stored: a place is missing or outside, or the database belongs to another version."""


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """Counts of a load. `load_id` None: nothing was stored, because it was a preview or everything was there already.

    `known`: files that are stored already; `replaced`: files read anew with corrections. `conflicts` and `contradictions` are those of
    the counties concerned after the load: values that stay unknown, and values that a source of lower rank says differently.
    """

    load_id: int | None
    preview: bool
    region_code: str
    known: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    observations: int = 0
    rejected_rows: int = 0
    damaged_cells: int = 0
    households: Changed = field(default_factory=Changed)
    persons: Changed = field(default_factory=Changed)
    conflicts: int = 0
    contradictions: int = 0

    @property
    def counts(self) -> dict[str, object]:
        """The same as plain values."""
        return asdict(self)
