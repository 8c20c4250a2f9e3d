"""rejected.xlsx of a reading: answers that were not taken, answers that contradict each other, answers that were overruled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.snapshot.wording import field_value, listed
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.answers import Answer, Refused
from diguan.engine.visiting.settling import Settled, Voice
from diguan.engine.visiting.taking import Disputed
from diguan.exchange.figures.model import Cover
from diguan.exchange.masking import hidden_fields
from diguan.exchange.visits.book import Table, VisitBook, visit_book
from diguan.exchange.visits.columns import Column
from diguan.locale import Language, texts

REFUSED = (
    Column("file", 26),
    Column("sheet", 12),
    Column("cell", 8),
    Column("household", 16),
    Column("person", 16),
    Column("field", 24),
    Column("value", 22),
    Column("reason", 36),
    Column("expected", 36),
)
DISPUTED = (
    Column("household", 16),
    Column("person", 16),
    Column("field", 26),
    Column("answers", 70),
)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Everything of a reading that somebody has to look at."""

    refused: Sequence[Refused]
    conflicts: Sequence[Disputed]
    overruled: Sequence[Disputed]

    def __bool__(self) -> bool:
        return bool(self.refused or self.conflicts or self.overruled)


def write_not_taken(path: Path, found: NotTaken, catalogue: Catalogue, cover: Cover, language: Language) -> None:
    """Write the workbook, one sheet a kind that has any rows."""
    title = texts("visits")["sheet.refused"]
    with visit_book(path, cover, language, f"{title.zh} {title.en}") as book:
        if found.refused:
            _refused(book, found.refused)
        hidden = hidden_fields(catalogue) if cover.masked else frozenset()
        for sheet, rows in (("conflicts", found.conflicts), ("overruled", found.overruled)):
            if rows:
                _disputed(book, sheet, rows, catalogue, hidden)


def _refused(book: VisitBook, rows: Iterable[Refused]) -> None:
    table = Table(book, "refused", REFUSED, None)
    for row in rows:
        table.add(
            {
                "file": row.place.file,
                "sheet": row.place.sheet,
                "cell": row.place.cell,
                "household": row.household_id,
                "person": row.person_id,
                "field": book.of(row.asked),
                "value": row.value,
                "reason": book.of(row.reason),
                "expected": book.of(row.expected),
            }
        )
    table.finish()


def _disputed(
    book: VisitBook,
    sheet: str,
    rows: Iterable[Disputed],
    catalogue: Catalogue,
    hidden: frozenset[tuple[Subject, str]],
) -> None:
    table = Table(book, sheet, DISPUTED, None)
    for row in rows:
        subject, home, person, name = row.key
        said = texts("words")["not_stated"] if (subject, name) in hidden else said_by(row, catalogue)
        field = catalogue.field(subject, name)
        table.add({"household": home, "person": person, "field": book.of(field.label), "answers": book.of(said)})
    table.finish()


def said_by(row: Disputed, catalogue: Catalogue) -> Label:
    """Every answer with its place, day and visitor, and what stands against it."""
    subject, _, _, name = row.key
    field = catalogue.field(subject, name)
    parts = []
    for answer in row.answers:
        value = field_value(field, answer.value)
        where = _place(answer)
        parts.append(Label(f"{value.zh}（{where}）", f"{value.en} ({where})"))
    parts += [_other(field_value(field, voice.value), voice) for voice in _others(row.settled, row.answers)]
    return listed(parts)


def _place(answer: Answer) -> str:
    parts = (answer.place.file, answer.place.sheet, answer.place.cell, answer.visited_on.isoformat(), answer.visitor)
    return " ".join(part for part in parts if part)


def _other(value: Label, voice: Voice) -> Label:
    day = voice.day.isoformat()
    return Label(f"已有：{value.zh}（{day}）", f"on record: {value.en} ({day})")


def _others(settled: Settled, answers: Sequence[Answer]) -> list[Voice]:
    """Voices of the snapshot: of a conflict those whose value no answer has, else the value that stands."""
    if settled.value is not None:
        return [settled.value]
    told = {answer.value for answer in answers}
    return [voice for voice in settled.conflict if voice.value not in told]
