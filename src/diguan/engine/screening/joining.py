"""A round and what was judged anew since, put together: facts of both, judged in full, and held against the verdicts of both.

Who has not changed keeps the facts of the earlier round. Everything is worked out anew from the facts together, so what comes of it is a
round like any other; and it must say of everybody what the two rounds say, or it is refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.judgement import Ruling, judge_snapshot, rule_on, tables_of
from diguan.engine.screening.place_findings import PLACE_FINDINGS
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import PACK, Round, record_of
from diguan.engine.screening.since import read_since, require_earlier
from diguan.engine.screening.uniting import Halves, unite
from diguan.engine.screening.verify import Deviation, UnableToReadRound, Verification, read_round, verify_round
from diguan.engine.snapshot.database import columns_of, open_connection, quoted, run, text
from diguan.engine.snapshot.files import content_of, hash_parts, parts
from diguan.engine.snapshot.people import keep_nobody
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import load_standard
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Subject

Progress = Callable[[str, int, int], None]
SAME = ("pack", "as_of", "retrospective", "region", "parameters", "confirmed", "hidden_facts")
NUMBERED = frozenset({"finding_id", "explanation_id"})  # by their place in the list, which depends on the others


class UnableToJoinRounds(Exception):
    """Two rounds cannot be put together: which, why, what to do."""

    def __init__(self, place: str, message: Label, hint: Label) -> None:
        self.place, self.message, self.hint = place, message, hint
        super().__init__("\n".join(f"{place}: {message[x]} {hint[x]}" for x in ("zh", "en")))


@dataclass(frozen=True, slots=True)
class Joined:
    """Both together: a round whose tables are made, and where it says something else than the two."""

    round_: Round
    deviations: tuple[Deviation, ...]


def join_rounds(earlier: Path, later: Path, progress: Progress | None = None) -> Round:
    """A whole round of one and of what was judged anew since; close it. UnableToReadRound, UnableToJoinRounds."""
    joined = joined_rounds(earlier, later, progress or _silent)
    if joined.deviations:
        joined.round_.close()
        first = joined.deviations[0]
        raise UnableToJoinRounds(
            f"{later.name}/{first.file}",
            first.message,
            Label("请整体重新筛查，并报告这个问题", "screen everything anew, and report this"),
        )
    return joined.round_


def verify_since(earlier: Path, later: Path) -> Verification:
    """Recompute both rounds, then the whole that they make; everything that differs. UnableToReadRound, UnableToJoinRounds."""
    found = {folder: verify_round(folder) for folder in (earlier, later)}
    problems = [Deviation(f"{f.name}/{p.file}", p.message) for f, v in found.items() for p in v.problems]
    notes = dict.fromkeys(note for v in found.values() for note in v.notes)
    if not problems:
        joined = joined_rounds(earlier, later, _silent)
        joined.round_.close()
        problems += joined.deviations
    return Verification(tuple(problems), tuple(notes))


def joined_rounds(earlier: Path, later: Path, progress: Progress) -> Joined:
    """Judge both together and compare."""
    since = read_since(later)
    if since is None:
        raise UnableToReadRound(
            later,
            Label("是完整的一轮，没有所接的一轮", "is a whole round that goes on from no other"),
            Label("第二个文件夹应由 diguan rescreen 写出", "the second folder is one that diguan rescreen has written"),
        )
    require_earlier(earlier, since)
    records = [_sealed(folder) for folder in (earlier, later)]
    _require_one_standard(records, later)
    ruling = _ruling(later, records[1])
    snapshot = unite(Halves(earlier, later, since.villages), ruling, open_connection())
    judgement = judge_snapshot(snapshot, ruling, progress)
    rows = {s.source_id: since.rows[s.label] for s in snapshot.sources}
    files = hash_parts(snapshot.connection, parts(snapshot))
    record = record_of(snapshot, ruling, judgement, rows, content_of(files))
    keep_nobody(snapshot.connection)
    deviations = tuple(_Comparison(snapshot, earlier, later).deviations())
    return Joined(Round(snapshot, ruling, record, files, progress), deviations)


def _sealed(folder: Path) -> RoundRecord:
    """The record of a round whose files are those that were sealed."""
    record = read_round(folder)
    for name, expected in record.files.items():
        path = folder / name
        if not path.is_file() or file_hash(path) != expected:
            raise UnableToReadRound(
                folder,
                Label(
                    f"{name} 缺失或内容与封存时不同", f"{name} is missing, or its bytes are not those that were sealed"
                ),
                Label("用 diguan round verify 查明", "see what diguan round verify says of it"),
            )
    return record


def _require_one_standard(records: list[RoundRecord], later: Path) -> None:
    told = [record.model_dump(mode="json", include=set(SAME)) for record in records]
    differing = [name for name in SAME if told[0][name] != told[1][name]]
    if differing:
        listed = ", ".join(differing)
        raise UnableToJoinRounds(
            later.name,
            Label(f"与所接的一轮不同：{listed}", f"differs from the round it goes on from: {listed}"),
            Label("整体重新筛查", "screen everything anew"),
        )


def _ruling(folder: Path, record: RoundRecord) -> Ruling:
    confirmations = [Confirmation(c.name, c.value, c.source, c.since) for c in record.confirmed]
    hidden = (name.partition(".") for name in record.hidden_facts)
    pack = load_standard((folder / PACK).resolve())
    return rule_on(pack, record.as_of, confirmations, frozenset((Subject(s), f) for s, _, f in hidden))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Every verdict and finding of the whole against those of the two rounds."""

    snapshot: Snapshot
    earlier: Path
    later: Path

    def deviations(self) -> Iterator[Deviation]:
        """One a table that differs."""
        for table in tables_of(self.snapshot):
            if table != "explanations":
                yield from self._compared(table)

    def _compared(self, table: str) -> Iterator[Deviation]:
        columns = [c for c, _ in columns_of(self.snapshot.connection, table) if c not in NUMBERED]
        names = ", ".join(map(quoted, columns))
        told = ", zh, en, zh_masked, en_masked" if table == "findings" else ""
        whole = f"SELECT {names}{told} FROM {_told(quoted(table), 'explanations', told)}"
        halves = " UNION ALL ".join(
            f"SELECT {names}{told} FROM {source} WHERE {condition}" for source, condition in self._halves(table, told)
        )
        differing = f"(({whole}) EXCEPT ALL ({halves})) UNION ALL (({halves}) EXCEPT ALL ({whole}))"
        number = run(self.snapshot.connection, f"SELECT count(*) FROM ({differing})")[0][0]
        if number:
            yield Deviation(
                table,
                Label(
                    f"两轮合起来与整体重算相差 {number} 行",
                    f"both together differ in {number} rows from everything judged anew",
                ),
            )

    def _halves(self, table: str, told: str) -> Iterator[tuple[str, str]]:
        unchanged = "coalesce(region_code, '') NOT IN (SELECT village FROM changed_villages)"
        for folder, condition in ((self.earlier, unchanged), (self.later, "true")):
            files = self._files(folder, table)
            if files:
                explanations = _read([folder / "explanations.parquet"])
                yield _told(_read(files), explanations, told), condition

    def _files(self, folder: Path, table: str) -> list[Path]:
        if table in ("findings", PLACE_FINDINGS):
            return [path for path in (folder / f"{table}.parquet",) if path.is_file()]
        prefix, _, subject = table.rpartition("verdicts_")
        back = next((b.date_field for b in self.snapshot.look_backs.values() if prefix and b.prefix == prefix), None)
        where = folder / "verdicts" / "as_of" / back / subject if back else folder / "verdicts" / subject
        return sorted(where.glob("*.parquet"))


def _read(files: list[Path]) -> str:
    return f"read_parquet([{', '.join(text(str(path)) for path in files)}])"


def _told(source: str, explanations: str, told: str) -> str:
    return f"{source} JOIN {explanations} USING (explanation_id)" if told else source


def _silent(_stage: str, _done: int, _total: int) -> None:
    return
