"""The page as a whole: one file, one style with its hash in the policy, no script, nothing to fetch."""

import base64
import hashlib
from pathlib import Path

from diguan.exchange.figures.model import Cover, Figures
from diguan.exchange.report import areas, provenance, sections
from diguan.exchange.report.bars import patterns
from diguan.exchange.report.head import head, tiles
from diguan.exchange.report.markup import Html, say, tag
from diguan.locale import LANGUAGES, Language, texts

STYLE = Path(__file__).with_name("style.css")


def write_report(path: Path, figures: Figures, cover: Cover, *, language: Language = "zh") -> None:
    """Write the page; `language` is the one it opens in, the other is one key away."""
    path.write_bytes(page(figures, cover, language).encode("utf-8"))


def page(figures: Figures, cover: Cover, language: Language) -> str:
    """The page as text."""
    style = STYLE.read_text(encoding="utf-8")
    shown = _sections(figures, cover)
    body = tag(
        "body",
        *(_switch(code, language) for code in LANGUAGES),
        tag("a", say("skip"), href="#main", class_="skip"),
        patterns(),
        head(cover, list(shown)),
        tag("main", tiles(figures), *shown.values(), id="main"),
        tag("footer", tag("p", say("footer"))),
    )
    return f"<!doctype html>\n{tag('html', _meta(cover, style, language), body, lang=_tongue(language))}\n"


def _sections(figures: Figures, cover: Cover) -> dict[str, Html]:
    found = {
        "indicators": sections.indicators(figures),
        "kinds": sections.kinds(figures),
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
    return {name: section for name, section in found.items() if section is not None}


def _meta(cover: Cover, style: str, language: Language) -> Html:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    title = f"{cover.region} {texts('report').say('title', language)} {cover.as_of.isoformat()}".strip()
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(style)),
    )


def _switch(code: str, chosen: str) -> Html:
    label = "中文" if code == "zh" else "English"
    return tag(
        "input",
        type="radio",
        name="language",
        id=f"show-{code}",
        class_="choice",
        checked=code == chosen,
        autocomplete="off",
        aria_label=label,
    )


def _tongue(language: str) -> str:
    return "zh-CN" if language == "zh" else "en"
