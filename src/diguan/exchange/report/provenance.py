"""The sections about where the figures come from: coverage, sources, the standard's values, how to recompute."""

from diguan.engine.documents import Label
from diguan.exchange.figures.model import COVERAGE_GROUPS, Cover, Figures, ParameterLine, SourceLine
from diguan.exchange.report.markup import Content, Html, join, say, tag, word
from diguan.exchange.report.tables import empty, lines, number, section, table

SHORT_HASH = 16
CONTRADICTED_FIELDS = 50


def coverage(figures: Figures) -> Html:
    """What nobody supplied."""
    groups = [join(tag("h3", say(f"coverage.{group}")), lines(texts)) for group, texts in _coverage(figures)]
    return section("coverage", *groups or [empty("coverage.empty")])


def _coverage(figures: Figures) -> list[tuple[str, tuple[Label, ...]]]:
    return [(group, texts) for group in COVERAGE_GROUPS if (texts := figures.coverage_of(group))]


def sources(figures: Figures) -> Html:
    """Input files, and what of them could not be used or disagrees."""
    names = ("file", "role", "grade", "data_on", "rows", "sha256")
    files = table("sources", [say(f"sources.{name}") for name in names], [_source(each) for each in figures.sources])
    counts = {
        "rejected": figures.rejected_rows,
        "bad_cells": figures.bad_cells,
        "incomplete": figures.incomplete_rosters,
        "unlisted": figures.unlisted_members,
    }
    known = {name: value for name, value in counts.items() if value is not None}
    facts = [join(tag("dt", say(f"sources.{name}")), tag("dd", number(value))) for name, value in known.items()]
    unread = [] if len(known) == len(counts) else [tag("p", say("sources.unread"), class_="note")]
    return section("sources", files, tag("dl", *facts, class_="facts"), *unread, _contradictions(figures))


def _source(source: SourceLine) -> list[Content]:
    since = source.data_on.isoformat() if source.data_on else say("sources.undated")
    short = tag("span", source.sha256[:SHORT_HASH], class_="hash", title=source.sha256)
    return [source.label, source.role, word(f"grade.{source.grade.name.lower()}"), since, number(source.rows), short]


def _contradictions(figures: Figures) -> Html:
    found = figures.contradictions_by_field
    if not found:
        return tag("p", say("contradictions.none"), class_="note")
    rows: list[list[Content]] = [[field, number(count)] for field, count in found[:CONTRADICTED_FIELDS]]
    shown = table("contradictions", [say("contradictions.field"), say("contradictions.count")], rows)
    return join(tag("h3", say("contradictions.title")), shown)


def parameters(figures: Figures) -> Html:
    """Values of the standard with their citations, and the citations of the rules."""
    used = [_parameter(each) for each in figures.parameters]
    names = ("name", "value", "since", "status", "source")
    values = table("parameters", [say(f"parameters.{n}") for n in names], used) if used else empty("parameters.empty")
    cited: list[list[Content]] = [
        [each.label, "；".join(each.cites) or word("not_stated")] for each in figures.indicators
    ]
    cites = table("cites", [say("cites.indicator"), say("cites.cite")], cited)
    return section("parameters", values, tag("h3", say("cites.title")), cites)


def _parameter(line: ParameterLine) -> list[Content]:
    since = line.since.isoformat() if line.since else "—"
    label = join(line.label, " ", tag("code", line.name))
    return [
        label,
        line.value,
        since,
        tag("strong", line.status) if line.confirmed else line.status,
        line.source or word("not_stated"),
    ]


def recompute(figures: Figures, cover: Cover) -> Html:
    """How anybody can check the round."""
    facts = [(say(f"recompute.{name}"), value) for name, value in figures.hashes.items()]
    facts.append((say("recompute.engine"), f"diguan {cover.engine_version}"))
    facts.append((say("recompute.pack"), f"{cover.pack_id} {cover.pack_version}"))
    shown = [join(tag("dt", name), tag("dd", tag("span", value, class_="hash"))) for name, value in facts]
    return section(
        "recompute",
        tag("pre", tag("code", "diguan round verify DIR")),
        tag("dl", *shown, class_="facts"),
        say("recompute.note"),
    )


def poverty(figures: Figures) -> Html | None:
    """Headcount ratio, intensity and index of a standard with weights; nothing for other standards."""
    names = [name for name in ("headcount_ratio", "intensity", "mpi") if name in figures.poverty]
    if not names:
        return None
    facts = [
        join(tag("dt", say(f"poverty.{name}")), tag("dd", tag("span", f"{figures.poverty[name]:.4f}")))
        for name in names
    ]
    return section("poverty", tag("dl", *facts, class_="facts"))
