"""A process that has loaded the reader and forks for every file: `python -m diguan.exchange.grids.nursery MODULE`.

Each line on its standard input is a JSON list of two paths, the request and a file for what the child says to standard error; each line
of its output is the code with which that child has ended, as `Popen.returncode` has it. It opens no file of anybody itself; what a child
does, reads or breaks ends with the child. Standard input that ends is the end of it.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn


def main(module: str) -> None:
    """Fork for one request after the other; `module` has a `main` that takes the path of a request."""
    reader = import_module(module).main
    for line in sys.stdin:
        request, said = json.loads(line)
        child = os.fork()
        if not child:
            _read(reader, Path(request), said)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _read(reader: Callable[[Path], None], request: Path, said: str) -> NoReturn:
    """The child: it never returns into the loop of its parent, whatever happens, and leaves without tidying up."""
    code = 1
    try:
        _redirect(said)
        reader(request)
        code = 0
    except BaseException:  # noqa: BLE001  its words go to the parent's parent, as those of any program that fails
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _redirect(said: str) -> None:
    """Standard error into a file, the other two to nowhere: the pipes belong to the parent."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor, target in ((0, nothing), (1, nothing), (2, os.open(said, os.O_WRONLY | os.O_APPEND))):
        os.dup2(target, descriptor)


if __name__ == "__main__":
    main(sys.argv[1])
