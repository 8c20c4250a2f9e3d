"""The child process that opens one untrusted file: `python -m diguan.exchange.grids.child REQUEST` (how it is begun: processes).

REQUEST is a JSON file {path, folder, limits}; the answer is `answer.json` in the folder, beside the Arrow files of the grids.
Whatever goes wrong here stays here: the parent sees an answer, a refusal, or a dead child.
"""

import gc
import json
import sys
from pathlib import Path
from typing import Any

from diguan.exchange.grids.columnar import read_columnar
from diguan.exchange.grids.delimited import read_delimited
from diguan.exchange.grids.errors import UnableToReadInput, out_of_memory
from diguan.exchange.grids.grid import Grid, write_grid
from diguan.exchange.grids.limits import Limits
from diguan.exchange.grids.package import damaged
from diguan.exchange.grids.recognise import FileKind, recognise
from diguan.exchange.grids.workbook import read_workbook


def main(request: Path) -> None:
    """Read the file that the request names and write the answer."""
    asked = json.loads(request.read_text(encoding="utf-8"))
    limits, path, folder = Limits(**asked["limits"]), Path(asked["path"]), Path(asked["folder"])
    restrict(limits)
    gc.disable()  # millions of cells, no circles: the collector would only walk over them again and again
    answer = answer_to(path, folder, limits)
    (folder / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def restrict(limits: Limits) -> None:
    """Let the operating system hold the limits, where it can (POSIX)."""
    try:
        import resource  # noqa: PLC0415  not there on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def answer_to(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """The grids, written into the folder, or the refusal of a file; nothing is raised."""
    try:
        grids = read_grids(path, limits, folder)
        return {"grids": [write_grid(grid, folder, number) for number, grid in enumerate(grids)]}
    except UnableToReadInput as error:
        return {"refusal": error.refusal.as_json()}
    except MemoryError:
        return {"refusal": out_of_memory(path.name, limits).refusal.as_json()}
    except OSError as error:
        return {"refusal": damaged(path.name, error.strerror or type(error).__name__).refusal.as_json()}
    except BaseException as error:  # noqa: BLE001  a panic of the reader is no Exception; the parent gets its words, not its trace
        return {"refusal": damaged(path.name, f"{type(error).__name__}: {error}").refusal.as_json()}


def read_grids(path: Path, limits: Limits, folder: Path) -> list[Grid]:
    """The grids of a file of any kind."""
    kind = recognise(path)
    if kind is FileKind.DELIMITED:
        return read_delimited(path, limits)
    if kind is FileKind.PARQUET:
        return read_columnar(path, limits)
    return read_workbook(path, kind, limits, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
