"""The command line, as `diguan` and as `python -m diguan`: heeds requests to end before anything that takes time is imported."""

import atexit
import gc
import os
import signal
import sys
import threading
from types import FrameType

INTERRUPTED = 130
REQUESTS = ("SIGINT", "SIGTERM", "SIGHUP")
# Looking for circles of rubbish after every 700 new objects is a twentieth of a small round; there are hardly any.
BETWEEN_COLLECTIONS = 100_000


def main() -> None:
    """Run the command line of this process."""
    for name in REQUESTS:
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _leave)
    gc.set_threshold(BETWEEN_COLLECTIONS)
    from diguan.cli.main import app  # noqa: PLC0415  only now, see above

    try:
        app()
    except SystemExit as end:
        end_at_once(end)
        raise


def end_at_once(end: SystemExit) -> None:
    """End this process as `end` says, without taking apart first what is gone with it anyway: a tenth of a second.

    Returns, for the usual way, where that has more to do: other threads, an end with words, a pipe that nobody reads, a registry whose
    database has to be closed: until then its file may be empty, and all that it holds lies in the log beside it.
    """
    if threading.active_count() > 1 or not isinstance(end.code, int | None) or "django.db" in sys.modules:
        return
    atexit._run_exitfuncs()  # noqa: SLF001  as the usual way does
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        return
    os._exit(end.code or 0)


def _leave(number: int, frame: FrameType | None) -> None:
    """Nothing is open yet, and nothing would be left: end without a traceback."""
    del number, frame
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
