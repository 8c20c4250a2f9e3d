"""What the filled-in row of an item asks for: a closing with its reason, or nothing that the ledger takes from a workbook."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from diguan.domain.ledger.actions.books.returned import Line, Proposal
from diguan.domain.ledger.choices import Closing
from diguan.engine.documents import Label
from diguan.exchange.roundtrip.answers import Answer, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.values import same_key, text_of
from diguan.locale import Language, texts

CLOSINGS = {"mended": Closing.MENDED, "corrected": Closing.CORRECTED, "no_problem": Closing.VERIFIED}
LONGEST_REASON = 500
FILE = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])")  # a piece of evidence, as the page of an item names it


@dataclass(slots=True)
class Row:
    """The answers about one item, of however many rows. `versions`: under which it left."""

    item_id: int
    number: str
    answers: list[Answer]
    versions: set[int] = field(default_factory=set)

    @property
    def spot(self) -> Spot:
        """Where the first of them stands."""
        return self.answers[0].spot

    @property
    def where(self) -> str:
        """The same in words."""
        return f"{self.spot.sheet}!{self.spot.cell}"

    @property
    def said(self) -> str:
        """Everything that is filled in."""
        return "；".join(text_of(answer.value) for answer in self.answers if answer.column != "owner")

    @property
    def twice(self) -> bool:
        """Whether two rows about the item say different things."""
        said: dict[str, str] = {}
        differ = any(said.setdefault(a.column, same_key(a.value)) != same_key(a.value) for a in self.answers)
        return differ or len(self.versions) > 1

    def text(self, column: str) -> str:
        """What an entry column says; "" where nothing was filled in."""
        return next((text_of(answer.value) for answer in self.answers if answer.column == column), "")

    def day(self, column: str) -> date | None:
        """The same of a column of days."""
        value = next((answer.value for answer in self.answers if answer.column == column), None)
        return value if isinstance(value, date) else None

    def owner_line(self) -> Iterator[Line]:
        """What somebody wrote over the owner is told; it is never taken."""
        for answer in self.answers:
            if answer.column == "owner":
                where = f"{answer.spot.sheet}!{answer.spot.cell}"
                yield Line("noted", self.number, where, text_of(answer.value), texts("books")["why.owner"])


def asked_by(row: Row, base: Base, on: date) -> Proposal | Line:  # noqa: PLR0911  a line for each thing that is missing
    """The closing that a row asks for, or why it asks for none."""
    if row.twice:
        return _line(row, "twice")
    choices = base.shape.choices["progress"]
    progress = next((id_ for id_, label in choices.items() if label[base.language] == row.text("progress")), "")
    if progress not in CLOSINGS:
        return _line(row, "progress" if progress else "stopped", refused=False)
    day = row.day("evidence_on")
    files = tuple(dict.fromkeys(FILE.findall(row.text("remark").lower())))
    reason = _reason(row, base.language)
    if not row.text("evidence"):
        return _line(row, "no_evidence")
    if day is not None and day > on:
        return _line(row, "future", day=day.isoformat())
    if CLOSINGS[progress] is Closing.VERIFIED and not files:
        return _line(row, "no_file", number=row.number)
    if len(reason) > LONGEST_REASON:
        return _line(row, "too_long", most=LONGEST_REASON)
    (version,) = row.versions
    return Proposal(row.item_id, version, CLOSINGS[progress], reason, row.number, row.where, files)


def _line(row: Row, why: str, *, refused: bool = True, **values: object) -> Line:
    said: Label = texts("books").both(f"why.{why}", **values)
    return Line("refused" if refused else "noted", row.number, row.where, row.said, said)


def _reason(row: Row, language: Language) -> str:
    """Evidence, its day and the note: what the second person reads."""
    said, day = texts("books"), row.day("evidence_on")
    evidence = row.text("evidence")
    dated = (
        said.say("reason.evidence", language, evidence=evidence, day=day.isoformat())
        if day
        else said.say("reason.undated", language, evidence=evidence)
    )
    told = "；".join(part for part in (dated, row.text("remark")) if part)
    return said.say("reason.joined", language, said=told)
