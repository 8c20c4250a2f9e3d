"""How every bar is measured: side by side in one run, interleaved repetitions, medians, ratios. Machines are noisy, ratios less so."""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import Any

HELD, MISSED = "held", "MISSED"


@dataclass(frozen=True, slots=True)
class Result:
    """One bar: `value` must not exceed `limit` (or not fall below it, when `at_least`). `stretch`: what would be better still."""

    bar: str
    value: float
    limit: float
    unit: str = "x"
    stretch: float | None = None
    at_least: bool = False
    detail: str = ""

    @property
    def held(self) -> bool:
        """Whether the bar is met."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        stretch = "" if self.stretch is None else f" (stretch {self.stretch:g})"
        word = HELD if self.held else MISSED
        return f"{word:<6} {self.bar}: {self.value:.3g} {self.unit}, bar {sign} {self.limit:g}{stretch}. {self.detail}"


@dataclass(frozen=True, slots=True)
class Seconds:
    """Median of one contestant: processor seconds of all threads, and seconds on the wall."""

    cpu: float
    wall: float


def interleaved(contestants: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, Seconds]:
    """Run every contestant once to warm up, then all of them `repetitions` times; medians by name.

    Their order is another each time, the same in every run: who always comes after the same one pays for what that one left behind.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    dice = Random(0)
    for repetition in range(repetitions + 1):
        for name in dice.sample(list(contestants), len(contestants)):
            gc.collect()
            cpu, wall = time.process_time(), time.perf_counter()
            contestants[name]()
            if repetition:
                taken[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {name: _median(times) for name, times in taken.items()}


def _median(times: list[tuple[float, float]]) -> Seconds:
    return Seconds(statistics.median(c for c, _ in times), statistics.median(w for _, w in times))


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_memory_of(work: Callable[..., object], *arguments: Any) -> float:  # noqa: ANN401 - passed on as they are
    """Run `work` alone in a fresh process and return the most memory that it held, in GB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_with_peak, work, arguments).result()


def _with_peak(work: Callable[..., object], arguments: tuple[Any, ...]) -> float:
    work(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**30 if sys.platform == "darwin" else 2**20)


def show(main: Callable[[bool], list[Result]]) -> None:
    """Run one benchmark as a script: `--quick` for small sizes."""
    for result in main("--quick" in sys.argv):
        print(result, flush=True)
