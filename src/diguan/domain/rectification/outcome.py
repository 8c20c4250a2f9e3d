"""How a step ended."""

from dataclasses import dataclass

from diguan.domain.ledger.choices import Refusal as LedgerRefusal
from diguan.domain.ledger.refusals import SAID as LEDGER_SAID
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Check, Problem, Stage
from diguan.domain.rectification.refusals import SAID
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Outcome:
    """`thing` as it stands now; of a refusal its code, the entry of the form at fault, and what the ledger said, where it did."""

    thing: Problem | Stage | Check
    code: Refusal | None = None
    field: str = ""
    ledger: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the step was taken."""
        return self.code is None

    @property
    def refusal(self) -> Label | None:
        """Why it was not."""
        if self.code is None:
            return None
        return joined(self.code, self.ledger)

    @property
    def hint(self) -> Label | None:
        """What to do instead."""
        return None if self.code is None else SAID[self.code][1]


def joined(code: Refusal, ledger: str) -> Label:
    """Why not, with what the ledger said."""
    said = SAID[code][0]
    if not ledger:
        return said
    more = LEDGER_SAID[LedgerRefusal(ledger)][0]
    return Label(f"{said.zh}：{more.zh}", f"{said.en}: {more.en}")
