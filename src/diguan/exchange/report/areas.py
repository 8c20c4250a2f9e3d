"""The section by township; small counts of health rules are left out."""

from collections.abc import Sequence

from diguan.exchange.figures.model import AreaFigures, Figures, IndicatorFigures, Tally
from diguan.exchange.report.bars import single
from diguan.exchange.report.markup import Content, Html, say, tag, word
from diguan.exchange.report.suppression import HEALTH_GUARANTEES, SMALL, suppress
from diguan.exchange.report.tables import Number, empty, number, section, share, table

MOST_AREAS = 1500
MOST_COLUMNS = 12


def areas(figures: Figures) -> Html:
    """Households with findings by township, then unmet households by township and indicator."""
    if not figures.areas:
        return section("areas", empty("areas.empty"))
    shown = figures.areas[:MOST_AREAS]
    more = say("areas.more", shown=len(shown), total=len(figures.areas)) if len(shown) < len(figures.areas) else None
    return section(
        "areas", _concerned(figures, shown), _unmet(figures, shown), tag("p", more, class_="note") if more else None
    )


def _name(area: AreaFigures) -> Content:
    return area.name or word("no_region")


def _concerned(figures: Figures, shown: Sequence[AreaFigures]) -> Html:
    most = max(area.households_with_findings for area in shown)
    rows: list[list[Content]] = [
        [
            _name(area),
            number(area.households),
            number(area.households_with_findings),
            single(area.households_with_findings, most),
            share(area.households_with_findings, area.households),
            number(area.findings),
        ]
        for area in shown
    ]
    households = sum(area.households for area in figures.areas)
    concerned = figures.households_with_findings
    whole = [number(households), number(concerned), None, share(concerned, households), number(figures.findings)]
    names = ("area", "households", "concerned", "bar", "share", "findings")
    return table("areas", [say(f"areas.{n}") for n in names], [*rows, [word("whole"), *whole]], total=True)


def _unmet(figures: Figures, shown: Sequence[AreaFigures]) -> Html:
    judged = [each for each in figures.foremost(MOST_COLUMNS) if each.households]
    left = len(figures.indicators) - MOST_COLUMNS
    if not judged:
        return empty("unmet.empty")
    columns = [_column(indicator, shown) for indicator in judged]
    rows: list[list[Content]] = [[_name(area), *cells] for area, *cells in zip(shown, *columns, strict=True)]
    whole = [_count(each.households.unmet, each.households) for each in judged if each.households]
    shown_table = table(
        "unmet", [say("areas.area"), *(i.label for i in judged)], [*rows, [word("whole"), *whole]], total=True
    )
    cells = {cell for column in columns for cell in column}
    notes = [("unmet.note", HIDDEN), ("unmet.undecided", UNDECIDED)]
    said = [tag("p", say(key, small=SMALL), class_="note") for key, cell in notes if cell in cells]
    if left > 0:
        said.append(tag("p", say("unmet.left", shown=MOST_COLUMNS, left=left), class_="note"))
    return tag("div", tag("h3", say("unmet.title")), shown_table, *said)


HIDDEN, UNDECIDED = Number("…"), Number("?")


def _column(indicator: IndicatorFigures, shown: Sequence[AreaFigures]) -> list[Number]:
    tallies = [area.indicators.get(indicator.id, Tally()) for area in shown]
    counts: list[int | None] = [tally.unmet for tally in tallies]
    if indicator.guarantee in HEALTH_GUARANTEES:
        counts = suppress([tally.unmet for tally in tallies])
    return [_count(count, tally) for count, tally in zip(counts, tallies, strict=True)]


def _count(count: int | None, tally: Tally) -> Number:
    """A count of unmet households; where nothing could be decided, 0 would say too much."""
    if tally.unknown and tally.unknown + tally.not_applicable == tally.total:
        return UNDECIDED
    return HIDDEN if count is None else number(count)
