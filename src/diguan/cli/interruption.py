"""Requests to end (Ctrl-C, SIGTERM, a terminal that is closed) are interruptions: what is under way is cleared away."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

# Those that this system knows; a background job is started with some of them ignored, and that is left as it is.
REQUESTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass(slots=True)
class Interruption:
    """Whether somebody asked for the end. Libraries turn an interruption into errors of their own (DuckDB: RuntimeError)."""

    asked: bool = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """The handler of a signal."""
        del number, frame
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def ending_cleanly() -> Iterator[Interruption]:
    """Every request to end is a KeyboardInterrupt of the main thread, and remembered."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    heeded = {number: signal.getsignal(number) for number in REQUESTS if signal.getsignal(number) != signal.SIG_IGN}
    for number in heeded:
        signal.signal(number, interruption.ask)
    try:
        yield interruption
    finally:
        for number, before in heeded.items():
            signal.signal(number, before)
