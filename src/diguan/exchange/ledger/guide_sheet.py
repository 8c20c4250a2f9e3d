"""The sheet that explains: every column, every kind of finding, the four verdicts, in both languages."""

from diguan.engine.documents import Label
from diguan.exchange.figures.model import Figures
from diguan.exchange.ledger.columns import COLUMNS
from diguan.exchange.ledger.pages import LedgerBook, Page
from diguan.locale import texts

WIDTHS = (26, 18, 70, 80)


def write_guide(book: LedgerBook, figures: Figures) -> None:
    """The sheet 说明."""
    page = book.page(book.say("sheet.guide"), book.title("guide"), WIDTHS)
    ledger = texts("ledger")
    if figures.unseen:
        page.line(f"{figures.unseen.zh} {figures.unseen.en}", book.styles.warning)
    _columns(page)
    kinds = ledger.below("kind")
    _pairs(page, "kinds", [(kind.label, kinds.get(kind.kind)) for kind in figures.kinds])
    verdicts = texts("words").below("verdict")
    _pairs(page, "verdicts", [(verdicts[name], meaning) for name, meaning in ledger.below("verdict").items()])
    page.gap()
    for line in ledger.below("guide.more").values():
        page.line(f"{line.zh} {line.en}", book.styles.statement)


def _columns(page: Page) -> None:
    book, ledger = page.book, texts("ledger")
    page.gap()
    page.line(book.say("guide.columns"), book.styles.section)
    page.headings([book.say("guide.column"), book.say("guide.filled_by"), "含义", "Meaning"])
    for column in COLUMNS:
        heading, meaning = ledger[f"column.{column.name}.heading"], ledger[f"column.{column.name}.help"]
        filled_by = book.say("guide.filled_people" if column.entry else "guide.filled_program")
        page.cells([f"{heading.zh} {heading.en}", filled_by, meaning.zh, meaning.en])


def _pairs(page: Page, section: str, pairs: list[tuple[Label, Label | None]]) -> None:
    page.gap()
    page.line(page.book.say(f"guide.{section}"), page.book.styles.section)
    page.headings(["名称", "Name", "含义", "Meaning"])
    for name, meaning in pairs:
        page.cells([name.zh, name.en, meaning.zh if meaning else "", meaning.en if meaning else ""])
