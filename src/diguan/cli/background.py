"""`diguan work` as a child of the server: begun with it, begun again when it dies, ended with it however that ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "diguan", "work", "--with-parent")
PAUSE_SECONDS = 5.0  # a worker that dies at once is not begun a hundred times a second
END_SECONDS = 30.0


@contextmanager
def worker_beside(died: Callable[[int], None]) -> Iterator[None]:
    """A worker while the block runs. `died` is told the exit code of one that ended by itself, before the next is begun.

    The child reads a pipe that only this process holds: whatever ends the parent, even a kill, closes it and ends the child.
    """
    ending = threading.Event()
    children: list[subprocess.Popen[bytes]] = [_begin()]

    def watch() -> None:
        while not ending.is_set():
            code = children[-1].wait()
            if ending.is_set():
                return
            _end(children[-1])
            died(code)
            if ending.wait(PAUSE_SECONDS):
                return
            children.append(_begin())

    watcher = threading.Thread(target=watch, name="worker-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ending.set()
        _end(children[-1])
        watcher.join()
        _end(children[-1])  # one that was begun in the same moment


def end_with_parent() -> None:
    """In the child: ask this process to end as soon as nobody holds the other end of its standard input."""

    def wait() -> None:
        os.read(sys.stdin.fileno(), 1)  # nothing is ever written: it returns when the pipe is closed
        if os.name == "nt":
            signal.raise_signal(signal.SIGINT)
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def _begin() -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C is for the server, which ends its worker itself.
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603  our own command


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
