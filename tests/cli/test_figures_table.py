import io

from rich.console import Console

from diguan.cli.figures_table import both, figures_table, stacked
from diguan.engine.documents import Label


def printed(width: int) -> list[str]:
    table = figures_table("verdicts", "indicator", "judged_of", "met", "declared", "unmet", "unknown", "not_applicable")
    label = Label("义务教育有保障", "Compulsory education")
    table.add_row(stacked(label), "169,839 人\npersons", "169,839", "6,205", "357", "48,436", "149,835")
    page = Console(width=width, file=io.StringIO())
    page.print(table)
    return page.file.getvalue().splitlines()


def test_label_without_a_translation_is_said_once():
    assert both(Label("米", "米")) == stacked(Label("米", "米")) == "米"
    assert both(Label("户", "households")) == "户 households"
    assert stacked(Label("户", "households")) == "户\nhouseholds"


def test_table_on_a_narrow_terminal_breaks_no_word_and_no_figure():
    words = {word for line in printed(80) for word in line.replace("┃", "│").replace("│", " ").split()}
    for whole in ("Indicator", "Compulsory", "education", "persons", "169,839", "149,835", "Unknown"):
        assert whole in words, whole


def test_figures_stand_on_the_right():
    (row,) = (line for line in printed(120) if "149,835" in line)
    assert row.rstrip().endswith("149,835 │")
