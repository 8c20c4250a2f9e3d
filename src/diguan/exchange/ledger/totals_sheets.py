"""Totals: by township and indicator, and by kind of finding."""

from diguan.exchange.figures.model import AreaFigures, Figures, Tally
from diguan.exchange.ledger.pages import LedgerBook, Page
from diguan.locale import texts

AREA_WIDTHS = (16, 24, 26, 10, 11, 11, 11, 10, 10, 10, 10)
KIND_WIDTHS = (30, 12, 12, 80)


def write_areas(book: LedgerBook, figures: Figures) -> None:
    """One row a township and indicator, households by verdict; the whole at the end."""
    page = book.page(book.say("sheet.areas"), book.title("areas"), AREA_WIDTHS)
    verdicts = [book.word(f"verdict.{name}") for name in Tally.__slots__]
    names = ("code", "area", "indicator", "households")
    heading = page.headings([*(book.say(f"areas.{n}") for n in names), *verdicts, book.say("areas.findings")])
    page.sheet.freeze_panes(heading + 1, 0)
    judged = {i.id: i for i in figures.indicators if i.households}
    for area in figures.areas:
        for id_, indicator in judged.items():
            _area_row(page, area, book.of(indicator.label), id_)
    if page.row > heading + 1:
        page.sheet.autofilter(heading, 0, page.row - 1, len(AREA_WIDTHS) - 1)
    for indicator in judged.values():
        tally = indicator.households or Tally()
        label = book.of(indicator.label)
        page.cells(
            ["", book.say("areas.total"), label, tally.total, *tally.parts().values(), indicator.findings], total=True
        )


def _area_row(page: Page, area: AreaFigures, label: str, id_: str) -> None:
    tally = area.indicators.get(id_, Tally())
    findings = area.findings_by_indicator.get(id_, 0)
    page.cells([area.code, " ".join(area.path), label, tally.total, *tally.parts().values(), findings])


def write_kinds(book: LedgerBook, figures: Figures) -> None:
    """One row a kind of finding with what it means."""
    page = book.page(book.say("sheet.kinds"), book.title("kinds"), KIND_WIDTHS)
    heading = page.headings([book.say(f"kinds.{n}") for n in ("kind", "findings", "households", "meaning")])
    page.sheet.freeze_panes(heading + 1, 0)
    meanings = texts("ledger").below("kind")
    for kind in figures.kinds:
        meaning = meanings.get(kind.kind)
        page.cells([book.of(kind.label), kind.findings, kind.households, book.of(meaning) if meaning else ""])
    page.cells([book.say("kinds.total"), figures.findings, figures.households_with_findings, ""], total=True)
    page.line(book.say("kinds.total_note"), book.styles.statement)
