"""The sheet that explains how a workbook is filled in and given back."""

from diguan.exchange.ledger.pages import LedgerBook
from diguan.exchange.roundtrip.shapes import Shape
from diguan.locale import texts

WIDTHS = (24, 60, 60, 60)


def write_how_to(book: LedgerBook, shape: Shape) -> None:
    """The lines in both languages, then each column to be filled in with its meaning and its choices."""
    said = texts("roundtrip")
    page = book.page(said["how_to.sheet"][book.language], said["how_to.title"][book.language], WIDTHS)
    for line in said.below("how_to.line").values():
        page.cells(["", line.zh, line.en, ""])
    page.gap()
    page.headings([said[f"how_to.{name}"][book.language] for name in ("column", "meaning_zh", "meaning_en", "choices")])
    for column in shape.entries:
        meaning = said[f"how_to.{shape.name}.{column.name}"]
        offered = [book.of(label) for label in shape.choices.get(column.name, {}).values()]
        page.cells([shape.headings[column.name][book.language], meaning.zh, meaning.en, "\n".join(offered)])
    page.sheet.protect()
