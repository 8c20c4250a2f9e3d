"""HTML from Python values: whatever is not markup already is escaped; a label speaks both languages and the page shows one."""

from html import escape

from diguan.engine.documents import Label
from diguan.locale import texts

VOID = frozenset({"meta", "input", "link", "br", "rect"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Content = str | Html | Label | int | None


def tag(name: str, /, *content: Content, **attributes: str | int | bool | None) -> Html:
    """An element. In attribute names `_` stands for `-` and a trailing `_` is dropped; None and False leave an attribute out."""
    said = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in VOID:
        return Html(f"<{name}{said}>" if name != "rect" else f"<{name}{said}/>")
    return Html(f"<{name}{said}>{join(*content)}</{name}>")


def join(*content: Content) -> Html:
    """Pieces of content one after the other, escaped where they are plain text; numbers with thousands separators."""
    return Html("".join(_render(piece) for piece in content if piece is not None))


def both(label: Label) -> Html:
    """A text in both languages; the page shows the one that is chosen."""
    if label.zh == label.en:
        return Html(escape(label.zh))
    zh = f'<span class="zh" lang="zh">{escape(label.zh)}</span>'
    return Html(f'{zh}<span class="en" lang="en">{escape(label.en)}</span>')


def say(key: str, **values: object) -> Html:
    """A text of the report in both languages."""
    return both(texts("report").both(key, **values))


def word(key: str, **values: object) -> Html:
    """A word that the papers share, in both languages."""
    return both(texts("words").both(key, **values))


def _render(piece: Content) -> str:
    if isinstance(piece, Html):
        return piece
    if isinstance(piece, Label):
        return both(piece)
    return escape(f"{piece:,}" if isinstance(piece, int) else str(piece))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
