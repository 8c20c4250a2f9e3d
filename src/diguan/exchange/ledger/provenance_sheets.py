"""What the inputs did not carry, and where they contradict each other."""

from collections.abc import Iterable
from itertools import islice

from diguan.exchange.figures.model import COVERAGE_GROUPS, ContradictionLine, Figures
from diguan.exchange.ledger.pages import LedgerBook
from diguan.locale import texts

COVERAGE_WIDTHS = (6, 22, 120)
CONTRADICTION_WIDTHS = (8, 20, 22, 26, 22, 30, 22, 30, 20)
MOST_CONTRADICTIONS = 100_000


def write_coverage(book: LedgerBook, figures: Figures) -> None:
    """One numbered line a fact or a population that nothing was supplied about."""
    page = book.page(book.say("sheet.coverage"), book.title("coverage"), COVERAGE_WIDTHS)
    if not figures.coverage:
        page.line(book.say("coverage.none"), book.styles.statement)
        return
    page.headings([book.say("column.number.heading"), book.say("coverage.group"), book.say("coverage.line")])
    for number, note in enumerate(
        sorted(figures.coverage, key=lambda note: COVERAGE_GROUPS.index(note.group)), start=1
    ):
        page.cells([number, book.say(f"coverage.{note.group}"), book.of(note.text)])


def write_contradictions(book: LedgerBook, lines: Iterable[ContradictionLine], total: int) -> None:
    """One row a contradicted value: which was used, from where, and which was not. At most MOST_CONTRADICTIONS rows."""
    page = book.page(book.say("sheet.contradictions"), book.title("contradictions"), CONTRADICTION_WIDTHS)
    if not total:
        page.line(book.say("contradictions.none"), book.styles.statement)
        return
    if total > MOST_CONTRADICTIONS:
        page.line(book.say("contradictions.more", shown=MOST_CONTRADICTIONS, total=total), book.styles.warning)
    names = ("subject", "household", "person", "field", "value", "source", "other_value", "other_source", "decided")
    heading = page.headings([book.say(f"contradictions.{name}") for name in names])
    page.sheet.freeze_panes(heading + 1, 0)
    for line in islice(lines, MOST_CONTRADICTIONS):
        page.cells(_contradiction(book, line))
    page.sheet.autofilter(heading, 0, page.row - 1, len(names) - 1)


def _contradiction(book: LedgerBook, line: ContradictionLine) -> list[str]:
    subject = texts("words")[f"subject.{line.subject}"]
    decided = book.say("contradictions.decided_yes" if line.decided else "contradictions.decided_no")
    values = (line.value, line.source, line.other_value, line.other_source)
    return [book.of(subject), line.household, line.person, book.of(line.field), *values, decided]
