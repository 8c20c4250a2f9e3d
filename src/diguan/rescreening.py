"""What has changed, judged anew, for programs and for the command line: `diguan.rescreen(...)` and `diguan.join_rounds(...)`.

Belongs here: the order of the steps, from a list of changes and a round to a round of the changed villages, and to both together.
Does not belong here: cutting tables (exchange.changes), putting facts together (engine.screening.joining), the command line.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from diguan.api import WORKSPACE, EngineName, PathLike, Progress, RoundResult

if TYPE_CHECKING:
    from diguan.engine.regions import RegionTree
    from diguan.engine.screening import Verification
    from diguan.locale import Language

CUT = "cut"  # the rows that are read, in the folder of the round while it is made


def rescreen(
    tables: PathLike,
    *,
    since: PathLike,
    changed: PathLike | None = None,
    was: PathLike | None = None,
    out: PathLike,
    language: "Language" = "zh",
    recipient: str | None = None,
    engine: EngineName = "duckdb",
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> RoundResult:
    """Judge the villages anew that have changed since a round, by its standard, its day and its confirmed values.

    `tables`: the folder of plain tables as Parquet as they are now. `since`: folder of a whole round over them as they were.
    `changed`: the list of what has changed (`read_changes`); every village it names is judged whole, and so is whatever else a
    change in it touches. What the list does not name counts as unchanged, unless `was` is given: the folder of the tables as they
    were, the very files of that round. Then every row is compared; what differs is the list where none is given, and a list that
    leaves off some of it is refused. `out`: folder of a round that holds these villages alone and names the one it goes on from;
    `join_rounds` makes one of both. Refused is whatever could make the verdict of somebody else change: another round than the one
    that was sealed, other columns or dates, a standard that looks into other villages by columns that the tables have.
    Raises UnableToRescreen, UnableToReadRound and what `screen` raises.
    """
    from diguan.engine.regions import load_regions
    from diguan.engine.screening import Engine, Masking, evaluating, round_directory
    from diguan.engine.screening import screen as judge
    from diguan.engine.visiting.opening import confirmations_in
    from diguan.exchange.changes import cut_changed, differing, read_changes, require_told
    from diguan.exchange.changes.agreeing import as_whole, require_same, require_within
    from diguan.exchange.changes.earlier import open_earlier, whole_tables
    from diguan.exchange.papers import Audience, write_papers
    from diguan.exchange.reading.inputs import read_own_tables

    require_told(changed, was)
    tell, earlier = progress or _silent, open_earlier(Path(since))
    found, listed = whole_tables(Path(tables)), None if changed is None else read_changes(Path(changed))
    compared = None if was is None else differing(whole_tables(Path(was)), found, earlier.record)
    tree = load_regions() if regions is None else regions
    with round_directory(Path(out)) as partial:
        tell("reading", 0, 1)
        cut = cut_changed(found, partial / CUT, earlier.places(), listed, compared)
        read = read_own_tables(partial / CUT, earlier.pack.catalogue, tree, earlier.record.as_of)
        shutil.rmtree(partial / CUT)
        read = as_whole(read, found, earlier.record)
        require_within(read, earlier.pack)
        tell("reading", 1, 1)
        with evaluating(Engine(engine), partial / WORKSPACE) as evaluator:
            judged = judge(
                read,
                earlier.pack,
                earlier.record.as_of,
                confirmations=confirmations_in(earlier.record),
                retrospective=earlier.record.retrospective,
                hide=earlier.hidden,
                progress=tell,
                evaluator=evaluator,
            )
        with judged as round_:
            require_same(round_, earlier.folder, cut)
            round_.write(partial)
            audience = Audience(language, recipient, None)
            papers = write_papers(partial, round_, read, (earlier.pack, tree), audience, tell)
            earlier.gone_on_from(cut).write(partial)
            sealed = round_.seal(partial, Masking(masked=True, recipient=recipient, language=language))
    return RoundResult(Path(out), sealed, papers.figures, papers.cover)


def join_rounds(
    since: PathLike,
    later: PathLike,
    *,
    out: PathLike,
    language: "Language" = "zh",
    recipient: str | None = None,
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> RoundResult:
    """A whole round of a round and of what `rescreen` has judged anew since; its papers show no names, for rounds hold none.

    Everything is judged from the facts of both, and held against every verdict and finding of both: what differs is refused.
    Raises UnableToReadRound, UnableToJoinRounds, UnableToOpenSnapshot, UnableToWriteRound.
    """
    from diguan.engine.regions import load_regions
    from diguan.engine.screening import Masking, round_directory
    from diguan.engine.screening.joining import join_rounds as joined
    from diguan.engine.snapshot.model import ReadInputs
    from diguan.exchange.changes.agreeing import was_all_taken
    from diguan.exchange.papers import Audience, write_papers

    tell, tree = progress or _silent, load_regions() if regions is None else regions
    with round_directory(Path(out)) as partial, joined(Path(since), Path(later), tell) as round_:
        round_.write(partial)
        read = ReadInputs() if was_all_taken(Path(since), Path(later), round_) else None
        context = (round_.ruling.pack, tree)
        papers = write_papers(partial, round_, read, context, Audience(language, recipient, None), tell)
        record = round_.seal(partial, Masking(masked=True, recipient=recipient, language=language))
    return RoundResult(Path(out), record, papers.figures, papers.cover)


def verify(folder: PathLike, since: PathLike | None = None) -> "Verification":
    """Recompute a round from what is inside its folder and compare it.

    Of a round that holds only what has changed also the one it goes on from (`since`; unless given, the folder of its name beside it),
    and whether both together say of everybody what everything judged anew says. UnableToReadRound where that one is not there.
    """
    from diguan.engine.screening import verify_round
    from diguan.engine.screening.joining import verify_since
    from diguan.engine.screening.since import beside, read_since

    later = Path(folder)
    told = read_since(later)
    if told is None and since is None:
        return verify_round(later)
    return verify_since(beside(later, told) if since is None else Path(since), later)


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
