"""Tables that a screen reader can read and a phone can scroll."""

from collections.abc import Iterable, Sequence

from diguan.exchange.report.markup import Content, Html, join, say, tag


class Number(str):
    """The text of a numeric cell: right-aligned, tabular figures."""

    __slots__ = ()


class Short(Html):
    """A cell whose text stays on one line."""

    __slots__ = ()


class Prose(Html):
    """A cell with sentences: wide enough to be read on a phone."""

    __slots__ = ()


class Bar(Html):
    """A drawn cell; the figures stand beside it, so readers skip it."""

    __slots__ = ()


CLASSES: tuple[tuple[type[str], str], ...] = ((Number, "number"), (Short, "short"), (Prose, "prose"))


def number(value: int | None) -> Number:
    """A whole number as it stands in a table; a dash where there is none."""
    return Number("—" if value is None else f"{value:,}")


def share(part: int, whole: int) -> Number:
    """A percentage with one decimal; a dash of nothing."""
    return Number(f"{100 * part / whole:.1f}%" if whole else "—")


def table(name: str, headings: Sequence[Content], rows: Iterable[Sequence[Content]], *, total: bool = False) -> Html:
    """A table with the caption "<name>.caption" whose first column heads its rows; with `total` the last row is set apart."""
    id_ = f"{name}-caption"
    body = list(rows)
    numeric = {place for row in body for place, cell in enumerate(row) if isinstance(cell, Number)}
    titles = (_heading(heading, numeric=place in numeric) for place, heading in enumerate(headings))
    head = tag("thead", tag("tr", *titles))
    lines = [_row(row, total=total and place == len(body) - 1) for place, row in enumerate(body)]
    whole = tag("table", tag("caption", say(f"{name}.caption"), id=id_), head, tag("tbody", *lines))
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_labelledby=id_)


def empty(key: str) -> Html:
    """What to do where there is nothing to show."""
    return tag("p", say(key), class_="empty")


def _heading(heading: Content, *, numeric: bool) -> Html:
    return tag("th", heading, scope="col", class_="number" if numeric else None)


def _row(cells: Sequence[Content], *, total: bool) -> Html:
    first, *others = cells
    return tag(
        "tr", tag("th", first, scope="row"), *(_cell(cell) for cell in others), class_="total" if total else None
    )


def _cell(cell: Content) -> Html:
    if isinstance(cell, Bar):
        return tag("td", cell, class_="bar", aria_hidden="true")
    kind = next((name for type_, name in CLASSES if isinstance(cell, type_)), None)
    return tag("td", cell, class_=kind)


def lines(items: Iterable[Content]) -> Html:
    """A list."""
    return tag("ul", *(tag("li", item) for item in items))


def section(id_: str, *content: Content) -> Html:
    """A section with its heading and what it is about."""
    return tag(
        "section", tag("h2", say(f"{id_}.title"), id=id_), tag("p", say(f"{id_}.lead"), class_="lead"), join(*content)
    )
