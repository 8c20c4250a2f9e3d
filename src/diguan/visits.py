"""Visits for programs: `list_visits(...)` says what to ask in a village, `take_answers(...)` makes the new round of what came back.

Belongs here: the order of the steps, from a round and files to files. Everything heavy is imported when a function runs.
Does not belong here: which facts decide (engine.visiting), sheets and cells (exchange.visits), tables and exit codes (cli).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diguan.api import RoundResult

if TYPE_CHECKING:
    from diguan.api import Confirmations, PathLike, Progress
    from diguan.engine.regions import RegionTree
    from diguan.engine.standards import Pack
    from diguan.engine.visiting.model import VisitList
    from diguan.engine.visiting.opening import OpenRound
    from diguan.engine.visiting.taking import Folded
    from diguan.exchange.figures.areas import Places
    from diguan.exchange.figures.model import Cover
    from diguan.exchange.papers import Audience
    from diguan.exchange.visits import VisitReading
    from diguan.exchange.visits.handout import Names
    from diguan.exchange.visits.rejected import NotTaken
    from diguan.exchange.visits.write_back import WriteBack
    from diguan.locale import Language


class UnableToRevealNames(Exception):
    """Names were to be shown, and nothing that was given holds any."""

    def __init__(self) -> None:
        super().__init__(
            "一轮的文件夹里没有姓名；应为：用 --names 给出原来的工作簿\n"
            "a round holds no names; expected: the workbooks they stand in, given with --names"
        )


@dataclass(frozen=True, slots=True)
class VisitsResult:
    """A visit list, and the folder of its papers (None: none were asked for)."""

    plan: "VisitList"
    path: Path | None


@dataclass(frozen=True, slots=True)
class AnswersResult(RoundResult):
    """The new round; what was read, what became of the answers, what somebody has to look at (rejected.xlsx).

    `write_back`: what is carried back into the national system (write-back.xlsx), where that was asked for.
    """

    reading: "VisitReading"
    folded: "Folded"
    not_taken: "NotTaken"
    write_back: "WriteBack | None" = None


def list_visits(
    round_: "PathLike",
    village: str,
    *,
    limit: float | None = None,
    out: "PathLike | None" = None,
    names: "Sequence[PathLike]" = (),
    residents: "PathLike | None" = None,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    pace: "PathLike | None" = None,
    regions: "RegionTree | None" = None,
) -> VisitsResult:
    """The fewest facts that decide what is unknown in a village, household by household, most pressing first.

    `round_`: folder of a finished round. `village`: code or name of a region. `limit`: minutes in all. `out`: folder for visits.xlsx and
    visits.html, new or empty. `names`, `residents`: the inputs that names are taken from, for a round holds none; masked unless
    `reveal` says why not. `pace`: a file of minutes instead of the project's own.
    Raises an UnableToX that says what, where, the value, what was expected and what to do.
    """
    from diguan.engine.regions import load_regions
    from diguan.engine.screening import round_directory
    from diguan.engine.visiting.opening import open_round
    from diguan.engine.visiting.pace import load_pace
    from diguan.engine.visiting.plan import plan_visits
    from diguan.exchange.figures.areas import Places
    from diguan.exchange.visits import Handout, write_visits

    if reveal is not None and not names:
        raise UnableToRevealNames
    minutes = load_pace(None if pace is None else Path(pace))
    tree = load_regions() if regions is None else regions
    with open_round(Path(round_)) as opened:
        code = _code_in(opened, tree, village)
        plan = plan_visits(opened, code, minutes, limit)
        if out is None:
            return VisitsResult(plan, None)
        places, pack = Places(tree), opened.ruling.pack
        cover = _cover(opened, places, code, (recipient, reveal))
        known = _names(opened, [Path(n) for n in names], None if residents is None else Path(residents), tree)
    with round_directory(Path(out)) as partial:
        write_visits(partial, Handout(plan, pack, cover, places, known, language))
    return VisitsResult(plan, Path(out))


def _code_in(opened: "OpenRound", tree: "RegionTree", village: str) -> str:
    """The code of a region: as the round has it, else by its code or name in the tree."""
    from diguan.engine.snapshot.database import run

    known = run(opened.connection, "SELECT 1 FROM households WHERE region_code = ? LIMIT 1", [village])
    if known or village.isdigit():
        return village
    return tree.code_of(village)


def _cover(opened: "OpenRound", places: "Places", code: str, shown: tuple[str | None, str | None]) -> "Cover":
    """What stands on the papers of a visit list."""
    from diguan.exchange.figures.model import Cover

    record = opened.record
    return Cover(
        pack=opened.ruling.pack.label,
        pack_id=record.pack.id,
        pack_version=record.pack.version,
        as_of=record.as_of,
        region=" ".join(filter(None, places.names(code))),
        recipient=shown[0],
        reveal_reason=shown[1],
        synthetic=record.synthetic,
        retrospective=record.retrospective,
        engine_version=record.engine.version,
    )


def _names(opened: "OpenRound", inputs: list[Path], residents: Path | None, tree: "RegionTree") -> "Names":
    """Names in the inputs of the round; none without inputs."""
    from diguan.exchange.reading import read_inputs
    from diguan.exchange.visits.handout import Names, names_in

    if not inputs:
        return Names()
    catalogue = opened.ruling.pack.catalogue
    return names_in(read_inputs(inputs, residents, {}, catalogue, tree, None, opened.record.as_of))


def take_answers(
    round_: "PathLike",
    files: "Sequence[PathLike]",
    *,
    out: "PathLike",
    as_of: date | None = None,
    confirm: "Confirmations | None" = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    write_back: bool = False,
    regions: "RegionTree | None" = None,
    progress: "Progress | None" = None,
) -> AnswersResult:
    """Fold what visits answered into the facts of a round, and judge them by the same standard and the same confirmed values.

    `files`: filled-in workbooks of `list_visits`. `out`: folder of the new round, new or empty; the old one is left as it is. `as_of`:
    the day of judgement, that of the old round unless given; answers later than it are rejected. `confirm`: values that are needed
    besides those of the old round. `write_back`: also what was seen and the national system says otherwise, as a list. The papers of the
    new round show no names: a round holds none.
    Raises an UnableToX that says what, where, the value, what was expected and what to do.
    """
    from diguan.engine.regions import load_regions
    from diguan.engine.screening import Masking, round_directory
    from diguan.engine.snapshot.model import ReadInputs
    from diguan.engine.standards.confirmations import confirmations_of
    from diguan.engine.visiting.opening import open_round
    from diguan.engine.visiting.renewing import renew_round
    from diguan.engine.visiting.taking import fold_answers
    from diguan.exchange.papers import REJECTED, Audience, write_papers
    from diguan.exchange.visits import read_visits, require_questions
    from diguan.exchange.visits.rejected import NotTaken

    tell = progress or _silent
    given = confirm or {}
    confirmations = confirmations_of(given) if isinstance(given, Mapping) else list(given)
    audience = Audience(language, recipient, None)
    tree = load_regions() if regions is None else regions
    with round_directory(Path(out)) as partial, open_round(Path(round_)) as opened:
        tell("reading", 0, 1)
        reading = read_visits([Path(f) for f in files], opened.ruling.pack.catalogue)
        require_questions(reading)
        tell("reading", 1, 1)
        folded = fold_answers(opened, reading.answers, as_of or opened.snapshot.as_of)
        renewed = renew_round(opened, folded, confirmations, tell)
        renewed.write(partial)
        context = (opened.ruling.pack, tree)
        answered = any(line.kind == "answers" for line in opened.record.coverage)
        unread = answered or (Path(round_) / REJECTED).is_file()  # that list, or one further back, has it
        read = None if unread else ReadInputs()
        papers = write_papers(partial, renewed, read, context, audience, tell)
        not_taken = NotTaken([*reading.refused, *folded.refused], folded.conflicts, folded.overruled)
        _write_not_taken(partial, not_taken, opened.ruling.pack, papers.cover, audience)
        back = _write_back(partial, folded, opened.ruling.pack, papers.cover, audience) if write_back else None
        record = renewed.seal(partial, Masking(masked=True, recipient=recipient, language=language))
    return AnswersResult(Path(out), record, papers.figures, papers.cover, reading, folded, not_taken, back)


def _write_back(folder: Path, folded: "Folded", pack: "Pack", cover: "Cover", audience: "Audience") -> "WriteBack":
    from diguan.engine.visiting.carrying import carried_back
    from diguan.exchange.visits.write_back import NAME, sorted_out, write_write_back

    found = sorted_out(carried_back(folded.counted, folded.snapshot), pack.catalogue, masked=cover.masked)
    write_write_back(folder / NAME, found, pack.catalogue, cover, audience.language)
    return found


def _write_not_taken(folder: Path, found: "NotTaken", pack: "Pack", cover: "Cover", audience: "Audience") -> None:
    from diguan.exchange.papers import REJECTED
    from diguan.exchange.visits.rejected import write_not_taken

    if found:
        write_not_taken(folder / REJECTED, found, pack.catalogue, cover, audience.language)


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
