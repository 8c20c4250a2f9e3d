"""One synthetic county from nothing to its files: people, plantings, workbooks, truth."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from diguan.engine.regions import RegionTree
from diguan.synth.calendar import calendar_of
from diguan.synth.facilities import write_places
from diguan.synth.files import write_files
from diguan.synth.places import rural_villages
from diguan.synth.planting import Ground, plant_county
from diguan.synth.planting.plan import surplus_of
from diguan.synth.population import settle
from diguan.synth.posts import write_posts
from diguan.synth.targets import Measured, measure
from diguan.synth.truth import Truth
from diguan.synth.truthfiles import write_truth

FEWEST_HOUSEHOLDS = 500
MOST_HOUSEHOLDS = 1_000_000
FOLDER_MODE = 0o755
Progress = Callable[[str, str], None]


class UnableToMakeCounty(ValueError):
    """The county cannot be made as asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: county (code or name), households, seed, as-of date, folder."""

    county: str
    households: int
    seed: int
    as_of: date
    out: Path


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the files by role (paths relative to the folder), rows by file, targets, and the truth."""

    folder: Path
    files: dict[str, list[str]]
    rows: dict[str, int]
    targets: list[Measured]
    truth: Truth


def make_county(order: Order, tree: RegionTree, progress: Progress = lambda _zh, _en: None) -> Made:
    """Make a county and write it into an empty or new folder. The same order gives the same bytes.

    Raises UnableToMakeCounty, UnableToFindVillages, UnableToDateCounty, UnableToReachTargets, UnableToResolveRegion.
    """
    _check(order)
    calendar = calendar_of(order.as_of)
    villages = rural_villages(tree, order.county)
    rng = Random(order.seed)
    progress("生成农户与人口", "settling households")
    settler, households = settle(rng, villages, order.households, calendar)
    progress("植入问题与反例", "planting errors and decoys")
    ground = Ground(rng, calendar, settler, households)
    truth = plant_county(ground, order.households)
    targets = measure(households, order.as_of, surplus_of(truth, order.households))
    progress("写出工作簿", "writing workbooks")
    with whole_folder(order.out) as folder:
        written = write_files(folder, villages[0].county, calendar, households, ground)
        write_truth(folder / "truth", truth, targets, written)
        posts = write_posts(folder, villages, households, order.seed, order.as_of)
        places = write_places(folder, villages, households, order.seed)
    files = {**written.files, "posts": list(posts), "places": list(places)}
    return Made(order.out, files, {**written.rows, **posts, **places}, targets, truth)


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when everything is written, and is removed when it is not."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{out.name}.partial-", dir=out.parent))
    try:
        yield partial
        partial.chmod(FOLDER_MODE)
        if out.exists():
            out.rmdir()
        partial.rename(out)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _check(order: Order) -> None:
    if not FEWEST_HOUSEHOLDS <= order.households <= MOST_HOUSEHOLDS:
        msg = (
            f"户数 {order.households} 不在 {FEWEST_HOUSEHOLDS}-{MOST_HOUSEHOLDS} 之间，请改 --households\n"
            f"{order.households} households: expected {FEWEST_HOUSEHOLDS}-{MOST_HOUSEHOLDS}; change --households."
        )
        raise UnableToMakeCounty(msg)
    if order.out.exists() and (not order.out.is_dir() or any(order.out.iterdir())):
        msg = (
            f"{order.out} 已存在且不是空文件夹；请换一个 --out 或先清空\n"
            f"{order.out} exists and is not an empty folder: expected a new or empty one; choose another --out."
        )
        raise UnableToMakeCounty(msg)
