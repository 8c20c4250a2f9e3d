"""Help that fits a narrow terminal: Chinese has no spaces, and tables crop a run without spaces that is wider than its column."""

import re
from functools import cache
from typing import Any

from rich.text import Text
from typer import rich_utils

JOINT = re.compile(r"(?<=[。；，：])(?=[A-Za-z])")  # English right behind a Chinese stop: a line may end there


@cache
def fold_help() -> None:
    """Have every text of the help folded at the width of its column, wherever it stands; asking twice changes nothing more."""
    made = rich_utils._make_rich_text  # noqa: SLF001  typer offers no other place; a test holds that nothing is cropped

    def folded(*, text: str, **words: Any) -> object:  # noqa: ANN401  what typer gives
        shown = made(text=JOINT.sub(" ", text), **words)
        if isinstance(shown, Text):
            shown.overflow = "fold"
        return shown

    setattr(rich_utils, "_make_rich_text", folded)  # noqa: B010  the name is typer's own
