"""The report as a whole: its sections in order, in the frame of every page."""

from pathlib import Path

from diguan.exchange.figures.model import Cover, Figures
from diguan.exchange.report import areas, provenance, sections
from diguan.exchange.report.frame import framed
from diguan.exchange.report.head import head, tiles, unseen
from diguan.exchange.report.markup import Html
from diguan.locale import Language, texts

HOMES_ALONE = ("kinds", "areas", "groups", "statuses")  # sections that speak of households


def write_report(path: Path, figures: Figures, cover: Cover, *, language: Language = "zh") -> None:
    """Write the page; `language` is the one it opens in, the other is one key away."""
    path.write_bytes(page(figures, cover, language).encode("utf-8"))


def page(figures: Figures, cover: Cover, language: Language) -> str:
    """The page as text."""
    shown = _sections(figures, cover)
    title = f"{cover.region} {texts('report').say('title', language)} {cover.as_of.isoformat()}".strip()
    return framed(title, head(cover, list(shown)), (tiles(figures), unseen(figures), *shown.values()), language)


def _sections(figures: Figures, cover: Cover) -> dict[str, Html]:
    found = {
        "indicators": sections.indicators(figures),
        "kinds": sections.kinds(figures),
        "places": sections.places(figures),
        "areas": areas.areas(figures),
        "grades": sections.grades(figures),
        "poverty": provenance.poverty(figures),
        "groups": sections.groups(figures),
        "statuses": sections.statuses(figures),
        "coverage": provenance.coverage(figures),
        "sources": provenance.sources(figures),
        "parameters": provenance.parameters(figures),
        "recompute": provenance.recompute(figures, cover),
    }
    without = HOMES_ALONE if figures.places_alone else ()
    return {name: section for name, section in found.items() if section is not None and name not in without}
