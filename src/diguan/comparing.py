"""Rounds side by side, for programs and for the command line: `diguan.compare(...)` and `diguan.weigh(...)`.

Belongs here: the order of the steps of a comparison, from folders to papers. Everything heavy is imported when a function runs.
Does not belong here: the steps of a round (api), tables, progress bars, exit codes (the command line).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diguan.engine.comparison import Comparison
    from diguan.engine.regions import RegionTree
    from diguan.engine.standards.confirmations import Confirmation
    from diguan.exchange.comparison import ComparisonFigures
    from diguan.locale import Language

    Confirmations = Mapping[str, tuple[str | float | int | date, str]] | Sequence[Confirmation]

Progress = Callable[[str, int, int], None]
PathLike = str | Path


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """A finished comparison: what was counted, and the folder of its papers (None: none were asked for)."""

    path: Path | None
    figures: "ComparisonFigures"


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def compare(
    rounds: Sequence[PathLike],
    *,
    out: PathLike | None = None,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    regions: "RegionTree | None" = None,
    listed: bool = False,
    progress: Progress | None = None,
) -> ComparisonResult:
    """Compare finished rounds, given from the earliest to the latest: what came, went, stayed and came back, and why.

    `out`: folder of comparison.xlsx and comparison.html, new or empty; None writes nothing. Only indicators that both standards share are
    compared. `reveal`: why values of health facts are shown. `listed`: differences.parquet beside them, a row a difference, for programs.
    Raises UnableToCompareRounds, UnableToReadRound, UnableToWriteRound.
    """
    from diguan.engine.comparison import compare_sides, open_rounds

    tell = progress or _silent
    sides = open_rounds([Path(each) for each in rounds], tell)
    with compare_sides(sides, tell) as comparison:
        return _papers_of(comparison, out, (reveal, recipient, language), regions, tell, listed=listed)


def weigh(
    before: PathLike,
    after: PathLike,
    on: PathLike,
    *,
    as_of: tuple[date | None, date | None] = (None, None),
    confirm: "tuple[Confirmations, Confirmations]" = ((), ()),
    packs: Sequence[PathLike] = (),
    out: PathLike | None = None,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    regions: "RegionTree | None" = None,
    listed: bool = False,
    progress: Progress | None = None,
) -> ComparisonResult:
    """The effect of the standard `after` in place of `before`: both judge the frozen snapshot `on` (a round, or its snapshot folder).

    `as_of`, `confirm`: day (None: that of the snapshot) and confirmed values of either standard. What a standard reads and the snapshot
    does not hold is a line of coverage. `packs`: folders that hold further packs. The rest as in `compare`.
    Raises UnableToWeighStandards, UnableToCompareRounds, UnableToResolveParameters, UnableToLoadStandard.
    """
    from tempfile import TemporaryDirectory

    from diguan.engine.comparison import Candidate, compare_sides, judged_by_both
    from diguan.engine.rehearsal import admit_standard
    from diguan.exchange.masking import hidden_fields

    tell = progress or _silent
    search = [Path(each) for each in packs]
    first, second = (
        Candidate(admit_standard(pack, search=search), day, _confirmations(given))
        for pack, day, given in zip((before, after), as_of, confirm, strict=True)
    )
    with TemporaryDirectory(prefix="diguan-") as workspace:
        sides = judged_by_both(
            Path(on), (first, second), Path(workspace), lambda pack: hidden_fields(pack.catalogue), tell
        )
        with compare_sides(sides, tell) as comparison:
            return _papers_of(comparison, out, (reveal, recipient, language), regions, tell, listed=listed)


def _papers_of(
    comparison: "Comparison",
    out: PathLike | None,
    audience: "tuple[str | None, str | None, Language]",
    regions: "RegionTree | None",
    tell: Progress,
    *,
    listed: bool,
) -> ComparisonResult:
    from diguan.engine.regions import load_regions
    from diguan.engine.screening import round_directory
    from diguan.exchange.comparison import LISTING, Context, count_comparison, write_comparison, write_listing
    from diguan.exchange.figures.areas import Places

    reveal, recipient, language = audience
    places = Places(load_regions() if regions is None else regions)
    figures = count_comparison(comparison, places, recipient, reveal)
    if out is None:
        return ComparisonResult(None, figures)
    with round_directory(Path(out)) as partial:
        context = Context(comparison, figures, places, language)
        write_comparison(partial, context, tell)
        if listed:
            write_listing(partial / LISTING, context)
    return ComparisonResult(Path(out), figures)


def _confirmations(given: "Confirmations") -> "list[Confirmation]":
    from diguan.engine.standards.confirmations import confirmations_of

    return confirmations_of(given) if isinstance(given, Mapping) else list(given)
