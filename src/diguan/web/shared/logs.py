"""What the server writes down of its own running: no text of an error, no address as typed, for either may hold a value of a person."""

import logging
import traceback
from pathlib import Path

PLACES = 6


class PlainFormatter(logging.Formatter):
    """An error is written as its kind and the places it came through."""

    def formatException(self, ei: object) -> str:  # noqa: N802  the name is the library's
        """Kind and places; never the text."""
        error = ei[1] if isinstance(ei, tuple) else None
        return told(error) if isinstance(error, BaseException) else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  the name is the library's
        """Nothing: a stack is written with its source lines."""
        del stack_info
        return ""


def told(error: BaseException) -> str:
    """Kind of an error and the last places it came through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}"
