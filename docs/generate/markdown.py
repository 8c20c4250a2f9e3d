"""Pieces of Markdown."""

from collections.abc import Iterable, Sequence


def cell(value: object) -> str:
    """Text of a table cell: on one line, with pipes kept apart from the table's own."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; the empty text when there are no rows."""
    lines = ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(header) + " |", "|" + " --- |" * len(header), *lines]) + "\n"


def code(text: str) -> str:
    """Inline code, or nothing for an empty text."""
    return f"`{' '.join(text.split())}`" if text.strip() else ""


def both(label: object) -> str:
    """Chinese and English of a label mapping; a plain text as it is."""
    return f"{label['zh']} {label['en']}" if isinstance(label, dict) else str(label)
