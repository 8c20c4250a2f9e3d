"""How the commands of the server speak: from a catalogue of their own, Chinese first."""

from rich.console import Console

from diguan.locale import texts


def said(key: str, **values: object) -> str:
    """A text of these commands, Chinese with English beside it."""
    label = texts("server").both(key, **values)
    return f"{label.zh} {label.en}"


def tell(out: Console, key: str, **values: object) -> None:
    """Prints a text of these commands, Chinese first."""
    label = texts("server").both(key, **values)
    out.print(label.zh, soft_wrap=True)
    out.print(label.en, soft_wrap=True)
