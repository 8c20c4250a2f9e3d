"""How a step ended."""

from dataclasses import dataclass

from diguan.domain.ledger.choices import Refusal
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.refusals import SAID
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Outcome:
    """`item` as it stands now; of a refusal its code, and the entry of the form at fault, where it is one."""

    item: Item
    code: Refusal | None = None
    field: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the step was taken."""
        return self.code is None

    @property
    def refusal(self) -> Label | None:
        """Why it was not."""
        return None if self.code is None else SAID[self.code][0]

    @property
    def hint(self) -> Label | None:
        """What to do instead."""
        return None if self.code is None else SAID[self.code][1]
