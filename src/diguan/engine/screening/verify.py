"""Verification: a round recomputed from the pack and the snapshot inside its folder, and compared with what is stored there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from pydantic import ValidationError

from diguan.engine.documents import Label
from diguan.engine.expressions import UnableToBindExpression
from diguan.engine.screening.bound import UnableToScreen
from diguan.engine.screening.folder import file_hashes
from diguan.engine.screening.judgement import Judgement, Ruling, judge_snapshot, rule_on
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import PACK, RECORD, SNAPSHOT, record_of, round_parts, seal_of
from diguan.engine.snapshot.database import columns_of, open_connection, run, text
from diguan.engine.snapshot.files import (
    Part,
    UnableToOpenSnapshot,
    content_of,
    engine_version,
    open_snapshot,
    read_record,
)
from diguan.engine.snapshot.hashing import content_hash
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import Pack, UnableToFindStandard, UnableToLoadStandard, load_standard
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.parameters import UnableToResolveParameters
from diguan.engine.verdicts import Subject

REFUSALS = (
    UnableToFindStandard,
    UnableToLoadStandard,
    UnableToScreen,
    UnableToResolveParameters,
    UnableToBindExpression,
)
COMPARED = (
    "engine",
    "pack",
    "as_of",
    "retrospective",
    "region",
    "synthetic",
    "parameters",
    "confirmed",
    "snapshot",
    "coverage",
    "counts",
    "hidden_facts",
    "tables",
)
KEYS = frozenset(
    {"finding_id", "explanation_id", "kind", "household_id", "person_id", "indicator", "region_code", "facility_id"}
)


class UnableToReadRound(Exception):
    """A folder is no round: round.json is missing or is not what it should be."""

    def __init__(self, folder: Path, problem: Label, hint: Label) -> None:
        self.folder = folder
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(f"{folder}: {problem[x]} {hint[x]}" for x in ("zh", "en")))


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something in the folder that is not what the recomputation gives."""

    file: str
    message: Label


@dataclass(slots=True)
class Verification:
    """What came of it. `notes` do not make a round wrong: another version of the program recomputed it."""

    problems: tuple[Deviation, ...] = ()
    notes: tuple[Label, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything is as recomputed."""
        return not self.problems


def read_round(folder: Path) -> RoundRecord:
    """What round.json says; UnableToReadRound."""
    hint = Label("请给出 diguan screen 写出的文件夹", "give a folder that diguan screen has written")
    try:
        return RoundRecord.model_validate_json((folder / RECORD).read_bytes())
    except OSError as error:
        raise UnableToReadRound(folder, Label("没有 round.json", "there is no round.json"), hint) from error
    except ValidationError as error:
        problem = Label("round.json 的内容不合格式", "round.json is not as it should be")
        raise UnableToReadRound(folder, problem, hint) from error


def verify_round(folder: Path, threads: int | None = None) -> Verification:
    """Recompute a round and name everything that differs. UnableToReadRound when the folder is no round."""
    check = _Check(folder, read_round(folder), threads)
    return Verification(tuple(check.deviations()), tuple(check.notes()))


@dataclass(slots=True)
class _Check:
    folder: Path
    record: RoundRecord
    threads: int | None
    broken: bool = False  # the snapshot cannot be read
    changed: bool = False  # its facts are not those that were judged
    earlier: tuple[Label, ...] = ()  # how the record was written by an earlier version

    def notes(self) -> Iterator[Label]:
        """Whether another program recomputed than judged."""
        own, then = (engine_version(), duckdb.__version__), (self.record.engine.version, self.record.engine.duckdb)
        if own != then:
            yield Label(
                f"判定时用的是 {then[0]}（DuckDB {then[1]}），现用 {own[0]}（DuckDB {own[1]}）重算",
                f"judged by {then[0]} (DuckDB {then[1]}), recomputed by {own[0]} (DuckDB {own[1]})",
            )
        yield from self.earlier

    def deviations(self) -> Iterator[Deviation]:
        """Everything that differs: first the files as bytes, then what they mean."""
        yield from self._sealed()
        yield from self._files()
        yield from self._snapshot_content()
        if self.broken:
            return
        try:
            ruling = self._ruling()
            snapshot = open_snapshot(self.folder / SNAPSHOT, open_connection(self.threads))
        except REFUSALS as error:
            yield Deviation(PACK, Label(f"标准包不能使用：{error}", f"the pack cannot be used: {error}"))
            return
        except UnableToOpenSnapshot as error:
            yield Deviation(f"{SNAPSHOT}/{error.file}", error.problem)
            return
        with snapshot.connection:
            yield from self._judged_again(snapshot, ruling)

    def _sealed(self) -> Iterator[Deviation]:
        if seal_of(self.record) != self.record.seal:
            yield Deviation(RECORD, Label("封记不符：内容被改过", "the seal does not fit: the content was changed"))

    def _files(self) -> Iterator[Deviation]:
        found, stated = file_hashes(self.folder, RECORD), self.record.files
        for name in sorted(stated.keys() | found.keys()):
            if name not in found:
                yield Deviation(name, Label("缺少这个文件", "the file is missing"))
            elif name not in stated:
                yield Deviation(name, Label("多出的文件", "a file that does not belong to the round"))
            elif found[name] != stated[name]:
                yield Deviation(name, Label("内容与记录的校验值不符", "its bytes are not those that were sealed"))

    def _snapshot_content(self) -> Iterator[Deviation]:
        """The content of every file of the snapshot against snapshot.json, and that against round.json."""
        try:
            stated = read_record(self.folder / SNAPSHOT)
        except UnableToOpenSnapshot as error:
            self.broken = True
            yield Deviation(f"{SNAPSHOT}/{error.file}", error.problem)
            return
        with open_connection(self.threads) as connection:
            for path, expected in stated.files.items():
                name = f"{SNAPSHOT}/{path}"
                found = _content(connection, self.folder / name)
                if found is None:
                    self.broken = True
                    yield Deviation(name, Label("文件缺失或无法读取", "the file is missing or cannot be read"))
                elif found != (expected.content_sha256, expected.rows):
                    self.changed = True
                    yield Deviation(
                        name, Label("事实与快照的校验值不符", "the facts are not those of the snapshot's hash")
                    )
        combined = content_of(stated.files)
        if not combined == stated.content_sha256 == self.record.snapshot.sha256:
            self.changed = True
            name = f"{SNAPSHOT}/snapshot.json"
            yield Deviation(name, Label("快照的校验值不符", "the hash of the snapshot does not fit"))

    def _ruling(self) -> Ruling:
        pack = load_standard((self.folder / PACK).resolve())
        confirmations = [Confirmation(c.name, c.value, c.source, c.since) for c in self.record.confirmed]
        return rule_on(pack, self.record.as_of, confirmations, frozenset(_fact(f) for f in self.record.hidden_facts))

    def _judged_again(self, snapshot: Snapshot, ruling: Ruling) -> Iterator[Deviation]:
        """The recomputation; on facts that were changed it may fail in any way, which is one more deviation."""
        try:
            yield from self._recomputed(snapshot, ruling)
        except Exception as error:
            if not self.changed:
                raise
            kind = type(error).__name__
            message = Label(
                f"按改动后的事实不能重算（{kind}）", f"cannot be recomputed from the changed facts ({kind})"
            )
            yield Deviation(SNAPSHOT, message)

    def _recomputed(self, snapshot: Snapshot, ruling: Ruling) -> Iterator[Deviation]:
        judgement = judge_snapshot(snapshot, ruling, lambda _stage, _done, _total: None)
        yield from self._record_again(snapshot, ruling, judgement)
        for part in round_parts(snapshot):
            yield from _compared(snapshot, part, self.folder)

    def _record_again(self, snapshot: Snapshot, ruling: Ruling, judgement: Judgement) -> Iterator[Deviation]:
        """Every part of round.json that can be recomputed."""
        rows = {s.source_id: s.rows for s in self.record.sources}
        again = record_of(snapshot, ruling, judgement, rows, self.record.snapshot.sha256)
        told, found = self.record.model_dump(mode="json"), again.model_dump(mode="json")
        counted = again.counts.place_findings
        if self.record.counts.place_findings is None and counted is not None:
            found["counts"] = _as_before(found["counts"], ruling.pack)
            self.earlier = (_counted_since(counted),)
        for name in COMPARED:
            if name != "engine" and told[name] != found[name]:
                where = _difference(told[name], found[name], name)
                yield Deviation(RECORD, Label(f"{where}与重算不符", f"{where} is not what the recomputation gives"))
        if told["sources"] != found["sources"]:
            yield Deviation(RECORD, Label("来源与快照不符", "the sources are not those of the snapshot"))


def _as_before(counts: dict[str, Any], pack: Pack) -> dict[str, Any]:
    """Counts as records named them before places had a key of their own: kinds about places among the others, each with 0."""
    kinds = dict.fromkeys(rule.kind for rule in pack.findings)
    then = {name: {kind: counts[name].get(kind, 0) for kind in kinds} for name in ("findings", "finding_households")}
    return {**{name: value for name, value in counts.items() if name != "place_findings"}, **then}


def _counted_since(counted: Mapping[str, int]) -> Label:
    """What such a record means by its zeros."""
    number = sum(counted.values())
    return Label(
        f"这一轮的记录出自较早的版本：counts.findings 里关于村和机构的类型写作 0，实有 {number:,} 条，见 place_findings.parquet",
        f"an earlier version wrote this record: counts.findings says 0 for kinds about villages and facilities; there are {number:,}, "
        "see place_findings.parquet",
    )


def _fact(name: str) -> Fact:
    subject, _, field_name = name.partition(".")
    return Subject(subject), field_name


def _difference(told: object, found: object, where: str) -> str:
    """The path to the first part that differs."""
    if isinstance(told, dict) and isinstance(found, dict):
        for key in sorted(told.keys() | found.keys()):
            if told.get(key) != found.get(key):
                return _difference(told.get(key), found.get(key), f"{where}.{key}")
    return where


def _content(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, int] | None:
    try:
        return content_hash(connection, f"SELECT * FROM read_parquet({text(str(path))})")
    except (duckdb.Error, OSError):
        return None


def _compared(snapshot: Snapshot, part: Part, folder: Path) -> Iterator[Deviation]:
    """A file of the round against the recomputed table: how many rows differ, and the first of them."""
    stored = _content(snapshot.connection, folder / part.path)
    if stored is None:
        yield Deviation(part.path, Label("文件缺失或无法读取", "the file is missing or cannot be read"))
        return
    if stored == content_hash(snapshot.connection, part.query):
        return
    rows = f"SELECT * FROM read_parquet({text(str(folder / part.path))})"
    try:
        changed = f"(({part.query}) EXCEPT ALL ({rows})) UNION ALL (({rows}) EXCEPT ALL ({part.query}))"
        number = run(snapshot.connection, f"SELECT count(*) FROM ({changed})")[0][0]
        first = run(snapshot.connection, f"SELECT * FROM ({changed}) ORDER BY ALL LIMIT 1")
    except duckdb.Error:
        yield Deviation(part.path, Label("列与重算不符", "its columns are not those of the recomputation"))
        return
    where = _shown(snapshot, part, first[0]) if first else "?"
    yield Deviation(
        part.path,
        Label(f"与重算相差{number}行，如：{where}", f"{number} rows differ from the recomputation, such as: {where}"),
    )


def _shown(snapshot: Snapshot, part: Part, row: tuple[object, ...]) -> str:
    """Which row it is."""
    columns = (name for name, _ in columns_of(snapshot.connection, part.table))
    return ", ".join(f"{n} {v}" for n, v in zip(columns, row, strict=False) if n in KEYS and v is not None)
