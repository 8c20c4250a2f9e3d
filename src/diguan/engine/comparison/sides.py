"""One round as a comparison reads it: its standard bound to its day, and where its verdicts, findings and facts lie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.screening.bound import BoundIndicator, bind_indicators
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.judgement import Ruling, rule_on
from diguan.engine.screening.place_findings import PLACE_FINDINGS
from diguan.engine.screening.record import FORMAT, RoundRecord
from diguan.engine.screening.round import PACK, SNAPSHOT, seal_of
from diguan.engine.screening.since import require_whole
from diguan.engine.screening.verify import REFUSALS, read_round
from diguan.engine.snapshot.files import UnableToOpenSnapshot, read_record
from diguan.engine.snapshot.record import SnapshotRecord
from diguan.engine.snapshot.snapshot import Columns
from diguan.engine.standards import Pack, ParameterValue, load_standard
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Grade, Subject

FEWEST = 2
Packs = dict[frozenset[tuple[str, str]], Pack]
READ = ("verdicts/", "snapshot/", "pack/", "findings.parquet", "explanations.parquet", "place_findings.parquet")
WHOLE = Label(
    "请给出 diguan screen 写出的完整文件夹；可用 diguan round verify 核对",
    "give a whole folder that diguan screen has written; diguan round verify looks it over",
)


class UnableToCompareRounds(Exception):
    """Rounds cannot be laid side by side; `place` is the folder (or file) at fault."""

    def __init__(self, place: str, message: Label, hint: Label = WHOLE) -> None:
        self.place = place
        self.message = message
        self.hint = hint
        super().__init__("\n".join(f"{place}: {message[x]} {hint[x]}" for x in ("zh", "en")))


@dataclass(frozen=True, slots=True)
class Facts:
    """The snapshot of a round on disk. `files`: by relation; `states`: the file that says why values are unknown."""

    files: Mapping[str, Sequence[Path]]
    columns: Columns
    grades: Mapping[int, Grade]
    states: Path | None


@dataclass(frozen=True, slots=True)
class Side:
    """One round. `bind(day)` ties its rules, with the parameter values of the round, to any day; `indicators` are those of its own day.

    `name` is what to call it (the folder as given); `verdicts`: files by subject; `region`: what the round was cut to;
    `place_findings`: None where its standard looks for nothing about villages and facilities.
    """

    name: str
    as_of: date
    region: str | None
    indicators: Mapping[str, BoundIndicator]
    bind: Callable[[date], Mapping[str, BoundIndicator]]
    values: Mapping[str, ParameterValue]
    verdicts: Mapping[Subject, Sequence[Path]]
    facts: Facts
    findings: Path | None = None
    explanations: Path | None = None
    place_findings: Path | None = None
    record: RoundRecord | None = None
    ruling: Ruling | None = None

    @property
    def judged(self) -> tuple[RoundRecord, Ruling]:
        """Record and standard of a round that has both; those of the benchmarks have neither."""
        if self.record is None or self.ruling is None:
            raise ValueError(f"{self.name} has no record")
        return self.record, self.ruling


def open_rounds(folders: Sequence[Path], tell: Callable[[str, int, int], None]) -> list[Side]:
    """Rounds in the order of time. UnableToCompareRounds for fewer than two, one given twice, or an order that runs backwards."""
    if len(folders) < FEWEST:
        place = str(folders[0]) if folders else "-"
        message = Label("只给了一轮，没有可比的", "one round alone: nothing to compare it with")
        raise UnableToCompareRounds(place, message, Label("给出两轮或更多", "give two rounds or more"))
    sides: list[Side] = []
    packs: Packs = {}
    for number, folder in enumerate(folders):
        tell("open", number, len(folders))
        sides.append(open_side(folder, packs))
    tell("open", len(folders), len(folders))
    require_comparable(sides)
    return sides


def open_side(folder: Path, packs: Packs | None = None) -> Side:
    """A round's folder, its files compared with the hashes of round.json. UnableToReadRound, UnableToCompareRounds.

    `packs`: standards read already, by the hashes of their files; rounds of one standard read it once.
    """
    require_whole(folder)
    record = read_round(folder)
    if record.format != FORMAT:
        raise UnableToCompareRounds(
            str(folder), Label(f"格式是 {record.format}，应为 {FORMAT}", f"the format is {record.format}, not {FORMAT}")
        )
    if seal_of(record) != record.seal:
        raise UnableToCompareRounds(
            f"{folder}/round.json", Label("封记不符：内容被改过", "the seal does not fit: the content was changed")
        )
    for name, expected in record.files.items():
        if name.startswith(READ):
            _require(folder / name, expected)
    return side_of(
        str(folder), folder, record, _ruling(folder, record, {} if packs is None else packs), _snapshot(folder)
    )


def _require(path: Path, expected: str) -> None:
    if not path.is_file():
        raise UnableToCompareRounds(str(path), Label("缺少这个文件", "the file is missing"))
    if file_hash(path) != expected:
        message = Label("内容与封存时不同", "its bytes are not those that were sealed")
        raise UnableToCompareRounds(str(path), message)


def _ruling(folder: Path, record: RoundRecord, packs: Packs) -> Ruling:
    files = frozenset((name, digest) for name, digest in record.files.items() if name.startswith(f"{PACK}/"))
    try:
        pack = packs.setdefault(files, packs.get(files) or load_standard((folder / PACK).resolve()))
        confirmations = [Confirmation(c.name, c.value, c.source, c.since) for c in record.confirmed]
        hidden = (name.partition(".") for name in record.hidden_facts)
        return rule_on(pack, record.as_of, confirmations, frozenset((Subject(s), f) for s, _, f in hidden))
    except REFUSALS as error:
        message = Label(f"所用标准不能使用：{error}", f"its standard cannot be used: {error}")
        raise UnableToCompareRounds(f"{folder}/{PACK}", message) from error


def _snapshot(folder: Path) -> tuple[Path, SnapshotRecord]:
    try:
        return folder / SNAPSHOT, read_record(folder / SNAPSHOT)
    except UnableToOpenSnapshot as error:
        raise UnableToCompareRounds(f"{folder}/{SNAPSHOT}/{error.file}", error.problem) from error


def side_of(
    name: str, folder: Path, record: RoundRecord, ruling: Ruling, snapshot: tuple[Path, SnapshotRecord]
) -> Side:
    """The side of a folder with verdicts/, findings.parquet and explanations.parquet and of a snapshot that may lie elsewhere."""
    pack, values = ruling.pack, ruling.resolved.values

    def bind(day: date) -> Mapping[str, BoundIndicator]:
        return bind_indicators(pack, day, values)

    places = folder / f"{PLACE_FINDINGS}.parquet"
    verdicts = {s: sorted((folder / "verdicts" / str(s)).glob("*.parquet")) for s in Subject}
    return Side(
        name=name,
        as_of=record.as_of,
        region=record.region,
        indicators=ruling.bound.indicators,
        bind=bind,
        values=values,
        verdicts={s: files for s, files in verdicts.items() if files},
        facts=_facts(*snapshot),
        findings=folder / "findings.parquet",
        explanations=folder / "explanations.parquet",
        place_findings=places if places.is_file() else None,
        record=record,
        ruling=ruling,
    )


def _facts(folder: Path, record: SnapshotRecord) -> Facts:
    files: dict[str, list[Path]] = {name: [] for name in record.relations.columns}
    for path in sorted(record.files):
        relation, _, _ = path.partition("/")
        if relation in files:
            files[relation].append(folder / path)
    states = folder / "provenance" / "cell_states.parquet"
    grades = {0: Grade.DECLARED, **{s.source_id: Grade(s.grade) for s in record.sources}}
    return Facts(files, record.relations.columns_again(), grades, states if states.is_file() else None)


def require_comparable(sides: Sequence[Side]) -> None:
    """Refuse the same folder twice and an order that runs backwards."""
    seen: set[Path] = set()
    for side in sides:
        place = Path(side.name).resolve()
        if place in seen:
            message = Label("同一轮给了两次", "the same round is given twice")
            raise UnableToCompareRounds(side.name, message, Label("给出不同的轮次", "give different rounds"))
        seen.add(place)
    for before, after in pairwise(sides):
        if after.as_of < before.as_of:
            raise UnableToCompareRounds(
                after.name,
                Label(
                    f"判定日 {after.as_of} 早于前一轮 {before.name} 的 {before.as_of}",
                    f"its day {after.as_of} is before that of the round given earlier, {before.name} ({before.as_of})",
                ),
                Label("按判定日从早到晚给出各轮", "give the rounds from the earliest day to the latest"),
            )


def same_facts(before: Side, after: Side) -> bool:
    """Whether two rounds judged the very same snapshot."""
    if before.facts == after.facts:
        return True
    return bool(before.record and after.record and before.record.snapshot.sha256 == after.record.snapshot.sha256)
