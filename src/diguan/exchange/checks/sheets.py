"""The sheets of checks.xlsx: what it is, by check, by household and person, villages, one sheet a township, coverage."""

from collections.abc import Iterable, Iterator

from diguan.engine.documents import Label
from diguan.exchange.checks.book import CheckBook, Table
from diguan.exchange.checks.summary import CheckFigures, SubjectFigures, VillageRow, group_label
from diguan.exchange.figures.model import Figures
from diguan.exchange.ledger.compose import Composer, age_of
from diguan.exchange.ledger.pages import LedgerBook
from diguan.exchange.ledger.provenance_sheets import write_coverage
from diguan.exchange.ledger.rows import LedgerRow
from diguan.exchange.masking import shown_name
from diguan.locale import texts

BY_CHECK = {
    "number": 6,
    "group": 18,
    "check": 34,
    "findings": 9,
    "empty": 12,
    "concerned": 9,
    "judged": 10,
    "unknown": 12,
}
BY_CHECK |= {"department": 22, "reason": 60, "id": 30}
BY_SUBJECT = {"number": 6, "township": 16, "village": 16, "household": 18, "head": 10, "person": 18, "name": 11}
BY_SUBJECT |= {"findings": 9, "checks": 90}
VILLAGES = {"number": 6, "township": 16, "village": 18, "check": 34, "outcome": 16, "facts": 60, "measure": 26}
AREA = {"number": 6, "village": 16, "household": 18, "head": 10, "status": 12, "person": 18, "name": 11, "relation": 10}
AREA |= {"kind": 16, "check": 30, "explanation": 76, "measure": 24, "department": 20, "deadline": 11}
GUIDE = {"group": 30, "explanation": 110}
MOST_AREAS = 180  # sheets; townships beyond share the last one
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_guide(book: CheckBook, figures: Figures) -> None:
    """The sheet 说明: how to read the others, in both languages."""
    page = book.page(book.say("sheet.guide"), book.title("guide"), tuple(GUIDE.values()))
    page.gap()
    said = texts("checks")
    for key in ("what", "order", "thresholds", "unknown", "privacy"):
        line = said[f"guide.{key}"]
        page.cells([line.zh, line.en])
    page.gap()
    page.line(book.say("guide.groups"), book.styles.section)
    for kind in figures.kinds:
        page.cells([f"{kind.label.zh} {kind.label.en}", kind.findings])


def write_checks(book: CheckBook, checks: Iterable[CheckFigures], composer: Composer) -> None:
    """One row a check: how much was found, how much could be compared, why it is checked."""
    table = Table(book, book.say("sheet.checks"), book.title("checks"), BY_CHECK)
    pack = composer.pack
    for number, check in enumerate(checks, start=1):
        indicator = check.indicator
        numbers = (check.findings, check.empty, check.households, check.judged, check.unknown)
        department = pack.departments.get(indicator.department, Label(indicator.department, indicator.department))
        reason = "；".join(f"{c.document}：{c.paragraph}" for c in indicator.cites)
        group = book.of(group_label(pack, indicator.guarantee))
        table.add([number, group, book.of(indicator.label), *numbers, book.of(department), reason, indicator.id])
    table.finish()


def write_subjects(book: CheckBook, subjects: Iterable[SubjectFigures], composer: Composer) -> None:
    """One row a household or person, those with the most findings first."""
    table = Table(book, book.say("sheet.subjects"), book.title("subjects"), BY_SUBJECT)
    between = "；" if book.language == "zh" else "; "
    for number, who in enumerate(subjects, start=1):
        if table.full:
            break
        _, _, township, village = composer.places.names(who.region_code)
        name = shown(composer, who.name, age_of(who.birth_date, book.cover.as_of)) if who.person_id else ""
        named = between.join(book.of(composer.pack.indicators[c].label) for c in who.checks)
        place = [township, village, who.household_id, shown(composer, who.head_name, None)]
        table.add([number, *place, who.person_id, name, who.findings, named])
    table.finish(book.say("none.findings"))


def shown(composer: Composer, name: str | None, age: int | None) -> str:
    """A name as the paper may show it."""
    return shown_name(name, age, composer.language) if composer.cover.masked else (name or "").strip()


def write_villages(book: CheckBook, rows: Iterable[VillageRow], composer: Composer) -> None:
    """One row a check that the sheet of a village does not pass."""
    table = Table(book, book.say("sheet.villages"), book.title("villages"), VILLAGES)
    for number, row in enumerate(rows, start=1):
        _, _, township, village = composer.places.names(row.region_code)
        outcome = book.say(f"outcome.{row.verdict.name.lower()}")
        facts = "；".join(f"{book.of(label)}：{book.of(value)}" for label, value in row.facts)
        routes = [composer.pack.measures[r.measure][book.language] for r in row.indicator.routes if r.measure]
        table.add([number, township, village, book.of(row.indicator.label), outcome, facts, "；".join(routes)])
    table.finish(book.say("none.villages"))


def write_areas(book: CheckBook, rows: Iterator[LedgerRow]) -> int:
    """A sheet a township, in the order in which the rows come; returns how many rows came."""
    names = {book.say(f"sheet.{name}").casefold() for name in ("guide", "checks", "subjects", "twice", "villages")}
    tables: list[Table] = []
    current: tuple[str, str, str] | None = None
    written = 0
    for row in rows:
        area = (row.prefecture, row.county, row.township or row.village)
        if (area != current and len(tables) < MOST_AREAS) or tables[-1].full:
            tables.append(_area(book, area, names, last=len(tables) + 1 == MOST_AREAS))
        current = area
        tables[-1].add(_area_row(tables[-1].rows + 1, row))
        written += 1
    for table in tables:
        table.finish()
    return written


def _area(book: CheckBook, area: tuple[str, str, str], names: set[str], *, last: bool) -> Table:
    shown_area = book.say("sheet.others") if last else area[2] or book.say("sheet.nowhere")
    return Table(book, sheet_name(shown_area, names), book.title("area", area=shown_area), AREA)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    plain = wanted.translate(FORBIDDEN).strip()[:LONGEST_NAME] or "-"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: LONGEST_NAME - 4]} {number}"
    taken.add(found.casefold())
    return found


def _area_row(number: int, row: LedgerRow) -> list[str | int | None]:
    about = [row.village, row.household, row.head, row.status, row.person, row.name, row.relation, row.kind]
    deadline = row.deadline.isoformat() if row.deadline else ""
    return [number, *about, row.indicator, row.explanation, row.measure, row.department, deadline]


def write_coverage_sheet(book: CheckBook, figures: Figures) -> None:
    """The coverage as in the ledger, in its words."""
    write_coverage(LedgerBook(book.workbook, book.cover, book.language), figures)
