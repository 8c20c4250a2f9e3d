"""The command line, as `diguan` and as `python -m diguan`: heeds requests to end before anything that takes time is imported."""

import os
import signal
from types import FrameType

INTERRUPTED = 130
REQUESTS = ("SIGINT", "SIGTERM", "SIGHUP")


def main() -> None:
    """Run the command line of this process."""
    for name in REQUESTS:
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _leave)
    from diguan.cli.main import app  # noqa: PLC0415  only now, see above

    app()


def _leave(number: int, frame: FrameType | None) -> None:
    """Nothing is open yet, and nothing would be left: end without a traceback."""
    del number, frame
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
