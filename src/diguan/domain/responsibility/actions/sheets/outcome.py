"""What an import did or, as a preview, would do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.exchange.posts import RefusedRow
from diguan.exchange.posts.rows import Where

# In the order in which they are told.
COUNTED = (
    "helper_rows",
    "post_rows",
    "officers_added",
    "officers_changed",
    "posts_opened",
    "tenures_begun",
    "tenures_ended",
    "handed_over",
    "helping_begun",
    "helping_ended",
    "unchanged",
)


@dataclass(slots=True)
class Outcome:
    """`counts` by COUNTED; `refused`: rows that were not taken, or not wholly; `waiting`: tenures whose role an administrator must give."""

    preview: bool
    region_code: str
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedRow] = field(default_factory=list)
    unknown_headers: Mapping[str, list[str]] = field(default_factory=dict)
    waiting: int = 0

    def refuse(self, where: Where, reason: Label, expected: Label) -> None:
        """A row that is not taken."""
        self.refused.append(RefusedRow(where, reason, expected))

    def refuse_act(self, where: Where, error: UnableToAct) -> None:
        """A row that the domain refuses."""
        self.refuse(where, error.message, error.hint or Label("请核对", "look at it"))

    def told(self) -> dict[str, int]:
        """Every count, also those of nothing, and how many rows were refused."""
        return {**{name: self.counts[name] for name in COUNTED}, "refused": len(self.refused), "waiting": self.waiting}
