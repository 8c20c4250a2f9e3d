"""Tables of figures on a terminal: narrow columns that hold Chinese with its English below, numbers on the right."""

from rich.table import Table

from diguan.cli.console import say
from diguan.engine.documents import Label
from diguan.locale import texts


def both(label: Label) -> str:
    """A label, Chinese with English beside it."""
    return label.zh if label.zh == label.en else f"{label.zh} {label.en}"


def stacked(label: Label) -> str:
    """A label with its English below it: narrow columns hold it whole."""
    return label.zh if label.zh == label.en else f"{label.zh}\n{label.en}"


def figures_table(title: str, *headings: str) -> Table:
    """A table whose first column is text and whose others are numbers; title and headings are texts of `summary`."""
    table = Table(title=say(f"summary.{title}"), title_justify="left", title_style="bold")
    for place, heading in enumerate(headings):
        said = stacked(texts("cli")[f"summary.{heading}"])
        table.add_column(said, justify="right" if place else "left", overflow="fold", no_wrap=bool(place))
    return table
