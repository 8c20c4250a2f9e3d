"""comparison.html: one page for leaders; what came, what went, what closed on evidence, why verdicts differ: of households totals only."""

from pathlib import Path

from diguan.engine.comparison.findings import FindingTotals
from diguan.exchange.comparison.model import PLACE_MEASURES, AreaLine, ComparisonFigures, Progress, StepFigures
from diguan.exchange.comparison.places import foremost, movement_of_place, place_name
from diguan.exchange.report.frame import framed
from diguan.exchange.report.markup import Content, Html, both, join, say, tag, word
from diguan.exchange.report.tables import Prose, empty, lines, number, section, table
from diguan.locale import Language, texts

SHOWN = ("before", "facts", "declared", "nothing", "open", "came", "back", "after")
PLACE_SHOWN = PLACE_MEASURES[:10]
MOST_AREAS = 300
MOST_PLACES = 300


def write_page(path: Path, figures: ComparisonFigures, language: Language) -> None:
    """Write the page; `language` is the one it opens in."""
    path.write_bytes(page(figures, language).encode("utf-8"))


def page(figures: ComparisonFigures, language: Language) -> str:
    """The page as text; the last step in full, earlier ones in the table of rounds."""
    cover, last = figures.cover, figures.steps[-1]
    days = " → ".join(line.as_of.isoformat() for line in figures.rounds)
    title = f"{cover.region} {texts('report').say('comparison.title', language)} {days}".strip()
    sections = {
        "rounds": _rounds(figures),
        "progress": _progress(last),
        "areas": _areas(last),
        "reasons": _reasons(last),
        "findings": _findings(last),
        **({"places": _places(last)} if last.places.asked else {}),
        "standards": _standards(last),
    }
    return framed(title, _head(figures, days, list(sections)), (_tiles(last), *sections.values()), language)


def _head(figures: ComparisonFigures, days: str, sections: list[str]) -> Html:
    cover, words = figures.cover, texts("words")
    choose = [tag("label", said, for_=f"show-{code}") for code, said in (("zh", "中文"), ("en", "English"))]
    links = (tag("li", tag("a", say(f"comparison.{id_}.title"), href=f"#comparison.{id_}")) for id_ in sections)
    return tag(
        "header",
        tag("div", *choose, class_="languages"),
        tag("h1", join(f"{cover.region} " if cover.region else None, say("comparison.title"))),
        tag("p", say("comparison.under", days=days), class_="under"),
        tag(
            "p",
            word("recipient", recipient=cover.recipient or words["recipient_none"]),
            " · ",
            say("comparison.no_persons" if any(s.places.changes for s in figures.steps) else "no_persons"),
            class_="under",
        ),
        tag("p", word("synthetic"), class_="notice") if cover.synthetic else None,
        tag("nav", tag("ul", *links)),
    )


def _numbers(progress: Progress) -> list[Content]:
    values = (
        progress["unmet_before"],
        progress.closed_by_facts,
        progress["closed_declared"],
        progress.closes_nothing,
        progress["still_open"],
        progress.came,
        progress["came_back"],
        progress["unmet_after"],
    )
    return [number(value) for value in values]


def _headings(*first: str) -> list[Content]:
    return [say(f"comparison.column.{name}") for name in (*first, *SHOWN)]


def _tiles(step: StepFigures) -> Html:
    shown = zip(SHOWN, _numbers(step.whole), strict=True)
    tiles = (
        tag(
            "div",
            tag("dt", say(f"comparison.column.{name}")),
            tag("dd", value),
            class_="strong" if name == "after" else None,
        )
        for name, value in shown
    )
    return tag("dl", *tiles, class_="tiles")


def _rounds(figures: ComparisonFigures) -> Html:
    rows: list[list[Content]] = [
        [f"{s.before.as_of.isoformat()} → {s.after.as_of.isoformat()}", *_numbers(s.whole)] for s in figures.steps
    ]
    used: list[Content] = [
        join(f"{r.as_of.isoformat()} · ", both(r.pack), f" {r.pack_id} {r.version}") for r in figures.rounds
    ]
    return section("comparison.rounds", lines(used), table("comparison.rounds", _headings("step"), rows))


def _progress(step: StepFigures) -> Html:
    rows: list[list[Content]] = [
        [line.label, word(f"subject.{line.subject}"), *_numbers(line.progress)] for line in step.indicators
    ]
    rows.append([_whole(step), None, *_numbers(step.whole)])
    shown = table("comparison.progress", _headings("indicator", "of"), rows, total=True)
    return section(
        "comparison.progress", shown, tag("p", say("comparison.apart"), class_="note") if step.apart else None
    )


def _whole(step: StepFigures) -> Content:
    """What a row of totals is called."""
    return say("comparison.whole_of_homes") if step.apart else word("whole")


def _areas(step: StepFigures) -> Html:
    areas = step.areas["township"]
    if not areas:
        return section("comparison.areas", empty("comparison.areas.empty"))
    rows: list[list[Content]] = [[_name(area), *_numbers(step.whole_of(area))] for area in areas[:MOST_AREAS]]
    rows.append([_whole(step), *_numbers(step.whole)])
    return section("comparison.areas", table("comparison.areas", _headings("area"), rows, total=True))


def _name(area: AreaLine) -> Content:
    return " ".join(name for name in area.path[1:] if name) or word("no_region")


def _reasons(step: StepFigures) -> Html:
    said = texts("comparison")
    rows: list[list[Content]] = [
        [said[f"reason.{name}"], number(count), said[f"meaning.{name}"]] for name, count in step.reasons.items()
    ]
    both_ = [a for a in step.attendance.values() if a.outside_before or a.outside_after]
    once = sum(a.outside_before + a.outside_after for a in both_)
    if once:
        rows.append([said["reason.once"], number(once), said["meaning.once"]])
    if not rows:
        return section("comparison.reasons", empty("comparison.reasons.empty"))
    headings: list[Content] = [say(f"comparison.column.{n}") for n in ("reason", "differences", "meaning")]
    shown = table("comparison.reasons", headings, rows)
    note = say("comparison.reasons.note", differences=f"{step.differences:,}", together=f"{step.together:,}")
    return section("comparison.reasons", shown, tag("p", note, class_="note"))


def _findings(step: StepFigures) -> Html:
    names = ("before", "went", "outside", "stayed", "came", "after", "households_in", "households_out")
    rows: list[list[Content]] = [
        [line.label, *_counts(line.totals)] for line in step.findings if line.totals.before or line.totals.after
    ]
    if not rows:
        alone = step.places.asked and not step.findings
        return section("comparison.findings", empty(f"comparison.findings.{'places_alone' if alone else 'empty'}"))
    headings: list[Content] = [say(f"comparison.finding.{n}") for n in ("kind", *names)]
    return section("comparison.findings", table("comparison.findings", headings, rows))


def _counts(t: FindingTotals) -> list[Content]:
    values = (t.before, t.went, t.outside, t.stayed, t.came, t.after, t.households_in, t.households_out)
    return [number(value) for value in values]


def _places(step: StepFigures) -> Html:
    """Findings about villages and facilities: in figures, then which came and which went."""
    rows: list[list[Content]] = [
        [line.label, label, *(number(getattr(totals, name)) for name in PLACE_SHOWN)]
        for line in step.places.kinds
        for _, label, totals in line.indicators
    ]
    parts: list[Content] = [tag("p", said, class_="note") for said in _not_asked(step)]
    if rows:
        headings: list[Content] = [say(f"comparison.place.{n}") for n in ("kind", "indicator", *PLACE_SHOWN)]
        parts += [
            table("comparison.places", headings, rows),
            tag("p", say("comparison.places.balance"), class_="note"),
            *_which(step),
        ]
    else:
        parts.append(empty("comparison.places.empty"))
    return section("comparison.places", *parts)


def _not_asked(step: StepFigures) -> list[Html]:
    """Which of the standards does not look for a kind, or for anything about places."""
    places = step.places
    if not (places.asked_before and places.asked_after):
        return [say(f"comparison.places.{'only_after' if places.asked_after else 'only_before'}")]
    said = texts("comparison")
    return [
        join(line.label, "：", said["place_only_after" if line.asked_after else "place_only_before"])
        for line in places.kinds
        if not (line.asked_before and line.asked_after)
    ]


def _which(step: StepFigures) -> list[Content]:
    """The villages and facilities themselves, those that went first; of very many the first, the others are in the workbook."""
    changes = foremost(step.places.changes)
    if not changes:
        return [empty("comparison.places.unchanged")]
    said = texts("comparison")
    rows: list[list[Content]] = [
        [
            place_name(each),
            " ".join(name for name in each.path if name) or word("no_region"),
            said[f"place.{movement_of_place(each)}"],
            each.kind_label,
            each.indicator_label,
            Prose(join(each.why)),
        ]
        for each in changes[:MOST_PLACES]
    ]
    headings: list[Content] = [
        say(f"comparison.place.{n}") for n in ("place", "where", "movement", "kind", "indicator", "why")
    ]
    parts: list[Content] = [tag("h3", say("comparison.places.which")), table("comparison.places_which", headings, rows)]
    if (left := len(changes) - MOST_PLACES) > 0:
        parts.append(tag("p", say("comparison.places.more", left=f"{left:,}"), class_="note"))
    return parts


def _standards(step: StepFigures) -> Html:
    rows: list[list[Content]] = [
        [line.label, name, old, new] for line in step.standards for name, old, new in line.parameters
    ]
    rows += [[line.label, say("comparison.standards.rule"), None, None] for line in step.standards if line.text_changed]
    parts: list[Content] = []
    if rows:
        headings: list[Content] = [say(f"comparison.standards.{n}") for n in ("indicator", "what", "before", "after")]
        parts.append(table("comparison.standards", headings, rows))
    else:
        parts.append(empty("comparison.standards.empty"))
    notes = (
        ("only_before", step.only_before),
        ("only_after", step.only_after),
        ("lacks_before", step.coverage_before),
        ("lacks_after", step.coverage_after),
    )
    for key, labels in notes:
        if labels:
            parts += [tag("h3", say(f"comparison.standards.{key}")), lines(labels)]
    return section("comparison.standards", *parts)
