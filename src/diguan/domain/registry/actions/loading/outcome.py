"""What a load did, and why it was refused."""

from dataclasses import asdict, dataclass, field, replace

from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.loading.receipts import Receipt
from diguan.domain.registry.actions.projecting.changes import Changed
from diguan.domain.registry.queries.extraction.extent import EVERYWHERE


class UnableToLoad(UnableToAct):
    """The inputs as a whole cannot be stored: a place is missing or outside, or the database belongs to another version."""


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """Counts of a load. `load_id` None: nothing was stored, because it was a preview or everything was there already.

    `known`: files that are stored already; `replaced`: files read anew with corrections. `conflicts` and `contradictions` are those of
    the counties concerned after the load: values that stay unknown, and values that a source of lower rank says differently. `answers`:
    taken from filled-in visit workbooks; `unanswered`: their questions without an answer; `refused_answers`: those that were not taken.
    `receipts`: of departments' lists and the resident base, handed over for `purpose`.
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
    answers: int = 0
    unanswered: int = 0
    refused_answers: int = 0
    receipts: tuple[Receipt, ...] = ()
    purpose: str = ""

    @property
    def counts(self) -> dict[str, object]:
        """The same as plain values."""
        return asdict(self)

    @property
    def left_out(self) -> int:
        """Rows and answers that were not taken."""
        return self.rejected_rows + self.refused_answers

    def followed_by(self, other: "LoadOutcome") -> "LoadOutcome":
        """Both loads as one: the counts of what is known now are those of the later."""
        return replace(
            other,
            load_id=other.load_id or self.load_id,
            region_code=self.region_code if other.region_code == EVERYWHERE else other.region_code,
            known=self.known + other.known,
            stored=self.stored + other.stored,
            replaced=self.replaced + other.replaced,
            observations=self.observations + other.observations,
            receipts=self.receipts + other.receipts,
            purpose=self.purpose,
            rejected_rows=self.rejected_rows + other.rejected_rows,
            damaged_cells=self.damaged_cells + other.damaged_cells,
            households=self.households.and_then(other.households),
            persons=self.persons.and_then(other.persons),
            conflicts=other.conflicts if other.stored else self.conflicts,
            contradictions=other.contradictions if other.stored else self.contradictions,
        )
