"""The processes that read untrusted files: a child for each; of several files, forked by a nursery that has loaded the reader already.

Loading the reader takes longer than reading most files. A nursery is alone in its process group, so that it can be ended with its child.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

MODULE = "diguan.exchange.grids.child"
NURSERY = "diguan.exchange.grids.nursery"
FORKS = sys.platform == "linux"  # elsewhere a process that has loaded libraries may not be forked safely, or not at all


@dataclass(slots=True)
class Processes:
    """The processes at work; an interruption of the parent is one of theirs, too. `nurseries`: files are many, and the system forks."""

    nurseries: bool = False
    running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    idle: list["_Nursery"] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        for nursery in self.idle:
            nursery.close()
        self.idle.clear()

    def read(self, request: Path, said: Path, seconds: float) -> int:
        """Let a child answer a request; its code. CancelledError after `end`, TimeoutExpired when it takes too long."""
        said.touch()
        return self._forked(request, said, seconds) if self.nurseries else self._alone(request, said, seconds)

    def end(self) -> None:
        """Let none go on, and none begin."""
        with self.lock:
            self.ended = True
            for process in [*self.running, *self.idle]:
                process.kill()

    def _alone(self, request: Path, said: Path, seconds: float) -> int:
        nothing = subprocess.DEVNULL
        with said.open("wb") as words, self.lock:
            if self.ended:
                raise CancelledError
            child = subprocess.Popen(  # noqa: S603  our own module in our own interpreter
                _command(MODULE, str(request)), stdin=nothing, stdout=nothing, stderr=words, env=_environment()
            )
            self.running.add(child)
        try:
            return child.wait(seconds)
        finally:
            child.kill()  # does nothing to one that has ended
            child.wait()
            self.running.discard(child)

    def _forked(self, request: Path, said: Path, seconds: float) -> int:
        nursery = self._nursery()
        code = None
        try:
            code = nursery.read(request, said, seconds)
        finally:
            if code is None:  # too slow, or the nursery itself has ended
                nursery.close()
            with self.lock:
                self.running.discard(nursery)
                if code is not None:
                    self.idle.append(nursery)
        return nursery.returncode if code is None else code

    def _nursery(self) -> "_Nursery":
        """One that waits, or a new one."""
        with self.lock:
            if self.ended:
                raise CancelledError
            nursery = self.idle.pop() if self.idle else _Nursery()
            self.running.add(nursery)
        return nursery


class _Nursery(subprocess.Popen[bytes]):
    """A nursery, which answers one request at a time."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        super().__init__(
            _command(NURSERY, MODULE),
            bufsize=0,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            process_group=0,
        )

    def read(self, request: Path, said: Path, seconds: float) -> int | None:
        """The code of the child that answers a request; None when the nursery itself has ended. TimeoutExpired when it takes too long."""
        requests, codes = cast("IO[bytes]", self.stdin), cast("IO[bytes]", self.stdout)
        with suppress(BrokenPipeError):  # then there is no answer either
            requests.write(json.dumps([str(request), str(said)]).encode() + b"\n")
        with selectors.DefaultSelector() as selector:
            selector.register(codes, selectors.EVENT_READ)
            if not selector.select(seconds):
                raise subprocess.TimeoutExpired(self.args, seconds)
        line = codes.readline()
        return int(line) if line else None

    def kill(self) -> None:
        """End it with the child that it has forked."""
        if self.returncode is None:
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it, and wait until it has ended."""
        with self:
            self.kill()


# Arrow loads NumPy, a third of the start, where it finds it; nothing that reads a file asks for arrays of NumPy.
BEGIN = "import runpy, sys; sys.modules['numpy'] = None; runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"


def _command(module: str, argument: str) -> list[str]:
    return [sys.executable, "-P", "-c", BEGIN, module, argument]


def _environment() -> dict[str, str]:
    """The parent's, with the place of this package, and an allocator that does not reserve address space ahead; one thread for all.

    No backtraces of the reader: one that is printed because memory is at an end wants memory, and waits for itself for ever.
    """
    places = [str(Path(__file__).resolve().parents[3]), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in places if p),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "RUST_BACKTRACE": "0",
    }
