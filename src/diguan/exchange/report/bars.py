"""Bars drawn with percentages inside an SVG without a view box: they grow with the page and their patterns keep their shape."""

from collections.abc import Mapping

from diguan.exchange.figures.model import Tally
from diguan.exchange.report.markup import Html, both, join, tag
from diguan.exchange.report.tables import Bar
from diguan.locale import texts

HEIGHT = 16
LEAST = 0.8  # per cent: the narrowest part that can still be seen
SIGNS = {"met_seen": "●", "met_roster": "◐", "met_declared": "○", "unmet": "✕", "unknown": "?", "not_applicable": "–"}


def patterns() -> Html:
    """The fillings, once a page: verdicts differ by pattern, not by colour alone."""
    hatch = tag(
        "pattern",
        tag("rect", width=6, height=6, class_="f-pale"),
        _line(0, 6, 6, 0),
        id="hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    dot = tag("circle", cx=3, cy=3, r="1.2", class_="f-dot")
    dots = tag(
        "pattern",
        tag("rect", width=6, height=6, class_="f-paper"),
        dot,
        id="dots",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return tag(
        "svg", tag("defs", hatch, dots), width=0, height=0, class_="patterns", aria_hidden="true", focusable="false"
    )


def _line(x1: int, y1: int, x2: int, y2: int) -> Html:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="f-hatch")


def stacked(parts: Mapping[str, int]) -> Bar:
    """One bar of all verdicts: every part that is not empty can be seen, the others share what is left in proportion."""
    x = 0.0
    drawn = []
    for name, width in widths(parts).items():
        drawn.append(tag("rect", x=f"{x:.2f}%", y=0, width=f"{width:.2f}%", height=HEIGHT, class_=f"v-{name}"))
        x += width
    return Bar(tag("svg", *drawn, width="100%", height=HEIGHT, focusable="false"))


def widths(parts: Mapping[str, int]) -> dict[str, float]:
    """Width in per cent of every part that is not empty; they add up to 100 (or to nothing at all)."""
    present = {name: value for name, value in parts.items() if value > 0}
    total = sum(present.values())
    narrow = {name for name, value in present.items() if 100 * value / total < LEAST}
    wide = sum(value for name, value in present.items() if name not in narrow)
    room = 100 - LEAST * len(narrow)
    return {name: LEAST if name in narrow else room * value / wide for name, value in present.items()}


def single(value: int, most: int) -> Bar:
    """A plain bar of a value against the largest."""
    width = max(LEAST, 100 * value / most) if value and most else 0
    drawn = tag("rect", x=0, y=0, width=f"{width:.2f}%", height=HEIGHT, class_="v-unmet") if width else None
    return Bar(tag("svg", drawn, width="100%", height=HEIGHT, focusable="false"))


def legend() -> Html:
    """Every verdict with its filling, its sign and its name."""
    words = texts("words")
    return tag("ul", *(_entry(name, both(words[f"verdict.{name}"])) for name in Tally.__slots__), class_="legend")


def _entry(name: str, said: Html) -> Html:
    filling = tag("rect", x=0, y=0, width=28, height=HEIGHT, class_=f"v-{name}")
    swatch = tag("svg", filling, width=28, height=HEIGHT, aria_hidden="true", focusable="false")
    return tag("li", swatch, tag("span", SIGNS[name], class_="sign", aria_hidden="true"), said)


def signed(name: str) -> Html:
    """Heading of a column of one verdict: sign and name."""
    return join(tag("span", SIGNS[name], class_="sign", aria_hidden="true"), both(texts("words")[f"verdict.{name}"]))
