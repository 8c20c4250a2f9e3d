"""The frame of every page that leaves: one file, one style with its hash in the policy, no script, nothing to fetch."""

import base64
import hashlib
from pathlib import Path

from diguan.exchange.report.bars import patterns
from diguan.exchange.report.markup import Content, Html, say, tag
from diguan.locale import LANGUAGES, Language

STYLE = Path(__file__).with_name("style.css")


def framed(title: str, head: Html, main: tuple[Content, ...], language: Language) -> str:
    """A whole page as text; `title` stands in the window, `language` is the one it opens in, the other is one key away."""
    style = STYLE.read_text(encoding="utf-8")
    body = tag(
        "body",
        *(_switch(code, language) for code in LANGUAGES),
        tag("a", say("skip"), href="#main", class_="skip"),
        patterns(),
        head,
        tag("main", *main, id="main"),
        tag("footer", tag("p", say("footer"))),
    )
    return f"<!doctype html>\n{tag('html', _meta(title, style), body, lang=_tongue(language))}\n"


def _meta(title: str, style: str) -> Html:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
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
