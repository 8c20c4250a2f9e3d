"""Has each file read by a child process, several side by side, and turns its answer or its death into grids or a refusal."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.errors import Refusal, UnableToReadInput, out_of_memory, refuse
from diguan.exchange.grids.grid import Grid, read_grid
from diguan.exchange.grids.limits import Limits
from diguan.exchange.grids.package import damaged
from diguan.exchange.grids.processes import FORKS, Processes

MOST_CHILDREN = 2


def open_grids(
    paths: Sequence[Path], limits: Limits | None = None, done: Callable[[Path], None] | None = None
) -> list[list[Grid]]:
    """The grids of each file, in order. UnableToReadInput for the first that cannot be read; `done` is called as each is read."""
    bounds = limits or Limits()
    processes = Processes(nurseries=FORKS and len(paths) > 1)

    def one(path: Path) -> list[Grid]:
        grids = _open(path, bounds, processes)
        if done:
            done(path)
        return grids

    with processes, ThreadPoolExecutor(max_workers=min(MOST_CHILDREN, os.cpu_count() or 1)) as pool:
        futures = [pool.submit(one, path) for path in paths]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            processes.end()
            raise


def _open(path: Path, limits: Limits, processes: Processes) -> list[Grid]:
    if not path.is_file():
        raise refuse(
            path.name,
            Label("没有这个文件", "there is no such file"),
            Label("一个可读的文件", "a file that can be read"),
            Label(f"请检查路径 {path}", f"look at the path {path}"),
        )
    with tempfile.TemporaryDirectory(prefix="diguan-") as name:
        folder = Path(name)
        answer = _ask(path, folder, limits, processes)
        if "refusal" in answer:
            raise UnableToReadInput(_refusal(answer["refusal"]))
        return [read_grid(grid, path.name, folder, number) for number, grid in enumerate(answer["grids"])]


def _ask(path: Path, folder: Path, limits: Limits, processes: Processes) -> dict[str, Any]:
    request = folder / "request.json"
    asked = {"path": str(path.absolute()), "folder": str(folder), "limits": limits.as_json()}
    request.write_text(json.dumps(asked), encoding="utf-8")
    try:
        code = processes.read(request, folder / "stderr", limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(path, limits) from error
    answer = folder / "answer.json"
    if code == 0 and answer.is_file():
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found
    raise _died(path, code, (folder / "stderr").read_bytes(), limits)


def _died(path: Path, code: int, said: bytes, limits: Limits) -> UnableToReadInput:
    """A child that ends without an answer ran out of memory or time, or the reader fell over a damaged file."""
    if b"memory" in said.lower() or code in (-9, 137):
        return out_of_memory(path.name, limits)
    if code in (-24, -14, 152):  # SIGXCPU: the limit of processor time
        return _too_slow(path, limits)
    return damaged(path.name, f"reader ended with {code}")


def _too_slow(path: Path, limits: Limits) -> UnableToReadInput:
    return refuse(
        path.name,
        Label(f"读取超过 {limits.seconds} 秒", f"reading it takes longer than {limits.seconds} seconds"),
        Label("能在时限内读完的文件", "a file that can be read in that time"),
        Label("请拆成几个文件，或另存为 CSV", "split it into several files, or save it as CSV"),
    )


def _refusal(answer: dict[str, Any]) -> Refusal:
    labels = {key: Label(answer[key]["zh"], answer[key]["en"]) for key in ("found", "expected", "hint")}
    return Refusal(answer["file"], labels["found"], labels["expected"], labels["hint"], answer["sheet"], answer["cell"])
