"""The sections about verdicts and findings, each a function of the figures."""

from diguan.engine.documents import Label
from diguan.exchange.figures.model import Figures, IndicatorFigures, Tally
from diguan.exchange.report.bars import legend, signed, single, stacked
from diguan.exchange.report.markup import Content, Html, join, say, tag, word
from diguan.exchange.report.tables import Prose, Short, empty, number, section, share, table
from diguan.locale import texts


def indicators(figures: Figures) -> Html:
    """Verdicts of every indicator: met by grade, unmet, unknown, not applicable."""
    if not figures.indicators:
        return section("indicators", empty("indicators.empty"))
    headings: list[Content] = [say("indicators.indicator"), say("indicators.judged"), say("indicators.verdicts")]
    rows = [_indicator(each) for each in figures.indicators]
    shown = table("indicators", [*headings, *(signed(name) for name in Tally.__slots__)], rows)
    return section("indicators", legend(), shown, tag("p", say("indicators.note"), class_="note"))


def _indicator(indicator: IndicatorFigures) -> list[Content]:
    own = indicator.own
    judged = Label(*(f"{own.total:,} {texts('words')[f'subject.{indicator.subject}'][each]}" for each in ("zh", "en")))
    return [
        indicator.label,
        Short(join(judged)),
        stacked(own.parts()),
        *(number(part) for part in own.parts().values()),
    ]


def kinds(figures: Figures) -> Html:
    """Findings by kind, with what each kind means."""
    if not figures.kinds:
        return section("kinds", empty("kinds.empty"))
    most = max(kind.findings for kind in figures.kinds)
    meanings = texts("ledger").below("kind")
    rows: list[list[Content]] = [
        [k.label, number(k.findings), single(k.findings, most), number(k.households), Prose(join(meanings.get(k.kind)))]
        for k in figures.kinds
    ]
    whole = [number(figures.findings), None, number(figures.households_with_findings), say("kinds.note")]
    names = ("kind", "findings", "bar", "households", "meaning")
    rows.append([word("whole"), *whole])
    return section("kinds", table("kinds", [say(f"kinds.{name}") for name in names], rows, total=True))


def places(figures: Figures) -> Html | None:
    """Findings about villages and facilities, with the department that owes the mending; nothing where there is none."""
    if not figures.places:
        return None
    rows: list[list[Content]] = [
        [
            each.kind,
            each.indicator,
            each.department,
            number(each.findings),
            number(each.places),
            Short(join(each.first_deadline.isoformat() if each.first_deadline else None)),
        ]
        for each in figures.places
    ]
    names = ("kind", "indicator", "department", "findings", "places", "deadline")
    return section("places", table("places", [say(f"places.{name}") for name in names], rows))


def grades(figures: Figures) -> Html:
    """What "met" rests on, indicator by indicator."""
    met = [each for each in figures.indicators if each.own.met]
    if not met:
        return section("grades", empty("grades.empty"))
    names = ("met_seen", "met_roster", "met_declared")
    rows: list[list[Content]] = []
    for each in met:
        parts = {name: each.own.parts()[name] for name in names}
        shares = [share(part, each.own.met) for part in parts.values()]
        rows.append([each.label, number(each.own.met), stacked(parts), *shares])
    headings = [say("grades.indicator"), say("grades.met"), say("grades.bar"), *(signed(name) for name in names)]
    return section("grades", table("grades", headings, rows))


def groups(figures: Figures) -> Html:
    """Focus groups: how many households, how many of them with findings."""
    if not figures.groups:
        return section("groups", empty("groups.empty"))
    rows: list[list[Content]] = [
        [
            g.label,
            number(g.households),
            number(g.households_with_findings),
            share(g.households_with_findings, g.households or 0),
        ]
        for g in figures.groups
    ]
    return section(
        "groups", table("groups", [say(f"groups.{n}") for n in ("group", "households", "concerned", "share")], rows)
    )


def statuses(figures: Figures) -> Html:
    """Households by status."""
    if not figures.statuses:
        return section("statuses", empty("statuses.empty"))
    total = sum(count for _, count in figures.statuses)
    rows: list[list[Content]] = [[label, number(count), share(count, total)] for label, count in figures.statuses]
    return section(
        "statuses", table("statuses", [say(f"statuses.{n}") for n in ("status", "households", "share")], rows)
    )
