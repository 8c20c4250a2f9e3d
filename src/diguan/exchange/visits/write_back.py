"""write-back.xlsx of a reading: what was seen at the door and the national system says otherwise, to be carried back there by hand.

What was only said, and what a masked paper may not show, stands on a sheet of its own; nothing is lost on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.catalogue import Catalogue
from diguan.engine.visiting.carrying import CarriedBack
from diguan.exchange.figures.model import Cover
from diguan.exchange.figures.record import value_label
from diguan.exchange.masking import hidden_fields
from diguan.exchange.visits.book import Table, VisitBook, visit_book
from diguan.exchange.visits.columns import Column
from diguan.locale import Language, texts

NAME = "write-back.xlsx"
GOING = (
    Column("number", 6, "number"),
    Column("household", 16),
    Column("person", 18),
    Column("field", 26),
    Column("before", 22),
    Column("value", 22),
    Column("visited_on", 12),
    Column("visitor", 12),
    Column("file", 26),
    Column("sheet", 12),
    Column("cell", 8),
)
STAYING = (Column("household", 16), Column("person", 18), Column("field", 26), Column("reason", 50))


@dataclass(frozen=True, slots=True)
class WriteBack:
    """What goes back, and what stays with the reason (below `stays` of the texts: declared, hidden)."""

    going: tuple[CarriedBack, ...]
    staying: tuple[tuple[CarriedBack, str], ...]


def sorted_out(found: Sequence[CarriedBack], catalogue: Catalogue, *, masked: bool) -> WriteBack:
    """Which of the facts may go back."""
    hidden = hidden_fields(catalogue) if masked else frozenset()
    going, staying = [], []
    for each in found:
        subject, _, _, name = each.key
        if (subject, name) in hidden:
            staying.append((each, "hidden"))
        elif each.seen:
            going.append(each)
        else:
            staying.append((each, "declared"))
    return WriteBack(tuple(going), tuple(staying))


def write_write_back(path: Path, found: WriteBack, catalogue: Catalogue, cover: Cover, language: Language) -> None:
    """Write the workbook; the second sheet only where something stays."""
    title = texts("visits")["sheet.write_back"]
    with visit_book(path, cover, language, f"{title.zh} {title.en}") as book:
        table = Table(book, "write_back", GOING, None)
        for number, each in enumerate(found.going, start=1):
            table.add({"number": number, **_about(book, each, catalogue), **_told(book, each, catalogue)})
        table.finish(book.say("none.write_back"))
        if found.staying:
            table = Table(book, "not_back", STAYING, None)
            for each, why in found.staying:
                table.add({**_about(book, each, catalogue), "reason": book.say(f"stays.{why}")})
            table.finish()


def _about(book: VisitBook, each: CarriedBack, catalogue: Catalogue) -> dict[str, str]:
    subject, household, person, name = each.key
    return {"household": household, "person": person or "", "field": book.of(catalogue.field(subject, name).label)}


def _told(book: VisitBook, each: CarriedBack, catalogue: Catalogue) -> dict[str, str]:
    subject, _, _, name = each.key
    field, best = catalogue.field(subject, name), each.answers[0]
    return {
        "before": "；".join(book.of(value_label(field, value)) for value in each.before),
        "value": book.of(value_label(field, each.value)),
        "visited_on": best.visited_on.isoformat(),
        "visitor": best.visitor,
        "file": best.place.file,
        "sheet": best.place.sheet,
        "cell": best.place.cell,
    }
