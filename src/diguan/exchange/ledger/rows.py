"""One row of the ledger: texts as they are shown, already masked and in the language of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from diguan.exchange.figures.model import ContradictionLine, Cover, Figures


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One finding. Field names are those of the computed columns; "" where a column says nothing about this finding."""

    prefecture: str
    county: str
    township: str
    village: str
    household: str
    head: str
    status: str
    focus: str
    person: str
    name: str
    relation: str
    kind: str
    indicator: str
    explanation: str
    grade: str
    measure: str
    department: str
    deadline: date | None
    key: str


@dataclass(frozen=True, slots=True)
class LedgerContent:
    """What one ledger is written from. `rows` come in the order of the ledger, as many as `figures.findings`, and are read once."""

    cover: Cover
    figures: Figures
    rows: Iterable[LedgerRow]
    contradictions: Iterable[ContradictionLine] = field(default=())
