"""The effect of one standard in place of another on a frozen snapshot: both judge the same facts, then their rounds are compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from diguan.engine.comparison.sides import Side, side_of
from diguan.engine.documents import Label
from diguan.engine.screening.bound import UnableToScreen
from diguan.engine.screening.judgement import Ruling, judge_snapshot, rule_on
from diguan.engine.screening.round import record_of, round_parts
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import open_connection
from diguan.engine.snapshot.files import UnableToOpenSnapshot, open_snapshot, read_record, write_part
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Subject

SNAPSHOT, RECORD = "snapshot", "snapshot.json"
Progress = Callable[[str, int, int], None]


class UnableToWeighStandards(Exception):
    """Two standards cannot be laid over a snapshot; `place` is the folder or the standard at fault."""

    def __init__(self, place: str, message: Label, hint: Label) -> None:
        self.place = place
        self.message = message
        self.hint = hint
        super().__init__("\n".join(f"{place}: {message[x]} {hint[x]}" for x in ("zh", "en")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A standard with its day (None: that of the snapshot) and the values somebody answers for."""

    pack: Pack
    as_of: date | None
    confirmations: Sequence[Confirmation]


def snapshot_folder(given: Path) -> Path:
    """The folder of a snapshot, given itself or as the round around it."""
    for folder in (given, given / SNAPSHOT):
        if (folder / RECORD).is_file():
            return folder
    raise UnableToWeighStandards(
        str(given),
        Label("这里没有快照（snapshot.json）", "there is no snapshot here (snapshot.json)"),
        Label(
            "给出 diguan screen 写出的一轮，或其中的 snapshot 文件夹",
            "give a round of diguan screen, or the snapshot folder in it",
        ),
    )


def judged_by_both(
    given: Path,
    candidates: tuple[Candidate, Candidate],
    workspace: Path,
    hide: Callable[[Pack], frozenset[Fact]],
    tell: Progress,
) -> tuple[Side, Side]:
    """Judge a snapshot by two standards into two folders of `workspace`. UnableToWeighStandards, UnableToResolveParameters."""
    folder = snapshot_folder(given)
    first, second = (
        _judged(folder, candidate, workspace / name, hide, tell)
        for name, candidate in zip("ab", candidates, strict=True)
    )
    return first, second


def _judged(
    folder: Path, candidate: Candidate, out: Path, hide: Callable[[Pack], frozenset[Fact]], tell: Progress
) -> Side:
    pack = candidate.pack
    try:
        snapshot = open_snapshot(folder, open_connection())
    except UnableToOpenSnapshot as error:
        hint = Label("用 diguan round verify 核对这一轮", "look the round over with diguan round verify")
        raise UnableToWeighStandards(f"{folder}/{error.file}", error.problem, hint) from error
    with snapshot.connection:
        day = candidate.as_of or snapshot.as_of
        _require_day(folder, snapshot, day)
        lacking = replace(snapshot, as_of=day)
        ruling = _ruling(candidate, day, hide(pack))
        covered = replace(lacking, coverage=(*snapshot.coverage, *lacking_lines(lacking, ruling)))
        judgement = judge_snapshot(covered, ruling, tell)
        for part in round_parts(covered):
            write_part(covered.connection, part, out)
        stated = read_record(folder)
        record = record_of(covered, ruling, judgement, {}, stated.content_sha256)
    return side_of(pack.reference, out, record, ruling, (folder, stated))


def _require_day(folder: Path, snapshot: Snapshot, day: date) -> None:
    if day < snapshot.as_of:
        raise UnableToWeighStandards(
            str(folder),
            Label(
                f"判定日 {day} 早于快照的 {snapshot.as_of}，其中可能有之后的事实",
                f"the day {day} is before the snapshot's ({snapshot.as_of}): facts of later days may be in it",
            ),
            Label(f"用 {snapshot.as_of} 或之后的日子", f"take {snapshot.as_of} or a later day"),
        )


def _ruling(candidate: Candidate, day: date, hide: frozenset[Fact]) -> Ruling:
    try:
        return rule_on(candidate.pack, day, candidate.confirmations, hide)
    except UnableToScreen as error:
        problem = error.problems[0]
        raise UnableToWeighStandards(
            candidate.pack.reference,
            problem,
            Label(
                "用 --as-of、--as-of-a 或 --as-of-b 给出它有效的一天",
                "name a day on which it is in force with --as-of, --as-of-a or --as-of-b",
            ),
        ) from error


def lacking_lines(snapshot: Snapshot, ruling: Ruling) -> list[CoverageLine]:
    """Facts that the standard judges by and the snapshot does not hold: one line each, with the indicators that rest on them."""
    held = {(RELATIONS[name], field) for name, columns in snapshot.columns.items() for field in columns}
    told = {(line.subject, line.field) for line in snapshot.coverage if line.kind == "not_covered"}
    lines = []
    for subject, field in sorted(ruling.judged - held):
        if (subject, field) not in told:
            lines.append(_line(ruling, subject, field))
    return lines


def _line(ruling: Ruling, subject: Subject, field: str) -> CoverageLine:
    pack = ruling.pack
    label = pack.catalogue.field(subject, field).label
    resting = [pack.indicators[i.id].label for i in ruling.bound.indicators.values() if (subject, field) in i.facts]
    zh, en = "、".join(x.zh for x in resting), ", ".join(x.en for x in resting)
    text = Label(
        f"{label.zh}：快照是按另一标准取的，没有这一项，一律待核实（关系到：{zh or '无'}）",
        f"{label.en}: the snapshot was taken for another standard and does not hold it; unknown for everybody ({en or 'no indicator'})",
    )
    return CoverageLine(kind="not_covered", text=Text.of(text), subject=subject, field=field)
