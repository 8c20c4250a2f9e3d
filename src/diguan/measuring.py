"""Poverty measured, for programs and for the command line: `diguan.measure(...)`.

Belongs here: the order of the steps of a measurement, from files to figures. Everything heavy is imported when the function runs.
Does not belong here: the figures themselves (engine.measuring), tables, progress bars, exit codes (the command line).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diguan.engine.measuring import Measurement
    from diguan.engine.regions import RegionTree
    from diguan.engine.standards import Pack
    from diguan.engine.standards.confirmations import Confirmation

    Confirmations = Mapping[str, tuple[str | float | int | date, str]] | Sequence[Confirmation]

Progress = Callable[[str, int, int], None]
PathLike = str | Path


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def measure(
    inputs: Sequence[PathLike],
    *,
    standard: PathLike,
    as_of: date | None = None,
    today: date | None = None,
    by: Sequence[str] = (),
    weight: str | None = None,
    people: str | None = None,
    line: str | None = None,
    income: str | None = None,
    strata: str | None = None,
    clusters: str | None = None,
    region: str | None = None,
    confirm: "Confirmations | None" = None,
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> "Measurement":
    """Poverty of the households in `inputs` (as in `diguan.screen`): Alkire-Foster by the standard's weights, FGT and Watts by a line.

    `as_of` None: `today`, or the last day on which the standard is in force where that is earlier; one of the two must be given.
    `by`: fields, or prefecture, county, township, village; each is a breakdown of its own. `weight`: field of the sampling weight (None:
    the standard's, else every household counts once); `people`: field that says how many people a household stands for (None: households
    are counted). `line`: a value in the unit of `income`, `median:0.6`, `mean:1.0`, or a parameter of the standard. `strata`, `clusters`:
    fields of the survey's design. Shares are 0 to 1. Raises UnableToMeasure, UnableToReadLine, and whatever reading and judging raise.
    """
    from diguan.engine.measuring import Choice, measure_inputs, read_line
    from diguan.engine.regions import load_regions
    from diguan.engine.rehearsal import admit_standard
    from diguan.engine.standards.confirmations import confirmations_of
    from diguan.exchange.reading import read_inputs

    tell = progress or _silent
    day = as_of or today
    if day is None:
        raise ValueError("a measurement needs a day: as_of, or today")
    drawn = None if line is None else read_line(line)
    choice = Choice(income, weight, people, tuple(dict.fromkeys(by)), strata, clusters)
    tell("standard", 0, 1)
    pack = admit_standard(standard)
    day = as_of or _in_force(pack, day)
    tell("standard", 1, 1)
    given = confirm or {}
    confirmations = confirmations_of(given) if isinstance(given, Mapping) else list(given)
    tree = load_regions() if regions is None else regions
    code = None if region is None else tree.code_of(region)
    read = read_inputs(
        [Path(each) for each in inputs],
        None,
        {},
        pack.catalogue,
        tree,
        code,
        day,
        progress=lambda what, done, total: tell(f"reading {what}", done, total),
    )
    tell("measuring", 0, 1)
    found = measure_inputs(read, pack, day, choice, drawn, confirmations=confirmations, region=code)
    tell("measuring", 1, 1)
    return found.model_copy(update={"places": _places(found, tree)})


def _in_force(pack: "Pack", today: date) -> date:
    """Today, or the last day of a standard that is in force no more."""
    until = pack.in_force[1]
    return today if until is None else min(today, until - timedelta(days=1))


def _places(found: "Measurement", tree: "RegionTree") -> dict[str, str]:
    """Names of the regions that are groups, by the digits they are grouped by."""
    from diguan.engine.measuring.population import PLACES

    codes = {f.group for f in found.figures if f.by in PLACES and f.group}
    whole = {code: code.ljust(12, "0") for code in sorted(codes)}
    return {code: tree.get(full).name for code, full in whole.items() if full in tree}
